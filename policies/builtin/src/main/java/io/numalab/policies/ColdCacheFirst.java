package io.numalab.policies;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.BackgroundRequests;
import io.numalab.spi.Capability;
import io.numalab.spi.MachineView;
import io.numalab.spi.PageKind;
import io.numalab.spi.Parameter;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.Scope;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import java.util.List;
import java.util.Set;

/**
 * {@code cold-cache-first}: for the memory of a task, cold page cache of its node goes before a page is taken
 * elsewhere; everything else stays, and the task spills. An answer to the thread's question for something "granular
 * (per-workload) and sane (guarantee locality and also let kswapd run when the node is full)".
 *
 * <p>The idea. {@code zone_reclaim} makes the task scan, 32 pages at a time; kswapd reclaims for nothing but takes
 * whatever its lists offer, cache in use included, and since 6.18 drives unrestricted requests off the node while it is
 * awake. So this policy reclaims in the background as kswapd does, but by an order of its own, and earlier: as long as
 * the memory of the node's tasks grows, it keeps a headroom free above the high mark. The order takes clean, unmapped
 * pages that were not active before and did not come back after an eviction, and stops at a floor of cache. While that
 * yields pages, requests take the node down to its min mark; if they outrun the background, they wait for it, for a
 * bounded share of the time. As soon as a reclaim yields too little, the cache that is left is in use: requests go to
 * the next node at once, as by default, and only after a pause, twice as long each time, is it tried again.
 *
 * <p>Page cache itself is never worth the eviction of other cache: requests for file pages are served as by default.
 * The policy masks nothing and gives up nothing that the default has, so no request fails that would not fail without
 * it. It says nothing about placement and combines with any placement policy; its node is the first of the request.
 *
 * <p>Source: mawupeng and Joshua Hahn, "Deprecate zone_reclaim_mode", linux-mm, 2025-12-10 and 11 (Q11, Q12); the
 * victims are those of {@link ReclaimOrder.Victims#NOT_WORKINGSET}.
 */
public final class ColdCacheFirst implements PolicyProvider {

