package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.mapping.VirtualArea;
import io.numalab.spi.Policies;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A huge page lies on the node of the CPU, or small pages take its place (linux-model 13.7). */
class HugePageTest {
    private static final long MIB = 1 << 20;

    private static Machine machine(KernelVersion kernel, HugePages which) {
        MachineSpec spec = MachineSpec.builder().node(128 * MIB, 0).node(256 * MIB, 1).kernel(kernel).build();
        return Machine.builder(spec).policies(Policies.of()).hugePages(which).build();
    }

    // A task of node 0, which holds cache, touches memory with the advice.
    private static Machine afterFault(HugePages which, HugePageDefrag defrag, String advice, long cacheBytes) {
        Machine machine = Machine.builder(MachineSpec.builder().node(128 * MIB, 0).node(256 * MIB, 1).build())
                .policies(Policies.of()).hugePages(which).build();
        machine.sysctl("vm.watermark_boost_factor", "0");
        machine.setHugePageDefrag(defrag);
        Task task = machine.newTask("A", 0);
        task.startRead(machine.createFile("f", cacheBytes), 0, cacheBytes, 1);
        machine.run(task);
        Mapping mapping = task.mapAnonymous("m", 40 * MIB);
        if (!advice.isEmpty()) {
            task.advise(mapping, advice);
        }
        task.startTouch(mapping, 40 * MIB, true, false);
        machine.run(task);
        machine.validate();
        return machine;
    }

    private static long remotePages(Machine machine) {
        return machine.gauge(1, NodeGauge.NR_ANON_PAGES);
    }

    @Test
    void shouldTryAdvisedMappingsOnlyWhenToldSo() {
        assertNotEquals(0, afterFault(HugePages.MADVISE, HugePageDefrag.MADVISE, "hugepage", MIB)
                .event(VmEvent.THP_FAULT_ALLOC));
        for (String advice : new String[] {"", "nohugepage"}) {
            Machine machine = afterFault(HugePages.MADVISE, HugePageDefrag.MADVISE, advice, MIB);
            assertEquals(0, machine.event(VmEvent.THP_FAULT_ALLOC));
            assertEquals(0, machine.event(VmEvent.THP_FAULT_FALLBACK));
        }
        assertEquals(0, afterFault(HugePages.ALWAYS, HugePageDefrag.MADVISE, "nohugepage", MIB)
                .event(VmEvent.THP_FAULT_ALLOC));
    }

    // Node 0 is full: a request that may block goes to the other node for its huge page, any other takes small pages.
    @Test
    void shouldGoElsewhereForAHugePageOnlyIfItMayBlock() {
        long hugeElsewhere = 40 * MIB / 4096 - VirtualArea.HUGE_PAGES;
        for (HugePageDefrag defrag : HugePageDefrag.values()) {
            for (String advice : new String[] {"", "hugepage"}) {
                Machine machine = afterFault(HugePages.ALWAYS, defrag, advice, 127 * MIB);
                boolean blocks = defrag == HugePageDefrag.ALWAYS || !advice.isEmpty()
                        && (defrag == HugePageDefrag.MADVISE || defrag == HugePageDefrag.DEFER_MADVISE);
                String what = defrag + " " + advice;
                assertEquals(blocks, machine.event(VmEvent.THP_FAULT_ALLOC) > 5, what);
                assertTrue(remotePages(machine) >= hugeElsewhere / 2, what);
                boolean wakes = defrag == HugePageDefrag.DEFER
                        || defrag == HugePageDefrag.DEFER_MADVISE && advice.isEmpty();
                assertEquals(wakes, machine.event(VmEvent.PAGEOUTRUN) > 0, what);
                assertEquals(0, machine.event(VmEvent.ALLOCSTALL_MOVABLE), what);
            }
        }
    }

    private static long stallsWhenBound(String advice) {
        Machine machine = Machine.builder(MachineSpec.builder().node(128 * MIB, 0).build())
                .policies(Policies.of()).hugePages(HugePages.ALWAYS).build();
        machine.setHugePageDefrag(HugePageDefrag.ALWAYS);
        Task task = machine.newTask("A", 0);
        task.startRead(machine.createFile("f", 120 * MIB), 0, 120 * MIB, 1);
        machine.run(task);
        Mapping mapping = task.mapAnonymous("m", 20 * MIB);
        if (!advice.isEmpty()) {
            task.advise(mapping, advice);
        }
        task.startTouch(mapping, 20 * MIB, true, false);
        machine.run(task);
        machine.validate();
        assertEquals(0, machine.event(VmEvent.OOM_KILL));
        assertTrue(machine.kernelLog().lines().isEmpty());
        return machine.event(VmEvent.ALLOCSTALL_MOVABLE);
    }

