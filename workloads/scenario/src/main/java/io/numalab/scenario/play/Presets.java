package io.numalab.scenario.play;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioHeader;
import io.numalab.scenario.language.Variation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The scenarios that come with the library: {@code presets/NAME.scn} in its jar. */
public final class Presets {
    private static final List<String> NAMES = List.of("about-node-size", "database-cache", "fits-one-node",
            "helper-tasks", "hpc-exclusion", "hpc-jobs", "hpc-logger", "jvm-heap", "larger-than-node",
            "multi-node-binding", "neighbour-ends", "new-memory-hot", "slow-tier", "spark-prefilled", "stream-cxl",
            "thisnode-no-swap", "thread", "two-share-a-node", "valuable-cache");

    private Presets() {
    }

    /** Their names, sorted. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Parses a preset.
     *
     * @param values parameters that do not take their default
     * @throws IllegalArgumentException if there is no such preset
     * @throws io.numalab.scenario.language.ScenarioException if a parameter is unknown or out of range
     */
    public static Scenario load(String name, Map<String, String> values) {
        return load(name, Variation.of(values));
    }

    /** Parses a preset and plays it on another machine. @param machine as {@link Variation#machine} */
    public static Scenario load(String name, Map<String, String> values, ScenarioHeader machine) {
        return load(name, Variation.of(values).on(machine));
    }

    /**
     * Parses a preset.
     *
     * @throws IllegalArgumentException if there is no such preset
     * @throws io.numalab.scenario.language.ScenarioException as {@link Scenario#parse(String, String, Variation)}
     */
    public static Scenario load(String name, Variation variation) {
        return Scenario.parse("preset:" + name, text(name), variation).named(name);
    }

    /** The text of a preset, as it would stand in a file. */
    public static String text(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("preset " + name + ": expected one of " + String.join(", ", NAMES));
        }
        try (InputStream stream = Presets.class.getResourceAsStream("/presets/" + name + ".scn")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
