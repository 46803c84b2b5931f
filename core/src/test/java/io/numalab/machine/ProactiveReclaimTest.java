package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.Policies;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How much memory.reclaim takes (linux-model 19.1): the rounds scan LRU >> 12, LRU >> 11 and so on of what is left. */
class ProactiveReclaimTest {
    private static final long MIB = 1 << 20;
    private static final int PAGES_PER_MIB = 256;
    private static final int BATCH_PAGES = 32;
    private static final int AGAIN = -11;

    private static Machine machine(KernelVersion kernel) {
        MachineSpec spec = MachineSpec.builder().node(512 * MIB, 0).kernel(kernel).build();
        return Machine.builder(spec).policies(Policies.of()).generations(false).build();
    }

    private static Group groupWithCache(Machine machine, long bytes) {
        Group group = machine.newGroup("g");
        group.account();
        Task task = machine.newTask("A", 0);
        task.join(group);
        task.startRead(machine.createFile("f", bytes), 0, bytes, 1);
        machine.run(task);
        return group;
    }

    // One request; each round of 32 pages a batch ends early when the goal is reached.
    private static long request(long pages, long goal) {
        long taken = 0;
        for (int priority = 12; priority >= 0 && taken < goal; priority--) {
            long most = (Math.max(goal, BATCH_PAGES) + BATCH_PAGES - 1) / BATCH_PAGES * BATCH_PAGES;
            taken += Math.min(pages - taken >> priority, most);
        }
        return taken;
    }

    private static long expected(long pages, long target, boolean quarters) {
        long taken = 0;
        while (taken < target) {
            long rest = target - taken;
            taken += request(pages - taken, quarters ? Math.max(BATCH_PAGES, (rest + 3) / 4) : rest);
        }
        return taken;
    }

    @ParameterizedTest
    @CsvSource({"300,40", "300,1", "200,150", "100,37", "64,64"})
    void shouldFollowTheSeries(int cacheMib, int targetMib) {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            boolean quarters = kernel == KernelVersion.V6_12;
            Machine machine = machine(kernel);
            Group group = groupWithCache(machine, cacheMib * MIB);
            long pages = group.chargedPages(0);
            long target = (long) targetMib * PAGES_PER_MIB;
            assertEquals(0, group.reclaim(targetMib * MIB));
            assertEquals(expected(pages, target, quarters), pages - group.chargedPages(0), kernel::text);
            assertEquals(group.chargedPages(0), machine.gauge(0, NodeGauge.NR_FILE_PAGES));
            machine.validate();
        }
    }

    @ParameterizedTest
    @CsvSource({"300,40"})
    void shouldTakeLessInQuarters(int cacheMib, int targetMib) {
        long pages = (long) cacheMib * PAGES_PER_MIB;
        long target = (long) targetMib * PAGES_PER_MIB;
        assertTrue(expected(pages, target, true) < expected(pages, target, false));
    }

    @ParameterizedTest
    @EnumSource(value = KernelVersion.class, names = {"V6_1", "V6_12"})
    void shouldGiveUpOnPagesItCannotTake(KernelVersion kernel) {
        Machine machine = machine(kernel);
        Group group = machine.newGroup("g");
        group.account();
        Task task = machine.newTask("A", 0);
        task.join(group);
        Mapping mapping = task.mapAnonymous("m", 20 * MIB);
        task.startTouch(mapping, 20 * MIB, true, false);
        machine.run(task);
        long pages = group.chargedPages(0);
        assertEquals(AGAIN, group.reclaim(MIB));
        assertEquals(pages, group.chargedPages(0));
        assertEquals(0, machine.event(VmEvent.OOM_KILL));
        machine.validate();
    }

    @ParameterizedTest
    @EnumSource(value = KernelVersion.class, names = {"V6_1", "V6_12"})
    void shouldLeaveOtherGroupsAlone(KernelVersion kernel) {
        Machine machine = machine(kernel);
        Task other = machine.newTask("B", 0);
        SimulatedFile theirs = machine.createFile("theirs", 50 * MIB);
        other.startRead(theirs, 0, 50 * MIB, 1);
        machine.run(other);
        Group group = groupWithCache(machine, 200 * MIB);
        assertEquals(0, group.reclaim(20 * MIB));
        for (long page = 0; page < theirs.pages(); page++) {
            assertTrue(theirs.resident(page));
        }
        assertNotEquals(0, group.chargedPages(0));
        assertEquals(0, machine.event(VmEvent.PAGEOUTRUN));
        machine.validate();
    }
}
