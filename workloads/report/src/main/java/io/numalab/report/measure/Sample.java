package io.numalab.report.measure;

import java.util.List;

/**
 * A machine at a time.
 *
 * @param timeNanos virtual time since sampling began
 * @param nodes by id
 * @param tasks in the order they were created; those that have ended have no pages
 * @param reclaim counts since the machine was built
 */
public record Sample(long timeNanos, List<NodeSample> nodes, List<TaskSample> tasks, ReclaimCount reclaim) {

    /** Copies the lists. */
    public Sample {
        nodes = List.copyOf(nodes);
        tasks = List.copyOf(tasks);
    }
}