    // With NORETRY (no advice) a block of that size is given up before anything is reclaimed for it.
    @Test
    void shouldReclaimForAnAdvisedHugePageOnly() {
        assertEquals(0, stallsWhenBound(""));
        assertNotEquals(0, stallsWhenBound("hugepage"));
    }

    private static Mapping touched(Machine machine, long bytes) {
        Task task = machine.newTask("A", 0);
        Mapping mapping = task.mapAnonymous("m", bytes);
        task.startTouch(mapping, bytes, true, false);
        machine.run(task);
        return mapping;
    }

    // A huge page is a run of frames that begins at a multiple of its size within the zone.
    private static boolean isHuge(Mapping mapping, int start) {
        int first = mapping.area().frame(start);
        for (int i = 1; i < VirtualArea.HUGE_PAGES; i++) {
            if (mapping.area().frame(start + i) != first + i) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @EnumSource(value = KernelVersion.class, names = {"V6_1", "V6_12"})
    void shouldNeverTakeAHugePageOfAnotherNode(KernelVersion kernel) {
        Machine machine = machine(kernel, HugePages.ALWAYS);
        machine.sysctl("vm.watermark_boost_factor", "0");
        Mapping mapping = touched(machine, 200 * MIB);
        int huge = 0;
        int remote = 0;
        for (int page = 0; page < mapping.pages(); page++) {
            assertTrue(mapping.nodeAt(page) >= 0);
            remote += mapping.nodeAt(page) == 1 ? 1 : 0;
            if (mapping.area().hugeStart(page) == page && mapping.nodeAt(page) == 0 && isHuge(mapping, page)) {
                huge++;
            }
        }
        assertTrue(remote > 0);
        assertTrue(huge >= machine.event(VmEvent.THP_FAULT_ALLOC));
        assertNotEquals(0, machine.event(VmEvent.THP_FAULT_ALLOC));
        assertNotEquals(0, machine.event(VmEvent.THP_FAULT_FALLBACK));
        assertEquals(0, machine.event(VmEvent.PAGEOUTRUN));
        machine.validate();
    }

    @Test
    void shouldFaultOnceForEachHugePage() {
        Machine machine = machine(KernelVersion.V6_12, HugePages.ALWAYS);
        Mapping mapping = touched(machine, 33 * MIB);
        assertEquals(16, machine.event(VmEvent.THP_FAULT_ALLOC));
        assertEquals(16 + mapping.pages() - 16 * VirtualArea.HUGE_PAGES, machine.event(VmEvent.PGFAULT));
        machine.validate();
    }

    @Test
    void shouldTakeSmallPagesWhenTheyAreOff() {
        Machine machine = machine(KernelVersion.V6_12, HugePages.NEVER);
        Mapping mapping = touched(machine, 33 * MIB);
        assertEquals(0, machine.event(VmEvent.THP_FAULT_ALLOC));
        assertEquals(mapping.pages(), machine.event(VmEvent.PGFAULT));
        machine.validate();
    }

    @Test
    void shouldChargeHugePagesToTheGroupOfTheTask() {
        Machine machine = machine(KernelVersion.V6_12, HugePages.ALWAYS);
        Group group = machine.newGroup("g");
        group.account();
        Task task = machine.newTask("A", 0);
        task.join(group);
        Task other = machine.newTask("B", 0);
        other.startTouch(other.mapAnonymous("o", MIB), MIB, true, false);
        machine.run(other);
        // Begins with small pages, as the mapping does not begin at a huge page.
        Mapping mapping = task.mapAnonymous("m", 33 * MIB);
        task.startTouch(mapping, 33 * MIB, true, false);
        machine.run(task);
        assertEquals(mapping.pages(), group.chargedPages(0));
        machine.validate();
    }

    @Test
    void shouldKeepAGroupOfHugePagesWithinItsLimit() {
        Machine machine = machine(KernelVersion.V6_12, HugePages.ALWAYS);
        Group group = machine.newGroup("g");
        group.setMemoryMax(10 * MIB);
        Task task = machine.newTask("A", 0);
        task.join(group);
        Mapping mapping = task.mapAnonymous("m", 40 * MIB);
        task.startTouch(mapping, 40 * MIB, true, false);
        machine.run(task);
        assertTrue(task.result().died());
        assertTrue(task.result().bytes() <= 10 * MIB, () -> "touched " + task.result().bytes());
        assertNotEquals(0, machine.event(VmEvent.THP_FAULT_ALLOC));
        machine.validate();
    }
}
