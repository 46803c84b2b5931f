package io.numalab.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.Verdict;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two policies that answer below a mark: zone_reclaim and kswapd-wakeup. */
class ZoneReclaimTest {

    private static AllocationPolicy policy(String spec) {
        return Placements.POLICIES.create(PolicySpec.parse(spec), FakeMachine.of(2));
    }

    private static void assertSkips(Consumer<FakePressure> change) {
        FakePressure view = new FakePressure();
        assertEquals(Verdict.Action.RECLAIM, policy("zone_reclaim").belowWatermark(view).action());
        change.accept(view);
        assertSame(Verdict.SKIP, policy("zone_reclaim").belowWatermark(view));
        assertSame(Verdict.SKIP, policy("kswapd-wakeup").belowWatermark(view));
    }

    @Test
    void shouldStopAtEachGate() {
        assertSkips(view -> view.distance = 31);
        assertSkips(view -> view.filePages[0] = 100);
        assertSkips(view -> view.gfp = GfpFlags.ATOMIC);
        assertSkips(view -> view.inReclaim = true);
        assertSkips(view -> view.cpuNode = 1);
        assertSkips(view -> view.reclaimBusy = true);
    }

    @Test
    void shouldReclaimSlabAlone() {
        FakePressure view = new FakePressure();
        view.filePages[0] = 0;
        view.slabPages = 501;
        assertEquals(Verdict.Action.RECLAIM, policy("zone_reclaim").belowWatermark(view).action());
        view.slabPages = 500;
        assertSame(Verdict.SKIP, policy("zone_reclaim").belowWatermark(view));
    }

    @Test
    void shouldLetAnybodyReclaimANodeWithoutCpus() {
        FakePressure view = new FakePressure();
        view.cpuNode = 1;
        view.nodeHasCpus = false;
        assertEquals(Verdict.Action.RECLAIM, policy("zone_reclaim").belowWatermark(view).action());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void shouldGiveTheRightsOfItsMode(int mode) {
        Verdict verdict = policy("zone_reclaim:mode=" + mode).belowWatermark(new FakePressure());
        assertEquals(mode == 2 || mode == 3 || mode >= 6, verdict.order().write());
        assertEquals(mode >= 4, verdict.order().unmap());
        assertTrue(verdict.order().swap());
        assertEquals(32, verdict.order().targetPages());
        assertFalse(verdict.wakesKswapd());
    }

    @Test
    void shouldWakeKswapdOnlyForRequestsThatMay() {
        FakePressure view = new FakePressure();
        assertTrue(policy("kswapd-wakeup").belowWatermark(view).wakesKswapd());
        view.gfp &= ~GfpFlags.KSWAPD_RECLAIM;
        Verdict verdict = policy("kswapd-wakeup").belowWatermark(view);
        assertEquals(Verdict.Action.RECLAIM, verdict.action());
        assertFalse(verdict.wakesKswapd());
    }

    @Test
    void shouldDoNothingInModeZero() {
        assertSame(Verdict.SKIP, policy("zone_reclaim:mode=0").belowWatermark(new FakePressure()));
        assertSame(Verdict.SKIP, policy("kswapd-wakeup:mode=0").belowWatermark(new FakePressure()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode=8", "mode=-1", "min_unmapped_ratio=101", "min_slab_ratio=-2", "mod=1", "0-1"})
    void shouldRefuseBadSettings(String settings) {
        assertThrows(PolicyException.class, () -> policy("zone_reclaim:" + settings));
        assertThrows(PolicyException.class, () -> policy("kswapd-wakeup:" + settings));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "zone_reclaim:mode=7", "zone_reclaim:mode=0", "zone_reclaim:min_unmapped_ratio=3", "kswapd-wakeup", "default"
    })
    void shouldNotAllocateBelowTheMark(String spec) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AllocationPolicy policy = policy(spec);
        FakePressure view = new FakePressure();
        long calls = 200_000;
        // The first round warms up whatever the machine does once; a byte per call would show in every round.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (long call = 0; call < calls; call++) {
                view.cpuNode = (int) (call & 1);
                policy.belowWatermark(view);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < calls / 100, least + " bytes in " + calls + " calls");
    }
}
