package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.Test;

/** A parameter that is marked as changeable is written during a run as a sysctl, from then on; no other one is. */
class ParameterChangeTest {
    private static final long CACHE = 3L << 30;
    private static final long HEAP = 512L << 20;

    private final Machine machine = Machine.builder(MachineSpec.parse("2x4GiB")).build();

    private long remotePages(String name) {
        Task task = machine.newTask(name, 0);
        Mapping heap = task.mapAnonymous(name, HEAP);
        task.startTouch(heap, HEAP, true, false);
        machine.run(task);
        machine.validate();
        long remote = 0;
        for (int page = 0; page < HEAP >> 12; page++) {
            remote += heap.nodeAt(page) == 0 ? 0 : 1;
        }
        return remote;
    }

    @Test
    void shouldReclaimFromTheChangeOn() {
        Task filler = machine.newTask("filler", 0);
        for (String file : new String[] {"old", "new"}) {
            filler.startRead(machine.createFile(file, CACHE), 0, CACHE, 1);
            machine.run(filler);
        }
        machine.attach(PolicySpec.parse("zone_reclaim:mode=0"));
        long before = remotePages("before");
        assertEquals(0, machine.sysctl("numalab.zone_reclaim.mode", "1"));
        long after = remotePages("after");
        assertTrue(after * 1000 < before, () -> after + " after " + before);
    }

    @Test
    void shouldNameWhatCannotBeChanged() {
        machine.attach(PolicySpec.parse("zone_reclaim:mode=0"));
        assertEquals(-2, machine.sysctl("numalab.kswapd-wakeup.mode", "1"));
        String complaint = assertThrows(PolicyException.class, () -> machine.sysctl("numalab.zone_reclaim.mod", "1"))
                .getMessage();
        assertTrue(complaint.contains("parameter \"mod\" cannot be changed during a run; did you mean \"mode\"?"),
                complaint);
        assertThrows(PolicyException.class, () -> machine.sysctl("numalab.zone_reclaim.mode", "9"));
        machine.validate();
    }
}
