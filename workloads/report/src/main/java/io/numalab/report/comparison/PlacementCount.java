package io.numalab.report.comparison;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.language.TaskCommand;
import java.util.Set;

/**
 * Counts where the anonymous and shared pages of the tasks under test are: at the end of the run, or when they are
 * freed. Walks every page. One thread only.
 */
final class PlacementCount {
    private final Machine machine;
    private final Set<String> tasks;
    private long localPages;
    private long remotePages;

    PlacementCount(Machine machine, Set<String> tasks) {
        this.machine = machine;
        this.tasks = tasks;
    }

    /** Counts what the step is about to free. */
    void before(Step step) {
        if (step instanceof Step.Exit exit && tasks.contains(exit.task())) {
            count(machine.task(exit.task()));
        } else if (step instanceof Step.Command command && tasks.contains(command.task())
                && command.command() instanceof TaskCommand.Free free) {
            Task task = machine.task(command.task());
            Mapping mapping = task.alive() ? task.mapping(free.name()) : null;
            if (mapping != null) {
                count(task, mapping);
            }
        }
    }

    /** Counts what is left when the run is over. */
    void end() {
        for (Task task : machine.tasks()) {
            if (tasks.contains(task.name())) {
                count(task);
            }
        }
    }

    private void count(Task task) {
        if (task.alive()) {
            task.mappings().forEach(mapping -> count(task, mapping));
        }
    }

    private void count(Task task, Mapping mapping) {
        if (mapping.kind().equals("file")) {
            return;
        }
        int home = task.cpuNode();
        long present = 0;
        long local = 0;
        for (long page = 0; page < mapping.pages(); page++) {
            int nid = mapping.nodeAt(page);
            present += nid >= 0 ? 1 : 0;
            local += nid == home ? 1 : 0;
        }
        localPages += local;
        remotePages += present - local;
    }

    /** Pages on the node of their task's CPU. */
    long localPages() {
        return localPages;
    }

    /** Pages on other nodes. */
    long remotePages() {
        return remotePages;
    }
}
