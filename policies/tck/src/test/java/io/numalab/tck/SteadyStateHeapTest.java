package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.spi.PolicySpec;
import io.numalab.stat.VmEvent;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A run that has found its rhythm allocates nothing on the heap, whatever the number of pages. */
class SteadyStateHeapTest {
    private static final long PAGE_BYTES = 4096;
    private static final int ANON_PAGES = 40_000;
    private static final int FILE_PAGES = 55_000;
    private static final int WARM_UP_ROUNDS = 4;
    private static final int ROUNDS = 25;
    private static final long HEAP_BYTES_MAX = 64 << 10;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Machine machine = Machine.builder(Machines.equal(2, 256)).build();
    private final Task task = machine.newTask("A", 0);
    private final SimulatedFile file = machine.createFile("f", FILE_PAGES * PAGE_BYTES);
    private final Mapping mapping = task.mapAnonymous("h", ANON_PAGES * PAGE_BYTES);

    // The cache fills the node, anonymous pages drive it out, then their memory is free again.
    private void rounds(int count) {
        for (int round = 0; round < count; round++) {
            task.startRead(file, 0, FILE_PAGES * PAGE_BYTES, 1);
            machine.run(task);
            task.startTouch(mapping, ANON_PAGES * PAGE_BYTES, true, false);
            machine.run(task);
            task.advise(mapping, "dontneed");
        }
    }

    @Test
    void shouldAllocateNoHeapForAMillionFaultsUnderZoneReclaim() {
        assertEquals(0, machine.attach(PolicySpec.parse("zone_reclaim:mode=1")));
        rounds(WARM_UP_ROUNDS);
        long faults = machine.event(VmEvent.PGFAULT);
        long evictions = machine.event(VmEvent.PGSTEAL_DIRECT);
        long before = threads.getCurrentThreadAllocatedBytes();
        rounds(ROUNDS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(1_000_000, machine.event(VmEvent.PGFAULT) - faults);
        assertTrue(machine.event(VmEvent.PGSTEAL_DIRECT) - evictions > 500_000, "evictions");
        assertTrue(allocated < HEAP_BYTES_MAX, () -> allocated + " bytes of heap");
        machine.validate();
    }
}
