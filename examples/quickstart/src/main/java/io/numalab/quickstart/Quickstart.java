package io.numalab.quickstart;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;

/** Fills node 0 with page cache and asks where the heap of a task lands then. */
public final class Quickstart {
    private Quickstart() {}

    /** The node of a page in the middle of a 2 GiB heap, with this policy at the machine. */
    static int nodeOfHeap(String policy) {
        Machine machine = Machine.builder(MachineSpec.parse("2x4GiB")).build();
        Task filler = machine.newTask("filler", 0);
        filler.startRead(machine.createFile("cache", 3L << 30), 0, 3L << 30, 1);
        machine.run(filler);
        machine.attach(PolicySpec.parse(policy));
        Task app = machine.newTask("app", 0);
        Mapping heap = app.mapAnonymous("heap", 2L << 30);
        app.startTouch(heap, 2L << 30, true, false);
        machine.run(app);
        return heap.nodeAt(500_000);
    }

    /** Prints the answer without and with node reclaim. */
    public static void main(String... arguments) {
        System.out.println("zone_reclaim_mode 0: node " + nodeOfHeap("zone_reclaim:mode=0"));
        System.out.println("zone_reclaim_mode 1: node " + nodeOfHeap("zone_reclaim:mode=1"));
    }
}
