package io.numalab.scenario.language;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run changes of a scenario. Immutable.
 *
 * @param values parameters that do not take their default, by name
 * @param scale a factor on every size (memory of nodes, swap, files, mappings) and on every number of accesses, so that
 *     what is compared stays in proportion; {@value #SCALE_MIN} to {@value #SCALE_MAX}
 * @param costs prices that hold whatever the scenario itself says
 * @param machine whose nodes, distances, zones and HMAT take the place of the scenario's own, at the same scale, or
 *     null; a step that names a node or a CPU it does not have is not understood, and prices that the scenario has for
 *     single nodes do not hold
 */
public record Variation(Map<String, String> values, double scale, List<CostLine> costs, ScenarioHeader machine) {
    /** The smallest factor. */
    public static final double SCALE_MIN = 1.0 / 4096;
    /** The largest factor. */
    public static final double SCALE_MAX = 16;
    /** What a node that is scaled must keep: batches, per-CPU lists and priorities of the kernel do not scale. */
    public static final long NODE_BYTES_MIN = 256L << 20;
    /** The scenario as it stands. */
    public static final Variation NONE = new Variation(Map.of(), 1, List.of(), null);

    private static final long PAGE_BYTES = 4096;

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if the scale is out of range
     */
    public Variation {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        costs = List.copyOf(costs);
        if (!(scale >= SCALE_MIN && scale <= SCALE_MAX)) {
            throw new IllegalArgumentException("scale " + scale + ": expected 1/4096 to " + (int) SCALE_MAX);
        }
    }

    /** Other values of parameters, nothing else. */
    public static Variation of(Map<String, String> values) {
        return new Variation(values, 1, List.of(), null);
    }

    /** The same on another machine. @param otherMachine as {@link #machine} */
    public Variation on(ScenarioHeader otherMachine) {
        return new Variation(values, scale, costs, otherMachine);
    }

    /** The same with another value of a parameter. */
    public Variation with(String parameter, String value) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(parameter, value);
        return new Variation(changed, scale, costs, machine);
    }

    /** The same with other values of some parameters. */
    public Variation with(Map<String, String> parameters) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.putAll(parameters);
        return new Variation(changed, scale, costs, machine);
    }

    /** The same at another scale. */
    public Variation at(double factor) {
        return new Variation(values, factor, costs, machine);
    }

    /** A size at this scale: whole pages stay whole, and nothing vanishes. */
    long bytes(long bytes) {
        if (scale == 1) {
            return bytes;
        }
        long unit = bytes % PAGE_BYTES == 0 ? PAGE_BYTES : 1;
        return Math.max(Math.min(bytes, unit), unit * StrictMath.round(bytes * scale / unit));
    }

    /** A number of things done at this scale; nothing vanishes. */
    long count(long count) {
        return scale == 1 ? count : Math.max(Math.min(count, 1), StrictMath.round(count * scale));
    }
}
