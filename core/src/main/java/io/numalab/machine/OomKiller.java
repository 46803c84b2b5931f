package io.numalab.machine;

import io.numalab.alloc.OutOfMemory;
import io.numalab.alloc.Requester;
import io.numalab.mapping.VirtualArea;
import io.numalab.spi.NodeMask;
import io.numalab.stat.EventSink;
import io.numalab.stat.KernelLog.OomConstraint;
import io.numalab.stat.VmEvent;
import java.util.function.Predicate;

/**
 * Chooses who dies: the eligible task with the most resident, swapped and page-table pages, which need not be the one
 * that asked; the earliest among equals. Models {@code out_of_memory} and {@code oom_badness} (linux-model 16, 27.1).
 */
final class OomKiller implements OutOfMemory {
    private final Machine machine;

    OomKiller(Machine machine) {
        this.machine = machine;
    }

    @Override
    public boolean kill(Requester requester, NodeMask mask) {
        boolean byPolicy = confines(mask);
        boolean byCpuset = !byPolicy && confines(requester.cpuset);
        NodeMask nodes = byPolicy ? mask : byCpuset ? requester.cpuset : null;
        OomConstraint constraint = byPolicy ? OomConstraint.MEMORY_POLICY
                : byCpuset ? OomConstraint.CPUSET : OomConstraint.NONE;
        return kill(requester, constraint, nodes, task -> eligible(task, requester, nodes));
    }

    /** The same among the tasks of a control group, whose limit is reached. */
    boolean killInGroup(Requester requester, int ledgerGroup) {
        return kill(requester, OomConstraint.MEMCG, null, task -> task.ledgerGroup() == ledgerGroup);
    }

    private boolean confines(NodeMask nodes) {
        return nodes != null && !nodes.containsAll(machine.memory().spec().memoryNodes());
    }

    private boolean kill(
            Requester requester, OomConstraint constraint, NodeMask nodes, Predicate<Task> eligible) {
        Task victim = null;
        long most = 0;
        for (Task task : machine.tasks()) {
            long pages = task.alive() && !task.requester().killed && eligible.test(task) ? badness(task) : 0;
            if (pages > most) {
                most = pages;
                victim = task;
            }
        }
        if (victim == null) {
            return false;
        }
        machine.memory().counters().count(VmEvent.OOM_KILL);
        EventSink events = machine.context().events();
        if (events != null) {
            events.killed(requester.clockNanos, requester.name(), victim.name());
        }
        victim.killed();
        machine.context().log().killed(requester.name(), "task-" + victim.name(), constraint, nodes, most);
        return true;
    }

    // A task that cannot have pages on the nodes of the shortage is no help.
    private boolean eligible(Task task, Requester requester, NodeMask nodes) {
        if (nodes == null || task.requester() == requester) {
            return true;
        }
        NodeMask allowed = machine.strictNodes(task);
        return allowed == null || allowed.intersects(nodes);
    }

    private static long badness(Task task) {
        long pages = 0;
        for (Mapping mapping : task.mappings()) {
            VirtualArea area = mapping.area();
            for (int page = 0; page < area.pages(); page++) {
                pages += area.frame(page) >= 0 || area.swapSlot(page) >= 0 ? 1 : 0;
            }
            for (int table = 0; table < area.tableCount(); table++) {
                pages += area.tableFrame(table) >= 0 ? 1 : 0;
            }
        }
        return pages;
    }
}
