package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.reclaim.SyncReclaim;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.Policies;
import io.numalab.spi.ZoneType;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.Test;

/** The rules in which 6.18 differs from 6.12 (linux-model 21, 22.2); there are no recordings of it. */
class Kernel618Test {
    private static final long MIB = 1 << 20;
    private static final int USER_CLASS = ZoneType.MOVABLE.ordinal();

    private static Machine machine(KernelVersion kernel) {
        MachineSpec spec = MachineSpec.builder().node(256 * MIB, 0).node(256 * MIB, 1).kernel(kernel).build();
        return Machine.builder(spec).policies(Policies.of()).generations(false).perCpuLists(false)
                .build();
    }

    private static int nodeOfNextPageWhileKswapdIsAwake(KernelVersion kernel) {
        Machine machine = machine(kernel);
        Task task = machine.newTask("A", 0);
        Mapping mapping = task.mapAnonymous("h", 512 * MIB);
        // Until the node is below high, so that its kswapd can be woken, but above low, so that it would serve.
        for (long bytes = 240 * MIB; machine.context().memory().node(0).balanced(USER_CLASS); bytes += 4 * 4096) {
            task.startTouch(mapping, bytes, true, false);
            machine.run(task);
        }
        machine.context().kswapd(0).wake(USER_CLASS, machine.nowNanos());
        assertTrue(machine.context().kswapd(0).awake());
        Mapping next = task.mapAnonymous("next", MIB);
        task.pages().anonymous(next, 0);
        machine.validate();
        return next.nodeAt(0);
    }

    @Test
    void shouldPassByANodeWhoseKswapdIsAwake() {
        assertEquals(0, nodeOfNextPageWhileKswapdIsAwake(KernelVersion.V6_12));
        assertEquals(1, nodeOfNextPageWhileKswapdIsAwake(KernelVersion.V6_18));
    }

    private static long filePagesWrittenByReclaim(KernelVersion kernel) {
        Machine machine = machine(kernel);
        machine.sysctl("vm.dirty_ratio", "100");
        machine.sysctl("vm.dirty_background_ratio", "100");
        machine.sysctl("vm.dirty_writeback_centisecs", "0");
        Task task = machine.newTask("A", 0);
        SimulatedFile file = machine.createFile("w", 600 * MIB);
        task.startWrite(file, 0, 600 * MIB, false);
        machine.run(task);
        machine.settle(3_000_000_000L);
        machine.validate();
        return machine.gauge(0, NodeGauge.NR_VMSCAN_WRITE) + machine.gauge(1, NodeGauge.NR_VMSCAN_WRITE);
    }

    @Test
    void shouldLeaveDirtyFilePagesToTheFlusher() {
        assertEquals(0, filePagesWrittenByReclaim(KernelVersion.V6_18));
    }

    @Test
    void shouldReclaimOneNodeThroughItsFile() {
        Machine machine = machine(KernelVersion.V6_18);
        Task first = machine.newTask("A", 0);
        Task second = machine.newTask("B", 1);
        first.startRead(machine.createFile("f", 100 * MIB), 0, 100 * MIB, 1);
        machine.run(first);
        second.startRead(machine.createFile("g", 100 * MIB), 0, 100 * MIB, 1);
        machine.run(second);
        long other = machine.gauge(1, NodeGauge.NR_FILE_PAGES);
        long before = machine.gauge(0, NodeGauge.NR_FILE_PAGES);
        assertEquals(0, machine.reclaimNode(0, 1024));
        assertTrue(machine.gauge(0, NodeGauge.NR_FILE_PAGES) <= before - 1024);
        assertEquals(other, machine.gauge(1, NodeGauge.NR_FILE_PAGES));
        machine.validate();
    }

    @Test
    void shouldCountTheReclaimOfANodeAsProactive() {
        Machine machine = machine(KernelVersion.V6_18);
        Task task = machine.newTask("A", 0);
        task.startRead(machine.createFile("f", 100 * MIB), 0, 100 * MIB, 1);
        machine.run(task);
        assertEquals(0, machine.reclaimNode(0, 1024));
        assertTrue(machine.event(VmEvent.PGSTEAL_PROACTIVE) >= 1024);
        assertEquals(0, machine.event(VmEvent.PGSTEAL_DIRECT));
        assertEquals(0, machine.event(VmEvent.ZONE_RECLAIM_SUCCESS) + machine.event(VmEvent.ZONE_RECLAIM_FAILED));
        assertEquals(-11, machine.reclaimNode(0, 1 << 20));
    }

    @Test
    void shouldRefuseToReclaimANodeThatIsBeingReclaimed() {
        Machine machine = machine(KernelVersion.V6_18);
        Task task = machine.newTask("A", 0);
        task.startRead(machine.createFile("f", 100 * MIB), 0, 100 * MIB, 1);
        machine.run(task);
        machine.context().memory().node(0).reclaimLocked = true;
        assertEquals(-11, machine.reclaimNode(0, 1024));
    }

    private static long demotedProactively(KernelVersion kernel) {
        MachineSpec spec = MachineSpec.builder().node(64 * MIB, 0).cpulessNode(64 * MIB).kernel(kernel).build();
        Machine machine = Machine.builder(spec).policies(Policies.of()).tiers(0, 1).build();
        machine.setDemotion(true);
        Group group = machine.newGroup("g");
        group.account();
        Task task = machine.newTask("A", 0);
        task.join(group);
        task.startTouch(task.mapAnonymous("a", 16 * MIB), 16 * MIB, true, false);
        machine.run(task);
        group.reclaim(4 * MIB);
        return machine.event(VmEvent.PGDEMOTE_PROACTIVE);
    }

