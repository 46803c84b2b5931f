package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which pages NUMA balancing moves, and which it leaves (linux-model 18). */
class BalancingTest {
    private static final long MIB = 1 << 20;
    private static final int PAGES = 10 * 256;
    private static final int USER_CLASS = ZoneType.MOVABLE.ordinal();

    private static Machine machine(KernelVersion kernel, int mode) {
        MachineSpec spec = MachineSpec.builder().node(256 * MIB, 0, 1).node(256 * MIB, 2, 3).kernel(kernel).build();
        // Slow accesses, so that seconds pass in few of them.
        Prices prices = Prices.hardware().with(Price.ACCESS_LOCAL, 2000).with(Price.ACCESS_REMOTE, 3000);
        return Machine.builder(spec).policies(Policies.of()).prices(prices).balancing(mode).build();
    }

    // A task whose memory was touched on node 1 and that now runs on node 0.
    private static Task moved(Machine machine) {
        Task task = machine.newTask("A", 2);
        task.startTouch(task.mapAnonymous("m", PAGES * 4096L), PAGES * 4096L, true, false);
        machine.run(task);
        task.setCpus(0);
        return task;
    }

    private static void loop(Machine machine, Task task, double seconds) {
        task.startLoop(task.mapping("m"), seconds);
        machine.run(task);
        machine.validate();
    }

    private static long pagesOnNode(Task task, int nid) {
        Mapping mapping = task.mapping("m");
        return LongStream.range(0, mapping.pages()).filter(page -> mapping.nodeAt(page) == nid).count();
    }

    @ParameterizedTest
    @EnumSource(value = KernelVersion.class, names = {"V6_1", "V6_12"})
    void shouldBringPrivatePagesToTheTask(KernelVersion kernel) {
        Machine machine = machine(kernel, 1);
        Task task = moved(machine);
        assertEquals(PAGES, pagesOnNode(task, 1));
        loop(machine, task, 4);
        assertEquals(PAGES, pagesOnNode(task, 0));
        assertEquals(PAGES, machine.event(VmEvent.NUMA_PAGES_MIGRATED));
        assertEquals(PAGES, machine.event(VmEvent.PGMIGRATE_SUCCESS));
    }

    @Test
    void shouldMoveNothingWhenItIsOff() {
        Machine machine = machine(KernelVersion.V6_12, 0);
        Task task = moved(machine);
        loop(machine, task, 4);
        assertEquals(PAGES, pagesOnNode(task, 1));
        assertEquals(0, machine.event(VmEvent.NUMA_HINT_FAULTS));
    }

    @ParameterizedTest
    @EnumSource(value = KernelVersion.class, names = {"V6_1", "V6_12"})
    void shouldRefuseANodeFullOfPageCache(KernelVersion kernel) {
        Machine machine = machine(kernel, 0);
        // A boost would let kswapd make room.
        machine.sysctl("vm.watermark_boost_factor", "0");
        Task task = moved(machine);
        Task reader = machine.newTask("R", 1);
        reader.startRead(machine.createFile("f", 300 * MIB), 0, 300 * MIB, 1);
        machine.run(reader);
        machine.setBalancing(1);
        loop(machine, task, 4);
        assertTrue(machine.event(VmEvent.NUMA_HINT_FAULTS) >= PAGES);
        assertEquals(0, machine.event(VmEvent.NUMA_PAGES_MIGRATED));
        assertEquals(PAGES, pagesOnNode(task, 1));
    }

    // Shared memory is marked wherever it lies, so that a task has faults at home too.
    @Test
    void shouldWantTwoFaultsFromOneNodeAfterTheFirstScans() {
        Machine machine = machine(KernelVersion.V6_12, 1);
        Task task = machine.newTask("A", 2);
        task.startTouch(task.mapShared("m", PAGES * 4096L), PAGES * 4096L, true, false);
        machine.run(task);
        loop(machine, task, 8);
        assertEquals(0, machine.event(VmEvent.NUMA_PAGES_MIGRATED));
        task.setCpus(0);
        long remoteBefore = remoteFaults(machine);
        loop(machine, task, 8);
        assertEquals(PAGES, machine.event(VmEvent.NUMA_PAGES_MIGRATED));
        assertEquals(2 * PAGES, remoteFaults(machine) - remoteBefore);
    }

    // Recorded by numab-on: a page that has come to the task is marked no more.
    @Test
    void shouldLeavePagesAloneThatLieWhereTheTaskRuns() {
        Machine machine = machine(KernelVersion.V6_12, 1);
        Task task = machine.newTask("A", 0);
        task.startTouch(task.mapAnonymous("m", PAGES * 4096L), PAGES * 4096L, true, false);
        machine.run(task);
        loop(machine, task, 4);
        assertEquals(0, machine.event(VmEvent.NUMA_PTE_UPDATES));
        task.setCpus(2);
        loop(machine, task, 20);
        assertEquals(PAGES, machine.event(VmEvent.NUMA_PAGES_MIGRATED));
        long marked = machine.event(VmEvent.NUMA_PTE_UPDATES);
        loop(machine, task, 20);
        assertEquals(marked, machine.event(VmEvent.NUMA_PTE_UPDATES));
        assertEquals(0, machine.event(VmEvent.NUMA_HINT_FAULTS_LOCAL));
    }

