package io.numalab.report.measure;

import io.numalab.machine.CostSplit;
import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What some tasks have gone through so far.
 *
 * @param cost the time they paid, by what for, and their failures
 * @param accesses touches of present pages
 * @param accessPicos the price of these
 */
public record TaskCount(CostSplit cost, long accesses, long accessPicos) {

    /** Sums up all tasks. */
    public static TaskCount of(Machine machine) {
        return of(machine, machine.tasks().stream().map(Task::name).collect(Collectors.toSet()));
    }

    /** Sums up those of some tasks that exist already. */
    public static TaskCount of(Machine machine, Set<String> names) {
        TaskCount sum = new TaskCount(CostSplit.ZERO, 0, 0);
        for (Task task : machine.tasks()) {
            if (names.contains(task.name())) {
                sum = new TaskCount(sum.cost.plus(task.costs()), sum.accesses + task.accesses(),
                        sum.accessPicos + task.accessPicos());
            }
        }
        return sum;
    }

    /** What came after another count. */
    public TaskCount since(TaskCount before) {
        return new TaskCount(cost.since(before.cost), accesses - before.accesses, accessPicos - before.accessPicos);
    }

    /** The mean price of a touch, NaN if there was none. */
    public double nanosPerAccess() {
        return accesses == 0 ? Double.NaN : accessPicos / 1000.0 / accesses;
    }
}
