package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Demotion moves pages and loses none (linux-model 17). */
class DemotionTest {
    private static final long MIB = 1 << 20;

    private static Machine machine(KernelVersion kernel, boolean generations, long swapBytes) {
        MachineSpec spec = MachineSpec.builder().node(256 * MIB, 0).cpulessNode(512 * MIB).kernel(kernel)
                .swapBytes(swapBytes).build();
        return Machine.builder(spec).policies(Policies.of()).generations(generations).tiers(0, 1).build();
    }

    private static long demoted(Machine machine) {
        return machine.event(VmEvent.PGDEMOTE_KSWAPD) + machine.event(VmEvent.PGDEMOTE_DIRECT);
    }

    private static int[] presentByNode(Mapping mapping) {
        int[] pages = new int[2];
        for (long page = 0; page < mapping.pages(); page++) {
            assertTrue(mapping.nodeAt(page) >= 0, "page " + page);
            pages[mapping.nodeAt(page)]++;
        }
        return pages;
    }

    private static long residentPages(Machine machine) {
        return machine.files().stream()
                .mapToLong(file -> LongStream.range(0, file.pages()).filter(file::resident).count()).sum();
    }

    @ParameterizedTest
    @CsvSource({"V6_1,false", "V6_1,true", "V6_12,false", "V6_12,true"})
    void shouldMoveEveryKindOfPageAndKeepIt(KernelVersion kernel, boolean generations) {
        Machine machine = machine(kernel, generations, 0);
        machine.setDemotion(true);
        Group group = machine.newGroup("g");
        group.account();
        Task task = machine.newTask("A", 0);
        task.join(group);
        SimulatedFile file = machine.createFile("f", 60 * MIB);
        task.startRead(file, 0, 60 * MIB, 1);
        machine.run(task);
        Mapping mapped = task.mapFile("m", machine.createFile("g", 30 * MIB), 0, 30 * MIB, true);
        task.startTouch(mapped, 30 * MIB, true, false);
        machine.run(task);
        Mapping anonymous = task.mapAnonymous("a", 60 * MIB);
        task.startTouch(anonymous, 60 * MIB, true, false);
        machine.run(task);
        Mapping shared = task.mapShared("s", 30 * MIB);
        task.startTouch(shared, 30 * MIB, true, false);
        machine.run(task);
        long before = group.chargedPages(0);
        assertEquals(0, group.chargedPages(1));
        group.reclaim(120 * MIB);
        long moved = demoted(machine);
        assertNotEquals(0, moved);
        // The slow node has nowhere to demote to: there cache is evicted, but no anonymous page without swap.
        long evicted = machine.event(VmEvent.PGSTEAL_FILE) + machine.event(VmEvent.PGSTEAL_ANON) - moved;
        assertEquals(before - evicted, group.chargedPages(0) + group.chargedPages(1));
        long cached = machine.gauge(0, NodeGauge.NR_FILE_PAGES) + machine.gauge(1, NodeGauge.NR_FILE_PAGES);
        assertEquals(cached, residentPages(machine) + shared.pages());
        assertEquals(anonymous.pages(), presentByNode(anonymous)[0] + presentByNode(anonymous)[1]);
        assertEquals(shared.pages(), presentByNode(shared)[0] + presentByNode(shared)[1]);
        assertEquals(moved, machine.event(VmEvent.PGMIGRATE_SUCCESS));
        machine.validate();
    }

    @Test
    void shouldNotDemoteAcrossEqualTiersOrWhenItIsOff() {
        for (int[] tiers : new int[][] {{0, 0}, {1, 0}}) {
            MachineSpec spec = MachineSpec.builder().node(256 * MIB, 0).node(256 * MIB, 1).build();
            Machine machine = Machine.builder(spec).policies(Policies.of()).tiers(tiers).build();
            machine.setDemotion(tiers[0] == tiers[1]);
            Task task = machine.newTask("A", 0);
            SimulatedFile file = machine.createFile("f", 600 * MIB);
            task.startRead(file, 0, 600 * MIB, 1);
            machine.run(task);
            machine.settle(2_000_000_000L);
            assertEquals(0, demoted(machine));
            machine.validate();
        }
    }

