package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.NodeMask;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import io.numalab.topology.BootState;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes, zones, zonelists and counters together. */
class MemoryTest {
    private static final int NORMAL = ZoneType.NORMAL.ordinal();
    private static final int MOVABLE = ZoneType.MOVABLE.ordinal();

    private static MachineSpec spec() {
        List<ZoneSpec> low = List.of(new ZoneSpec(ZoneType.DMA, 1, 500), new ZoneSpec(ZoneType.DMA32, 4096, 3000),
                new ZoneSpec(ZoneType.NORMAL, 1 << 20, 4000));
        List<ZoneSpec> high = List.of(new ZoneSpec(ZoneType.NORMAL, 1 << 21, 5000));
        return MachineSpec.of(
                List.of(new NodeSpec(0, List.of(0), low), new NodeSpec(1, List.of(1), high),
                        new NodeSpec(2, List.of(2), List.of())),
                new int[][] {{10, 20, 20}, {20, 10, 20}, {30, 20, 10}}, KernelVersion.V6_1, 0, 30);
    }

    private final Memory memory = new Memory(spec(), null, false);

    private static String names(Zone... zones) {
        return Arrays.toString(zones);
    }

    @Test
    void shouldWalkANodeFromItsHighestZoneToItsLowestBeforeTheNext() {
        assertEquals("[node 0 zone Normal, node 0 zone DMA32, node 0 zone DMA, node 1 zone Normal]",
                names(memory.zonelist(0, MOVABLE, null)));
        assertEquals("[node 1 zone Normal, node 0 zone Normal, node 0 zone DMA32, node 0 zone DMA]",
                names(memory.zonelist(2, MOVABLE, null)));
        assertEquals("[node 0 zone DMA32, node 0 zone DMA]",
                names(memory.zonelist(1, ZoneType.DMA32.ordinal(), null)));
        assertEquals("[node 1 zone Normal]", names(memory.zonelist(0, NORMAL, NodeMask.of(1, 2))));
        assertEquals(1, memory.localMemoryNode(2));
        assertArrayEquals(new int[] {1, 0}, memory.fallbackOrder(2));
    }

    @Test
    void shouldCountPagesByWhereTheyShouldHaveGone() {
        Zone near = memory.zoneOf(0, ZoneType.NORMAL);
        Zone far = memory.zoneOf(1, ZoneType.NORMAL);
        Zone below = memory.zoneOf(0, ZoneType.DMA32);
        memory.countAllocation(near, 1, near, 0, -1);
        memory.countAllocation(far, 1, near, 0, -1);
        memory.countAllocation(far, 1, far, 0, 1);
        assertEquals(List.of(1L, 0L, 1L, 0L, 1L, 0L), numastat(0));
        assertEquals(List.of(1L, 1L, 0L, 1L, 0L, 2L), numastat(1));
        assertEquals(3, memory.counters().get(VmEvent.PGALLOC_NORMAL));
        memory.countAllocation(below, 1, near, 0, -1);
        memory.countAllocation(far, 1, below, 1, -1);
        memory.countHits(below, 5, 1);
        assertEquals(List.of(1L, 0L, 1L, 0L, 1L, 0L), numastat(near));
        assertEquals(List.of(6L, 0L, 1L, 0L, 1L, 5L), numastat(below));
        assertEquals(List.of(7L, 0L, 2L, 0L, 2L, 5L), numastat(0));
    }

    private List<Long> numastat(Zone zone) {
        return Arrays.stream(NumaEvent.values()).map(event -> memory.counters().get(zone.index(), event)).toList();
    }

    private List<Long> numastat(int nid) {
        return Arrays.stream(NumaEvent.values()).map(event -> memory.numastat(nid, event)).toList();
    }

    @Test
    void shouldKeepNothingOfAPageThatIsFreed() {
        Zone zone = memory.zoneOf(1, ZoneType.NORMAL);
        int frame = memory.perCpuLists().take(1, zone, false, 0);
        memory.frames().assign(frame, 7, 42, PageFlags.DIRTY | PageFlags.MAPPED);
        Page page = memory.page().at(frame);
        assertEquals(List.of(1, 7, 42), List.of(page.nid(), page.owner(), page.index()));
        memory.free(1, frame);
        assertEquals(0, page.owner());
        assertEquals(0, memory.frames().flags(frame));
        assertEquals(5000, memory.availablePages(1));
        assertEquals(1, memory.counters().get(VmEvent.PGFREE));
        memory.validate();
        assertThrows(IllegalArgumentException.class, () -> page.at(12_500));
    }

    @Test
    void shouldKeepReservesForRequestsThatCannotGoElsewhere() {
        Zone dma32 = memory.zoneOf(0, ZoneType.DMA32);
        assertEquals(dma32.mark(WatermarkLevel.LOW) + 4000 / 256,
                dma32.neededPages(WatermarkLevel.LOW.ordinal(), MOVABLE));
        assertEquals(dma32.mark(WatermarkLevel.LOW),
                dma32.neededPages(WatermarkLevel.LOW.ordinal(), ZoneType.DMA32.ordinal()));
    }

    @Test
    void shouldCallANodeBalancedIfOneOfItsZonesIs() {
        Node node = memory.node(0);
        assertTrue(node.balanced(MOVABLE));
        Zone normal = memory.zoneOf(0, ZoneType.NORMAL);
        while (memory.perCpuLists().take(0, normal, false, 0) >= 0) {
            continue;
        }
        assertTrue(node.balanced(MOVABLE), "DMA32 is above high");
        Zone dma32 = memory.zoneOf(0, ZoneType.DMA32);
        while (dma32.passes(WatermarkLevel.HIGH.ordinal(), MOVABLE)) {
            memory.perCpuLists().take(0, dma32, false, 0);
        }
        assertFalse(node.balanced(MOVABLE) && !memory.zoneOf(0, ZoneType.DMA).passes(2, MOVABLE));
        assertTrue(memory.node(2).balanced(MOVABLE), "without zones");
    }

    @Test
    void shouldStartFromTheStateAfterBoot() {
        BootState boot = new BootState(
                List.of(new BootState.ZoneBoot(1, ZoneType.NORMAL, 5100, 5000, 4000, 30, 10, 20, 30,
                        List.of(0, 0, 0, 0))),
                List.of(new BootState.NodeBoot(
                        1, Map.of("nr_file_pages", 234L), Map.of("numa_hit", 3540L))));
        Memory booted = new Memory(spec(), boot, true);
        Zone zone = booted.zoneOf(1, ZoneType.NORMAL);
        assertEquals(4000, zone.freePages());
        assertEquals(30, booted.perCpuLists().parkedPages(zone));
        assertEquals(234, booted.node(1).gauge(NodeGauge.NR_FILE_PAGES));
        assertEquals(3540, booted.numastat(1, NumaEvent.NUMA_HIT));
        booted.validate();
    }

    @Test
    void shouldFindWhatDoesNotAddUp() {
        Memory leaking = memory.copy(null);
        leaking.frames().set(3, PageFlags.DIRTY);
        assertThrows(IllegalStateException.class, leaking::validate, "a free page with a state");
        Memory miscounting = memory.copy(null);
        miscounting.zoneOf(1, ZoneType.NORMAL).freePages--;
        assertThrows(IllegalStateException.class, miscounting::validate);
        memory.validate();
    }
}
