package io.numalab.scenario.access;

import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import java.util.List;

/**
 * What a replay did.
 *
 * @param lines lines read
 * @param reads reads played
 * @param writes writes played
 * @param lost accesses of tasks that had been killed
 * @param tasks the tasks of the trace, in the order in which they showed up
 */
public record AccessCount(long lines, long reads, long writes, long lost, List<Task> tasks) {
    /** Copies the list. */
    public AccessCount {
        tasks = List.copyOf(tasks);
    }

    /** Touches of pages that were present, by the machine's count. */
    public long accesses() {
        return tasks.stream().mapToLong(Task::accesses).sum();
    }

    /** Of these, on other nodes than the task's. */
    public long remoteAccesses() {
        return tasks.stream().mapToLong(Task::remoteAccesses).sum();
    }

    /** Pages of the tasks that are present at the end. Walks all of them. @param local on the node of their task */
    public long pages(boolean local) {
        long sum = 0;
        for (Task task : tasks) {
            for (Mapping mapping : task.mappings()) {
                for (long page = 0; page < mapping.pages(); page++) {
                    int nid = mapping.nodeAt(page);
                    sum += nid >= 0 && (nid == task.cpuNode()) == local ? 1 : 0;
                }
            }
        }
        return sum;
    }
}
