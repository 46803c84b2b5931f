package io.numalab.cli;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import java.util.Set;

/**
 * What some tasks have gone through so far.
 *
 * @param stallNanos time they stood still in allocations
 * @param failedAllocations requests that got no page
 * @param accesses touches of present pages
 * @param accessPicos the price of these
 */
record TaskCount(long stallNanos, long failedAllocations, long accesses, long accessPicos) {

    /** Sums up the tasks that exist already. */
    static TaskCount of(Machine machine, Set<String> names) {
        TaskCount sum = new TaskCount(0, 0, 0, 0);
        for (Task task : machine.tasks()) {
            if (names.contains(task.name())) {
                sum = new TaskCount(sum.stallNanos + task.stallNanos(),
                        sum.failedAllocations + task.failedAllocations(), sum.accesses + task.accesses(),
                        sum.accessPicos + task.accessPicos());
            }
        }
        return sum;
    }

    /** What came after another count. */
    TaskCount since(TaskCount before) {
        return new TaskCount(stallNanos - before.stallNanos, failedAllocations - before.failedAllocations,
                accesses - before.accesses, accessPicos - before.accessPicos);
    }

    /** The mean price of a touch, NaN if there was none. */
    double nanosPerAccess() {
        return accesses == 0 ? Double.NaN : accessPicos / 1000.0 / accesses;
    }
}
