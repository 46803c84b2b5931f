package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.Policies;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import java.lang.ref.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The estimate of the heap against the heap that a machine takes, whose memory is mapped once and full. */
class HeapBytesTest {
    private static final long GIB = 1 << 30;

    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    @ParameterizedTest
    @EnumSource
    void shouldEstimateTheHeapOfAMachine(KernelVersion kernel) {
        MachineSpec spec = MachineSpec.builder().node(8 * GIB, 0).node(8 * GIB, 1).kernel(kernel).build();
        long before = usedBytes();
        Machine machine = Machine.builder(spec).policies(Policies.of()).balancing(1).build();
        machine.newGroup("group").setMemoryMax(16 * GIB);
        Task task = machine.newTask("A", 0);
        task.join(machine.group("group"));
        task.startTouch(task.mapAnonymous("h", 9 * GIB), 9 * GIB, true, false);
        machine.run(task);
        task.startRead(machine.createFile("f", 7 * GIB), 0, 7 * GIB, 1);
        machine.run(task);
        assertEquals(0, task.result().status());
        long taken = usedBytes() - before;
        Reference.reachabilityFence(machine);
        assertTrue(taken <= spec.heapBytes() && 2 * taken >= spec.heapBytes(),
                taken + " bytes taken, " + spec.heapBytes() + " estimated");
    }
}
