package io.numalab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Task;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.PressureView;
import io.numalab.spi.Verdict;
import io.numalab.topology.KernelVersion;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariants 14 and 15: node_reclaim wakes nobody, and with patch 22.1 only the kswapd of the reclaimed node. */
class NodeReclaimNeverWakesKswapdProperties {
    private static final int MEBIBYTES = 16;
    private static final int NODE_PAGES = MEBIBYTES * Stage.PAGES_PER_MIB;
    private static final int NODES = 3;

    @Provide
    Arbitrary<KernelVersion> kernels() {
        return Stage.kernels();
    }

    private static History run(
            KernelVersion kernel, String policy, Policies policies, boolean generations, int cachePercent,
            int usedPercent) {
        Stage stage = new Stage(Stage.spec(kernel, NODES, MEBIBYTES), policies, true,
                builder -> builder.generations(generations));
        Task reader = stage.task("R", 1);
        stage.read(reader, "far", NODE_PAGES / 3, 1);
        Task task = stage.task("A", 0);
        stage.read(task, "near", NODE_PAGES * cachePercent / 100, 1);
        assertEquals(0, stage.machine.attach(PolicySpec.parse(policy)));
        stage.touch(task, "m", NODE_PAGES * usedPercent / 100);
        return stage.history();
    }

    @Property(tries = 60)
    void nobodyIsWoken(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 1, max = 7) int mode,
            @ForAll boolean generations, @ForAll @IntRange(min = 10, max = 120) int cachePercent,
            @ForAll @IntRange(min = 10, max = 150) int usedPercent) {
        WakeRules.NODE_RECLAIM.check(
                run(kernel, "zone_reclaim:mode=" + mode, Policies.load(), generations, cachePercent, usedPercent));
    }

    @Property(tries = 60)
    void onlyTheReclaimedNodeIsWoken(
            @ForAll("kernels") KernelVersion kernel, @ForAll @IntRange(min = 1, max = 7) int mode,
            @ForAll boolean generations, @ForAll @IntRange(min = 10, max = 120) int cachePercent,
            @ForAll @IntRange(min = 10, max = 150) int usedPercent) {
        WakeRules.RECLAIMED_NODE.check(
                run(kernel, "kswapd-wakeup:mode=" + mode, Policies.load(), generations, cachePercent, usedPercent));
    }

    @Example
    void wakersAreCaught() {
        for (KernelVersion kernel : new KernelVersion[] {KernelVersion.V6_1, KernelVersion.V6_12}) {
            History honest = run(kernel, "zone_reclaim:mode=7", Policies.load(), false, 80, 80);
            assertTrue(WakeRules.NODE_RECLAIM.check(honest) > 0);
            History waking = run(kernel, "kswapd-wakeup:mode=7", Policies.load(), false, 80, 80);
            assertTrue(WakeRules.RECLAIMED_NODE.check(waking) > 0);
            assertThrows(AssertionError.class, () -> WakeRules.NODE_RECLAIM.check(waking));
            // Wakes as it passes by, and reclaims nothing.
            Policies passing = Saboteur.among("kswapd-wakeup", policy -> new AllocationPolicy() {
                @Override
                public Verdict belowWatermark(PressureView view) {
                    return Verdict.SKIP_AND_WAKE;
                }
            });
            History passed = run(kernel, "kswapd-wakeup:mode=7", passing, false, 80, 80);
            assertThrows(AssertionError.class, () -> WakeRules.RECLAIMED_NODE.check(passed));
            assertThrows(AssertionError.class, () -> WakeRules.RECLAIMED_NODE.check(waking.tampered(
                    Event.KswapdWoke.class, woke -> true, woke -> new Event.KswapdWoke(2))));
        }
    }
}
