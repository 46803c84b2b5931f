package io.numalab.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.numalab.memory.Zone;
import io.numalab.spi.Policies;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watermarks are raised for one run of kswapd (linux-model 2.4). */
class WatermarkBoostTest {
    private static final long MIB = 1 << 20;
    private static final int PAGEBLOCK_PAGES = 512;

    private static Machine machine(KernelVersion kernel, boolean generations) {
        MachineSpec spec = MachineSpec.builder().node(512 * MIB, 0).node(512 * MIB, 1).kernel(kernel).build();
        return Machine.builder(spec).policies(Policies.of()).generations(generations).build();
    }

    private static Zone zone(Machine machine) {
        return machine.memory().node(1).zone(machine.memory().node(1).zoneCount() - 1);
    }

    private static int[] marks(Zone zone) {
        return new int[] {zone.mark(WatermarkLevel.MIN), zone.mark(WatermarkLevel.LOW), zone.mark(WatermarkLevel.HIGH)};
    }

    @ParameterizedTest
    @CsvSource({"V6_12,true", "V6_12,false", "V6_18,true"})
    void shouldRaiseAllMarksUntilKswapdHasRun(KernelVersion kernel, boolean generations) {
        Machine machine = machine(kernel, generations);
        Task task = machine.newTask("A", 1);
        task.startRead(machine.createFile("f", 100 * MIB), 0, 100 * MIB, 1);
        machine.run(task);
        Zone zone = zone(machine);
        int[] before = marks(zone);
        machine.context().boost().stoleForeignPages(zone, machine.nowNanos());
        for (int level = 0; level < before.length; level++) {
            assertEquals(before[level] + PAGEBLOCK_PAGES, marks(zone)[level]);
        }
        machine.settle(2_000_000_000L);
        for (int level = 0; level < before.length; level++) {
            assertEquals(before[level], marks(zone)[level]);
        }
        assertNotEquals(0, machine.event(VmEvent.PAGEOUTRUN));
        // The multi-generational LRU does nothing for a boost alone: it may neither write nor swap then.
        assertEquals(generations, machine.event(VmEvent.PGSTEAL_KSWAPD) == 0);
        machine.validate();
    }

    @Test
    void shouldRaiseByPageblocksUpToAShareOfTheHighMark() {
        Machine machine = machine(KernelVersion.V6_12, true);
        Zone zone = zone(machine);
        int most = Math.max(PAGEBLOCK_PAGES, zone.mark(WatermarkLevel.HIGH) * 15_000 / 10_000);
        int steps = most / PAGEBLOCK_PAGES + 3;
        for (int i = 1; i <= steps; i++) {
            machine.context().boost().stoleForeignPages(zone, machine.nowNanos());
            assertEquals(Math.min(most, i * PAGEBLOCK_PAGES), zone.boostPages());
        }
        // A run removes what there is when it begins, not only what there was when kswapd was woken by the first.
        machine.settle(2_000_000_000L);
        assertEquals(0, zone.boostPages());
        machine.validate();
    }

    @Test
    void shouldShortenPerCpuListsOnlyWhileKswapdRuns() {
        Machine machine = machine(KernelVersion.V6_12, true);
        Zone zone = zone(machine);
        machine.context().boost().stoleForeignPages(zone, machine.nowNanos());
        assertFalse(zone.reclaimActive(), "woken, but it does not run yet");
        machine.settle(2_000_000_000L);
        assertFalse(zone.reclaimActive());
        machine.validate();
    }

    @Test
    void shouldLeaveMarksAloneOn61AndWithoutAFactor() {
        Machine old = machine(KernelVersion.V6_1, false);
        old.context().boost().stoleForeignPages(zone(old), 0);
        assertEquals(0, zone(old).boostPages());
        Machine off = machine(KernelVersion.V6_12, true);
        off.sysctl("vm.watermark_boost_factor", "0");
        off.context().boost().stoleForeignPages(zone(off), 0);
        assertEquals(0, zone(off).boostPages());
        off.settle(1_000_000_000L);
        assertEquals(0, off.event(VmEvent.PAGEOUTRUN));
        off.validate();
    }
}