    @Test
    void shouldCountProactiveDemotionApart() {
        assertEquals(0, demotedProactively(KernelVersion.V6_12));
        assertTrue(demotedProactively(KernelVersion.V6_18) >= 1024);
    }

    // kswapd of the node gave up; then a task frees so much that the node is above its high mark.
    private static boolean hopelessAfterFree(KernelVersion kernel, int nid) {
        MachineSpec spec = MachineSpec.builder().node(64 * MIB, 0).node(64 * MIB, 1).kernel(kernel).build();
        Machine machine = Machine.builder(spec).policies(Policies.of()).generations(false).build();
        Task task = machine.newTask("A", nid);
        Mapping all = task.mapAnonymous("m", 160 * MIB);
        task.startTouch(all, 123 * MIB, true, false);
        machine.run(task);
        machine.context().memory().node(nid).kswapdFailures = 16;
        assertTrue(machine.context().kswapd(nid).hopeless());
        machine.dropPages(all, nid);
        machine.context().kswapd(nid).wake(USER_CLASS, machine.nowNanos());
        machine.validate();
        return machine.context().kswapd(nid).hopeless();
    }

    @Test
    void shouldGiveKswapdAnotherChanceWhenPagesAreFreed() {
        assertTrue(hopelessAfterFree(KernelVersion.V6_12, 0));
        assertEquals(false, hopelessAfterFree(KernelVersion.V6_18, 0));
        // No memory node comes after it.
        assertTrue(hopelessAfterFree(KernelVersion.V6_18, 1));
    }

    @Test
    void shouldGiveKswapdAnotherChanceWhenDemotionIsSwitchedOn() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_12, KernelVersion.V6_18}) {
            Machine machine = machine(kernel);
            machine.context().memory().node(0).kswapdFailures = 16;
            machine.setDemotion(true);
            assertEquals(kernel == KernelVersion.V6_12, machine.context().kswapd(0).hopeless());
        }
    }

    private static Machine withGenerations(KernelVersion kernel) {
        MachineSpec spec = MachineSpec.builder().node(256 * MIB, 0).kernel(kernel).build();
        Machine machine = Machine.builder(spec).policies(Policies.of()).perCpuLists(false).build();
        machine.sysctl("vm.dirty_ratio", "100");
        machine.sysctl("vm.dirty_background_ratio", "100");
        machine.sysctl("vm.dirty_writeback_centisecs", "0");
        return machine;
    }

    private static long reclaimDirectly(Machine machine) {
        SyncReclaim reclaim = new SyncReclaim(machine.context(), "task-T");
        reclaim.beginDirect(machine.allZones(0), USER_CLASS, 1, 0, machine.nowNanos());
        while (!reclaim.resume(machine.nowNanos())) {
            machine.sleep(Math.max(0, reclaim.dueNanos() - machine.nowNanos()));
        }
        machine.validate();
        return reclaim.reclaimedPages();
    }

    // 25600 pages of cache: a 4096th of them is 6, then 12, then 24 pages; a batch of 6.12 takes 64 whatever that is.
    @Test
    void shouldTakeNoMoreThanTheShareOfThePriorityFromGenerations() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_12, KernelVersion.V6_18}) {
            Machine machine = withGenerations(kernel);
            Task task = machine.newTask("A", 0);
            task.startRead(machine.createFile("f", 100 * MIB), 0, 100 * MIB, 1);
            machine.run(task);
            assertEquals(kernel == KernelVersion.V6_12 ? 64 : 6 + 12 + 24, reclaimDirectly(machine));
        }
    }

    @Test
    void shouldSortDirtyPagesAwayInsteadOfActivatingThem() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_12, KernelVersion.V6_18}) {
            Machine machine = withGenerations(kernel);
            Task task = machine.newTask("A", 0);
            task.startWrite(machine.createFile("w", 20 * MIB), 0, 20 * MIB, false);
            machine.run(task);
            task.startRead(machine.createFile("f", 100 * MIB), 0, 100 * MIB, 1);
            machine.run(task);
            reclaimDirectly(machine);
            boolean sorted = kernel == KernelVersion.V6_18;
            assertEquals(sorted, machine.event(VmEvent.PGACTIVATE) == 0);
            assertEquals(sorted, machine.event(VmEvent.PGREFILL) > 0);
        }
    }

    @Test
    void shouldHaveNoReclaimFileBefore() {
        assertEquals(-2, machine(KernelVersion.V6_12).reclaimNode(0, 1024));
    }

    @Test
    void shouldRefuseToReclaimANodeWithoutCache() {
        assertEquals(-11, machine(KernelVersion.V6_18).reclaimNode(0, 1024));
    }

    @Test
    void shouldWarnOnceAndKillNobodyForThisNode() {
        Machine machine = machine(KernelVersion.V6_1);
        Task hog = machine.newTask("H", 0);
        hog.startTouch(hog.mapAnonymous("h", 300 * MIB), 300 * MIB, true, false);
        machine.run(hog);
        Task task = machine.newTask("A", 0);
        task.startAllocate(0, GfpFlags.KERNEL | GfpFlags.THISNODE, 0, 400);
        machine.run(task);
        assertEquals(-12, task.result().status());
        assertNotEquals(400 * 4096, task.result().bytes());
        assertEquals(0, machine.event(VmEvent.OOM_KILL));
        assertEquals(1, machine.kernelLog().size());
        assertTrue(machine.kernelLog().lines().get(0).startsWith("task-A: page allocation failure: order:0"));
        machine.validate();
    }
}
