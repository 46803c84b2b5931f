package io.numalab.machine;

import io.numalab.alloc.Requester;
import io.numalab.alloc.Routes;
import io.numalab.alloc.Walk;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.Memory;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.stat.VmEvent;
import io.numalab.topology.Price;

/**
 * Moves the memory of a task when its cpuset gets other nodes: each page to the node that takes the place of its own, a
 * page for which there is no room stays behind. A kernel thread does it while whoever wrote the file waits. Models
 * {@code cpuset_migrate_mm} and {@code do_migrate_pages} of cgroup v2 (linux-model 14). Pages of files stay where they
 * are. One thread only.
 */
final class CpusetMigration {
    private final Machine machine;
    private final Memory memory;
    private final Requester requester = new Requester("kworker");
    private final Walk walk;

    CpusetMigration(Machine machine) {
        this.machine = machine;
        memory = machine.memory();
        walk = new Walk(machine.context(), machine.facts(), requester, machine.outOfMemory());
        requester.cpu = machine.spec().bootCpu();
        requester.cpuNode = machine.spec().nodeOfCpu(requester.cpu);
    }

    /** The node that takes the place of each node, by node id; a node that keeps its pages is its own. */
    static int[] targets(NodeMask from, NodeMask to, int nodeCount) {
        int[] targets = new int[nodeCount];
        int[] places = to.toArray();
        int position = 0;
        for (int nid = 0; nid < nodeCount; nid++) {
            targets[nid] = nid;
            if (from.contains(nid)) {
                boolean stays = from.size() != places.length && to.contains(nid);
                targets[nid] = stays ? nid : places[position % places.length];
                position++;
            }
        }
        return targets;
    }

    /** @param routes where the pages of each node go; null for a node whose pages stay */
    void move(Task task, Routes[] routes) {
        requester.clockNanos = machine.nowNanos();
        for (Mapping mapping : task.mappings()) {
            VirtualArea area = mapping.area();
            for (int page = 0; area.kind() != VirtualArea.Kind.FILE && page < area.pages(); page++) {
                int nid = mapping.nodeAt(page);
                if (nid >= 0 && routes[nid] != null) {
                    move(task, area, page, routes[nid]);
                }
            }
        }
        catchUp();
    }

    private void move(Task task, VirtualArea area, int page, Routes routes) {
        int old = area.frame(page);
        int frame = walk.allocate(routes.select(page, requester),
                GfpFlags.HIGHUSER_MOVABLE | GfpFlags.THISNODE | GfpFlags.NOWARN, PageKind.ANON);
        while (frame == Walk.BUSY) {
            catchUp();
            frame = walk.resume();
        }
        if (frame < 0) {
            memory.counters().count(VmEvent.PGMIGRATE_FAIL);
        } else if (area.frame(page) != old) {
            // Others have run in between.
            memory.free(requester.cpu, frame);
        } else {
            task.pages().put(area, page, frame);
            requester.clockNanos += machine.context().nanos(Price.MIGRATE, 1);
        }
    }

    private void catchUp() {
        machine.passTime(Math.max(0, requester.clockNanos - machine.nowNanos()));
    }
}