    /** Called by ServiceLoader. */
    public ColdCacheFirst() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "cold-cache-first";
    }

    @Override
    public String description() {
        return "drops cold page cache of the own node in the background, leaves the rest alone and spills";
    }

    @Override
    public Scope usualScope() {
        return Scope.TASK;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.PRESSURE, Capability.TICK);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.integer("floor", 2, 0, 100, "percent of a node's pages that stay as page cache"),
                Parameter.integer("headroom", 2, 0, 50, "percent of a node that is kept free above its high mark"),
                Parameter.integer("wait", 5, 0, 50, "percent of the time that a task may wait for the background"));
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return new ColdCache(config, context.nodeCount());
    }

    /** The state: what is known of the cold cache of each node. Allocates at the first tick that wants a node. */
    private static final class ColdCache implements AllocationPolicy {
        private static final long TICK_NANOS = 1_000_000L;
        private static final long WAIT_NANOS = 50_000L;
        private static final long PAUSE_NANOS_MIN = 8_000_000L;
        private static final long PAUSE_NANOS_MAX = 1_000_000_000L;
        /** A reclaim that yields less than this share of what was asked for has met no cold cache. */
        private static final int YIELD_MIN_SHARE = 8;
        private static final int REQUEST_PAGES = 256;
        private static final int GROWTH_PAGES_MIN = 32;

        private final long floorPercent;
        private final long headroomPercent;
        private final long waitNanosPerTick;
        private final Verdict wait = Verdict.await(WAIT_NANOS);
        private final ReclaimOrder[] orders;
        private final boolean[] pressed;
        private final long[] anonymousPages;
        private final long[] askedPages;
        private final long[] cachePages;
        private final long[] pauseNanos;
        private final long[] triedAgainNanos;
        // Until the first tick somebody who finds the node full may wait for it.
        private long waitLeftNanos = TICK_NANOS;

        ColdCache(PolicyConfig config, int nodes) {
            floorPercent = config.integer("floor");
            headroomPercent = config.integer("headroom");
            waitNanosPerTick = TICK_NANOS * config.integer("wait") / 100;
            orders = new ReclaimOrder[nodes];
            pressed = new boolean[nodes];
            anonymousPages = new long[nodes];
            askedPages = new long[nodes];
            cachePages = new long[nodes];
            pauseNanos = new long[nodes];
            triedAgainNanos = new long[nodes];
        }

        @Override
        public void copyState(AllocationPolicy original) {
            ColdCache other = (ColdCache) original;
            System.arraycopy(other.orders, 0, orders, 0, orders.length);
            System.arraycopy(other.pressed, 0, pressed, 0, pressed.length);
            System.arraycopy(other.anonymousPages, 0, anonymousPages, 0, anonymousPages.length);
            System.arraycopy(other.askedPages, 0, askedPages, 0, askedPages.length);
            System.arraycopy(other.cachePages, 0, cachePages, 0, cachePages.length);
            System.arraycopy(other.pauseNanos, 0, pauseNanos, 0, pauseNanos.length);
            System.arraycopy(other.triedAgainNanos, 0, triedAgainNanos, 0, triedAgainNanos.length);
            waitLeftNanos = other.waitLeftNanos;
        }

        @Override
        public Verdict belowWatermark(PressureView view) {
            boolean memory = view.kind() == PageKind.ANON || view.kind() == PageKind.SHARED;
            int nid = view.nid();
            if (!memory || nid != view.preferredNode() || view.level() != WatermarkLevel.LOW) {
                return Verdict.SKIP;
            }
            pressed[nid] = true;
            if (view.nowNanos() < triedAgainNanos[nid]) {
                return Verdict.SKIP;
            }
            if (view.freePages() > view.neededPages(WatermarkLevel.MIN)) {
                return Verdict.TAKE;
            }
            if (waitLeftNanos < WAIT_NANOS || !view.blocking()) {
                return Verdict.SKIP;
            }
            waitLeftNanos -= WAIT_NANOS;
            return wait;
        }

        @Override
        public long tickNanos() {
            return TICK_NANOS;
        }

        @Override
        public void tick(MachineView machine, BackgroundRequests requests) {
            waitLeftNanos = waitNanosPerTick;
            for (int nid = 0; nid < pressed.length; nid++) {
                if (pressed[nid] || orders[nid] != null) {
                    tick(machine, requests, nid);
                }
            }
        }

        private void tick(MachineView machine, BackgroundRequests requests, int nid) {
            learn(machine, nid);
            boolean grows = machine.anonymousPages(nid) - anonymousPages[nid] >= GROWTH_PAGES_MIN;
            anonymousPages[nid] = machine.anonymousPages(nid);
            boolean wanted = pressed[nid] || grows;
            pressed[nid] = false;
            long target = machine.markPages(nid, WatermarkLevel.HIGH)
                    + machine.managedPages(nid) * headroomPercent / 100;
            long missing = target - machine.freePages(nid);
            if (!wanted || missing <= 0 || machine.nowNanos() < triedAgainNanos[nid]) {
                return;
            }
            if (orders[nid] == null) {
                orders[nid] = new ReclaimOrder(false, false, false, REQUEST_PAGES,
                        machine.managedPages(nid) * floorPercent / 100, ReclaimOrder.Victims.NOT_WORKINGSET);
            }
            cachePages[nid] = machine.filePages(nid);
            for (; askedPages[nid] < missing && requests.reclaim(nid, orders[nid]);
                    askedPages[nid] += REQUEST_PAGES) {
                // The next one.
            }
        }

        // Whether what the last tick asked for was there.
        private void learn(MachineView machine, int nid) {
            if (askedPages[nid] == 0) {
                return;
            }
            long yieldPages = cachePages[nid] - machine.filePages(nid);
            if (yieldPages * YIELD_MIN_SHARE < askedPages[nid]) {
                pauseNanos[nid] = Math.max(PAUSE_NANOS_MIN, Math.min(PAUSE_NANOS_MAX, 2 * pauseNanos[nid]));
                triedAgainNanos[nid] = machine.nowNanos() + pauseNanos[nid];
            } else {
                pauseNanos[nid] = 0;
            }
            askedPages[nid] = 0;
        }
    }
}
