package io.numalab.report.measure;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * A task at a time.
 *
 * @param task its name
 * @param pagesOfNode its anonymous and shared pages on each node; empty if they were not asked for
 * @param stallNanos time it stood still in allocations so far
 * @param failedAllocations requests of its that got no page so far
 */
public record TaskSample(String task, List<Long> pagesOfNode, long stallNanos, long failedAllocations) {

    /** Copies the list. */
    public TaskSample {
        pagesOfNode = List.copyOf(pagesOfNode);
    }

    /** A task as it is now. @param placement whether its pages are counted, which walks all of them */
    public static TaskSample of(Machine machine, Task task, boolean placement) {
        List<Long> pages = new ArrayList<>();
        if (placement) {
            for (long count : pagesOfNode(machine, task)) {
                pages.add(count);
            }
        }
        return new TaskSample(task.name(), pages, task.stallNanos(), task.failedAllocations());
    }

    private static long[] pagesOfNode(Machine machine, Task task) {
        long[] counts = new long[machine.spec().nodeCount()];
        for (Mapping mapping : anonymous(task)) {
            for (long page = 0; page < mapping.pages(); page++) {
                int nid = mapping.nodeAt(page);
                if (nid >= 0) {
                    counts[nid]++;
                }
            }
        }
        return counts;
    }

    private static List<Mapping> anonymous(Task task) {
        return task.mappings().stream().filter(mapping -> !mapping.kind().equals("file")).toList();
    }
}
