package io.numalab.scenario.result;

import java.util.List;
import java.util.SortedMap;

/**
 * The machine after a step.
 *
 * @param outcome what the step did
 * @param nodes by node id
 * @param zones by node, lowest zone first
 * @param eventDeltas change of the event counters since the snapshot before, without zeros; null at boot
 * @param traceDeltas change of the trace histograms, without entries that did not change; null if none did
 * @param mappings of the tasks that are alive
 * @param files those that were used so far
 * @param kernelLog what the kernel would have printed since the snapshot before
 */
public record StepSnapshot(StepOutcome outcome, List<NodeSnapshot> nodes, List<ZoneSnapshot> zones,
        SortedMap<String, Long> eventDeltas,
        SortedMap<String, SortedMap<String, SortedMap<String, Long>>> traceDeltas, List<MappingSnapshot> mappings,
        List<FileSnapshot> files, List<String> kernelLog) {
    /** How many slices mappings and files are cut into. */
    public static final int SLICES = 32;
}