    @Test
    void shouldKeepTheSlotOfAPageInTheSwapCache() {
        Machine machine = machine(KernelVersion.V6_1, false, 512 * MIB);
        machine.swapOn();
        machine.sysctl("vm.swappiness", "200");
        Group group = machine.newGroup("g");
        group.account();
        Task task = machine.newTask("A", 0);
        task.join(group);
        Mapping mapping = task.mapAnonymous("a", 100 * MIB);
        task.startTouch(mapping, 100 * MIB, true, false);
        machine.run(task);
        // Some pages are in the swap cache, under writeback or clean, when demotion begins.
        group.reclaim(20 * MIB);
        machine.setDemotion(true);
        group.reclaim(60 * MIB);
        assertNotEquals(0, demoted(machine));
        machine.settle(2_000_000_000L);
        machine.validate();
        long cached = machine.gauge(0, NodeGauge.NR_SWAPCACHED) + machine.gauge(1, NodeGauge.NR_SWAPCACHED);
        task.startTouch(mapping, 100 * MIB, true, false);
        machine.run(task);
        assertTrue(cached >= 0);
        for (long page = 0; page < mapping.pages(); page++) {
            assertTrue(mapping.nodeAt(page) >= 0);
        }
        machine.validate();
        task.exit();
        for (int nid = 0; nid < 2; nid++) {
            assertEquals(0, machine.gauge(nid, NodeGauge.NR_SWAPCACHED), "node " + nid);
            assertEquals(0, machine.gauge(nid, NodeGauge.NR_FILE_PAGES), "node " + nid);
            assertEquals(0, machine.gauge(nid, NodeGauge.NR_ANON_PAGES), "node " + nid);
        }
        assertEquals(machine.context().residency().swap().slots(), machine.context().residency().swap().freeSlots());
        machine.validate();
    }

    private static long[] demotedTo(KernelVersion kernel, NodeMask mems, long seed, int[] tiers, int[][] distances) {
        MachineSpec.Builder spec = MachineSpec.builder().kernel(kernel).node(64 * MIB, 0);
        for (int nid = 1; nid < tiers.length; nid++) {
            spec.cpulessNode(64 * MIB);
        }
        Machine machine = Machine.builder(spec.distances(distances).build()).policies(Policies.of()).tiers(tiers)
                .seed(seed).build();
        machine.setDemotion(true);
        Group group = machine.newGroup("g");
        group.account();
        Task task = machine.newTask("A", 0);
        task.join(group);
        task.startTouch(task.mapAnonymous("a", 32 * MIB), 32 * MIB, true, false);
        machine.run(task);
        if (mems != null) {
            group.setCpusetMems(mems);
        }
        group.reclaim(12 * MIB);
        machine.validate();
        long[] pages = new long[tiers.length];
        for (int nid = 0; nid < pages.length; nid++) {
            pages[nid] = group.chargedPages(nid);
        }
        return pages;
    }

    private static int[][] distances(int... ofNodeZero) {
        int[][] rows = new int[ofNodeZero.length][ofNodeZero.length];
        for (int from = 0; from < rows.length; from++) {
            for (int to = 0; to < rows.length; to++) {
                rows[from][to] = from == to ? 10 : from == 0 ? ofNodeZero[to] : to == 0 ? ofNodeZero[from] : 25;
            }
        }
        return rows;
    }

    // Nodes 1 and 2 are equally near and of the next tier, 3 is farther. Node 4 is of a slower tier: pages come there
    // from nodes 1 and 2 only, which memory.reclaim reclaims too.
    @Test
    void shouldShareBatchesAmongTheNearestOfTheNextTier() {
        int[] tiers = {0, 1, 1, 1, 2};
        int[][] distances = distances(10, 20, 20, 30, 15);
        long[] first = demotedTo(KernelVersion.V6_12, null, 1, tiers, distances);
        assertTrue(first[1] > 500 && first[2] > 500, () -> Arrays.toString(first));
        assertEquals(0, first[3]);
        assertArrayEquals(first, demotedTo(KernelVersion.V6_12, null, 1, tiers, distances));
        assertNotEquals(first[1], demotedTo(KernelVersion.V6_12, null, 2, tiers, distances)[1]);
    }

    @Test
    void shouldHonourTheCpusetOfTheGroupSince618() {
        int[] tiers = {0, 1, 1};
        int[][] distances = distances(10, 20, 20);
        long[] ignored = demotedTo(KernelVersion.V6_12, NodeMask.of(0, 2), 1, tiers, distances);
        assertTrue(ignored[1] > 0, () -> Arrays.toString(ignored));
        long[] honoured = demotedTo(KernelVersion.V6_18, NodeMask.of(0, 2), 1, tiers, distances);
        assertEquals(0, honoured[1]);
        assertTrue(honoured[2] >= 3072);
        long[] confined = demotedTo(KernelVersion.V6_18, NodeMask.of(0), 1, tiers, distances);
        assertEquals(0, confined[1] + confined[2]);
    }
}