    // A task that touches local memory only, which others may use too, is looked at less and less often: after 1, 1,
    // 1.3, 1.69 ... seconds.
    @Test
    void shouldScanLessAndLessOften() {
        Machine machine = machine(KernelVersion.V6_12, 1);
        Task task = machine.newTask("A", 0);
        task.startTouch(task.mapShared("m", PAGES * 4096L), PAGES * 4096L, true, false);
        machine.run(task);
        loop(machine, task, 3.1);
        assertEquals(2 * PAGES, machine.event(VmEvent.NUMA_PTE_UPDATES));
        loop(machine, task, 17);
        assertEquals(8 * PAGES, machine.event(VmEvent.NUMA_PTE_UPDATES));
    }

    @Test
    void shouldLeaveATaskOfOneNodeAloneSince618() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_12, KernelVersion.V6_18}) {
            Machine machine = machine(kernel, 1);
            Group group = machine.newGroup("g");
            group.setCpusetMems(NodeMask.of(1));
            Task task = machine.newTask("A", 2);
            task.join(group);
            task.startTouch(task.mapAnonymous("m", PAGES * 4096L), PAGES * 4096L, true, false);
            machine.run(task);
            task.setCpus(0);
            loop(machine, task, 3);
            assertEquals(kernel == KernelVersion.V6_18, machine.event(VmEvent.NUMA_PTE_UPDATES) == 0);
            assertEquals(PAGES, pagesOnNode(task, 1), "no page leaves the cpuset");
        }
    }

    @Test
    void shouldNotMarkAPageThatIsMarked() {
        Machine machine = machine(KernelVersion.V6_12, 1);
        Task task = moved(machine);
        // Other memory is touched, the marks stay.
        task.startTouch(task.mapAnonymous("o", 4096), 4096, true, false);
        machine.run(task);
        task.startLoop(task.mapping("o"), 6);
        machine.run(task);
        assertEquals(PAGES, machine.event(VmEvent.NUMA_PTE_UPDATES) - machine.event(VmEvent.NUMA_HINT_FAULTS));
        machine.validate();
    }

    // Whether node 1, which has one zone only, keeps its promo mark free.
    private static boolean keepsPromo(int mode, long megabytes) {
        MachineSpec spec = MachineSpec.builder().node(32 * MIB, 0).node(64 * MIB, 1).build();
        Machine machine = Machine.builder(spec).policies(Policies.of()).balancing(mode).build();
        Task task = machine.newTask("R", 1);
        task.startRead(machine.createFile("f", megabytes * MIB), 0, megabytes * MIB, 1);
        machine.run(task);
        machine.context().kswapd(1).wake(USER_CLASS, machine.nowNanos());
        machine.settle(5_000_000_000L);
        machine.validate();
        return machine.memory().zoneOf(1, ZoneType.NORMAL).passes(WatermarkLevel.PROMO.ordinal(), USER_CLASS);
    }

    // Where pages may be promoted to a node, kswapd keeps more of it free.
    @Test
    void shouldKeepThePromoMarkFreeInTieringMode() {
        int kept = 0;
        for (long megabytes = 100; megabytes < 120; megabytes++) {
            assertTrue(keepsPromo(2, megabytes));
            kept += keepsPromo(1, megabytes) ? 1 : 0;
        }
        assertTrue(kept < 20);
    }

    private static long remoteFaults(Machine machine) {
        return machine.event(VmEvent.NUMA_HINT_FAULTS) - machine.event(VmEvent.NUMA_HINT_FAULTS_LOCAL);
    }

    @Test
    void shouldKeepTheChargeOfAPageItMoves() {
        Machine machine = machine(KernelVersion.V6_12, 1);
        Group group = machine.newGroup("g");
        group.account();
        Task task = machine.newTask("A", 2);
        task.join(group);
        task.startTouch(task.mapAnonymous("m", PAGES * 4096L), PAGES * 4096L, true, false);
        machine.run(task);
        // Somebody outside the group is charged last.
        Task other = machine.newTask("B", 3);
        other.startTouch(other.mapAnonymous("o", 16 * 4096), 16 * 4096, true, false);
        machine.run(other);
        task.setCpus(0);
        loop(machine, task, 4);
        assertEquals(PAGES, pagesOnNode(task, 0));
        assertEquals(PAGES, group.chargedPages(0));
        assertEquals(0, group.chargedPages(1));
    }
}
