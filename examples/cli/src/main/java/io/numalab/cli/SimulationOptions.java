package io.numalab.cli;

import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.SourcePosition;
import io.numalab.scenario.language.Variation;
import io.numalab.scenario.topology.Topology;
import io.numalab.scenario.topology.TopologyReader;
import io.numalab.spi.Policies;
import io.numalab.topology.Prices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that plays a scenario, where policies of one's own are found among them. */
final class SimulationOptions {
    @Mixin
    private SeedOption seed;

    @Mixin
    private PluginPath plugins;

    @Option(names = "--param", paramLabel = "NAME=VALUE",
            description = "Value of a parameter that the scenario declares; may be repeated.")
    private List<String> parameters = new ArrayList<>();

    @Option(names = "--cost", paramLabel = "NAME=VALUE",
            description = "A price for this run, whatever the scenario says; may be repeated. The names are those of"
                + " \"sim cost\", ACCESS.FROM.TO and BANDWIDTH.NODE among them.")
    private List<String> costs = new ArrayList<>();

    @Option(names = "--scale", paramLabel = "X", defaultValue = "1",
            description = "Factor on all sizes, nodes included, and on the numbers of accesses (default:"
                + " ${DEFAULT-VALUE}); a fraction such as 1/16 is understood.")
    private String scale = "1";

    @Option(names = "--machine", paramLabel = "SOURCE",
            description = "Play on this machine instead of the scenario's: its nodes, distances, zones, latencies. A"
                + " source as numalab topology takes it; may be repeated for one machine described by several.")
    private List<String> machines = new ArrayList<>();

    @Option(names = "--latency", paramLabel = "FILE",
            description = "Latencies and bandwidths between nodes, such as the output of Intel MLC; may be repeated.")
    private List<String> latencies = new ArrayList<>();

    /** The machine that is given, complete, or null; latencies are part of it. */
    private Topology machine;

    /** The seed. */
    long seed() {
        return seed.seed();
    }

    /**
     * The policies there are.
     *
     * @throws IllegalArgumentException if a plug-in path has none
     * @throws IOException if it cannot be read
     */
    Policies policies() throws IOException {
        return plugins.policies();
    }

    /**
     * The parameters by name.
     *
     * @throws IllegalArgumentException if one is malformed or given twice
     */
    Map<String, String> values() {
        return named("--param", parameters);
    }

    /**
     * What the options change of a scenario.
     *
     * @throws IllegalArgumentException if an option is malformed, out of range or given twice
     * @throws UncheckedIOException if a source of the machine cannot be read
     */
    Variation variation() {
        List<CostLine> lines = new ArrayList<>();
        if (machine() != null) {
            lines.addAll(machine().costs());
        } else if (!latencies.isEmpty()) {
            lines.addAll(latencies().costs());
        }
        named("--cost", costs).forEach((name, value) -> lines.add(cost(name, value)));
        return new Variation(values(), factor("--scale", scale), lines,
                machine() == null ? null : machine().scenario().header());
    }

    /**
     * The machine that is given, with everything a simulation needs, or null if none is.
     *
     * @throws IllegalArgumentException if it is not understood or lacks something
     * @throws UncheckedIOException if a source cannot be read
     */
    Topology machine() {
        if (machine == null && !machines.isEmpty()) {
            Topology given = read(machines);
            machine = (latencies.isEmpty() ? given : given.merge(latencies())).complete();
        }
        return machine;
    }

    private static Topology read(List<String> sources) {
        try {
            return TopologyReader.read(sources);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Topology latencies() {
        Topology read = read(latencies);
        if (read.latencyNanos().isEmpty() && read.bandwidthMegabytes().isEmpty()) {
            throw new IllegalArgumentException("--latency " + read.source() + ": expected latencies or bandwidths"
                    + " between nodes, got " + read.format() + " without");
        }
        return read;
    }

    private static Map<String, String> named(String option, List<String> texts) {
        Map<String, String> values = new TreeMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(option + " " + text + ": expected NAME=VALUE");
            }
            String name = text.substring(0, equals).strip();
            if (values.put(name, text.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException(option + " " + text + ": " + name + " is given twice");
            }
        }
        return values;
    }

    private static CostLine cost(String name, String value) {
        try {
            double number = Double.parseDouble(value);
            Prices.hardware().with(name, number);
            return new CostLine(name, number, new SourcePosition("--cost", 1, 1));
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException("--cost " + name + "=" + value + ": expected a number", notNumber);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("--cost " + name + "=" + value + ": " + unknown.getMessage(), unknown);
        }
    }

    /**
     * A number or a fraction such as 1/16.
     *
     * @throws IllegalArgumentException naming the option if it is neither
     */
    static double factor(String option, String scale) {
        String[] parts = scale.strip().split("/", 2);
        try {
            return Double.parseDouble(parts[0]) / (parts.length == 1 ? 1 : Double.parseDouble(parts[1]));
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException(option + " " + scale + ": expected a number such as 0.25 or 1/16",
                    notNumber);
        }
    }

    /** The options as words of a command line. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        values().forEach((name, value) -> words.addAll(List.of("--param", name + "=" + value)));
        named("--cost", costs).forEach((name, value) -> words.addAll(List.of("--cost", name + "=" + value)));
        machines.forEach(source -> words.addAll(List.of("--machine", source)));
        latencies.forEach(file -> words.addAll(List.of("--latency", file)));
        if (factor("--scale", scale) != 1) {
            words.addAll(List.of("--scale", scale.strip()));
        }
        words.addAll(plugins.words());
        return words;
    }
}
