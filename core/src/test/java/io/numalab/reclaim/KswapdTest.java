package io.numalab.reclaim;

import static io.numalab.reclaim.ReclaimBench.USER_CLASS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.VmEvent;
import org.junit.jupiter.api.Test;

/** When the background reclaimer runs, naps and sleeps (linux-model 8). */
class KswapdTest {
    private static final long NAP_NANOS = 100_000_000L;

    private final ReclaimBench bench = new ReclaimBench(1, 15);
    private final Kswapd kswapd = bench.context().kswapd(0);

    private void run() {
        Horizon horizon = new Horizon();
        while (kswapd.awake()) {
            horizon.set(kswapd.nextNanos() + 1);
            kswapd.advance(horizon);
        }
    }

    private void endNap() {
        Horizon horizon = new Horizon();
        horizon.set(kswapd.nextNanos());
        kswapd.advance(horizon);
    }

    private int high() {
        return bench.zone(0).neededPages(WatermarkLevel.HIGH.ordinal(), USER_CLASS);
    }

    private void fillWithCache(int pages) {
        bench.addFilePages(0, pages);
        bench.useAllBut(0, high() - 10);
    }

    @Test
    void shouldSleepWhileItsNodeIsBalanced() {
        assertFalse(kswapd.wake(USER_CLASS, 0));
        assertTrue(kswapd.asleep());
        assertEquals(0, bench.count(VmEvent.PAGEOUTRUN));
    }

    @Test
    void shouldReclaimUpToHighThenNapThenSleep() {
        fillWithCache(2000);
        assertTrue(kswapd.wake(USER_CLASS, 0));
        assertFalse(kswapd.wake(USER_CLASS, 0), "awake already");
        run();
        assertTrue(bench.zone(0).freePages() > high());
        assertFalse(kswapd.asleep(), "it naps");
        assertEquals(1, bench.count(VmEvent.PAGEOUTRUN));
        endNap();
        assertTrue(kswapd.asleep());
        bench.context().memory().validate();
    }

    @Test
    void shouldRunAgainAfterTheNapWithoutBeingWoken() {
        fillWithCache(2000);
        kswapd.wake(USER_CLASS, 0);
        run();
        long napEnds = kswapd.nextNanos();
        bench.useAllBut(0, high() - 5);
        endNap();
        assertTrue(kswapd.nextNanos() >= napEnds);
        assertEquals(1, bench.count(VmEvent.KSWAPD_HIGH_WMARK_HIT_QUICKLY));
        assertEquals(2, bench.count(VmEvent.PAGEOUTRUN));
    }

    @Test
    void shouldCountWhoWakesItFromItsNap() {
        fillWithCache(2000);
        kswapd.wake(USER_CLASS, 0);
        run();
        bench.useAllBut(0, high() - 5);
        assertTrue(kswapd.wake(USER_CLASS, kswapd.nextNanos() - NAP_NANOS / 2));
        assertEquals(1, bench.count(VmEvent.KSWAPD_LOW_WMARK_HIT_QUICKLY));
        assertEquals(0, bench.count(VmEvent.KSWAPD_HIGH_WMARK_HIT_QUICKLY));
    }

    @Test
    void shouldGiveUpAfter16RunsInVainUntilSomebodyReclaims() {
        fillWithCache(0);
        kswapd.wake(USER_CLASS, 0);
        run();
        assertEquals(Kswapd.FAILURES_MAX, bench.count(VmEvent.PAGEOUTRUN));
        assertTrue(kswapd.hopeless());
        assertFalse(kswapd.wake(USER_CLASS, 1));
        bench.node(0).kswapdFailures = 0;
        assertTrue(kswapd.wake(USER_CLASS, 1));
    }
}
