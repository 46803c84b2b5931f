package io.numalab.scenario.topology;

import io.numalab.scenario.language.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The machines that come with the library, {@code machines/NAME.scn} in its jar: headers of scenarios with sources. */
public final class MachinePresets {
    private static final List<String> NAMES =
            List.of("cxl-expander", "epyc-8n", "kunpeng-920", "power9-gpu", "xeon-2s", "xeon-snc4");
    private static final String SOURCE = "# source: ";

    private MachinePresets() {
    }

    /** Their names, sorted. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * A machine.
     *
     * @throws IllegalArgumentException if there is no such preset
     */
    public static Topology load(String name) {
        return ScenarioTopology.of(scenario(name), "machine preset");
    }

    /** The machine as a scenario without steps, its title included. */
    public static Scenario scenario(String name) {
        return Scenario.parse(name, text(name)).named(name);
    }

    /** Where its figures come from, a line each. */
    public static List<String> sources(String name) {
        return text(name).lines().filter(line -> line.startsWith(SOURCE))
                .map(line -> line.substring(SOURCE.length())).toList();
    }

    /** The text of a preset, as it would stand in a file. */
    public static String text(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("machine " + name + ": expected one of " + String.join(", ", NAMES));
        }
        try (InputStream stream = MachinePresets.class.getResourceAsStream("/machines/" + name + ".scn")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
