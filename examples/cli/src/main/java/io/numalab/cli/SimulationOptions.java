package io.numalab.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options of every command that plays a scenario. */
final class SimulationOptions {
    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--param", paramLabel = "NAME=VALUE",
            description = "Value of a parameter that the scenario declares; may be repeated.")
    private List<String> parameters = new ArrayList<>();

    /** The seed. */
    long seed() {
        return seed;
    }

    /**
     * The parameters by name.
     *
     * @throws IllegalArgumentException if one is malformed or given twice
     */
    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("--param " + parameter + ": expected NAME=VALUE");
            }
            String name = parameter.substring(0, equals).strip();
            if (values.put(name, parameter.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("--param " + parameter + ": " + name + " is given twice");
            }
        }
        return values;
    }

    /** The parameters as words of a command line. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        values().forEach((name, value) -> words.addAll(List.of("--param", name + "=" + value)));
        return words;
    }
}
