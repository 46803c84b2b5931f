package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Task;
import io.numalab.spi.PageKind;
import io.numalab.spi.Policies;
import io.numalab.spi.ZoneType;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariant 27 on both kernels: user pages leave DMA32 its mark and the reserve against the zones above. */
class LowMemoryProperties {

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    private static History run(KernelVersion kernel, int lowPages, int highPages, int usedPercent, boolean cache) {
        List<ZoneSpec> zones = List.of(
                new ZoneSpec(ZoneType.DMA32, 4096, lowPages), new ZoneSpec(ZoneType.NORMAL, 1L << 20, highPages));
        MachineSpec spec = MachineSpec.of(List.of(new NodeSpec(0, List.of(0, 1), zones)), new int[][] {{10}}, kernel, 0,
                MachineSpec.RECLAIM_DISTANCE);
        // Without lists of CPUs, whose refills undercut the mark.
        Stage stage = new Stage(spec, Policies.load(), false, builder -> builder);
        Task task = stage.task("A", 0);
        if (cache) {
            stage.read(task, "f", highPages / 2, 1);
        }
        stage.touch(task, "m", (long) (lowPages + highPages) * usedPercent / 100);
        return stage.history();
    }

    @Property(tries = 40)
    void theReserveIsLeft(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 1024, max = 4096) int lowPages,
            @ForAll @IntRange(min = 1024, max = 40_000) int highPages,
            @ForAll @IntRange(min = 60, max = 110) int usedPercent, @ForAll boolean cache) {
        PlacementRules.LOWMEM.check(run(kernel, lowPages, highPages, usedPercent, cache));
    }

    @Example
    void aPageOutOfTheReserveIsCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            History history = run(kernel, 4096, 20_000, 99, false);
            assertTrue(PlacementRules.LOWMEM.check(history) > 0);
            assertThrows(AssertionError.class, () -> PlacementRules.LOWMEM.check(history.tampered(
                    Event.Granted.class,
                    page -> page.kind() != PageKind.KERNEL && page.zone() == ZoneType.DMA32,
                    page -> page.leaving(20_000 / 256, page.free()[1]))));
        }
    }
}
