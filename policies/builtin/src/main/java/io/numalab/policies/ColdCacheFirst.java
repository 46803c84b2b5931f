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
import io.numalab.spi.Scope;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import java.util.List;
import java.util.Set;

/**
 * {@code cold-cache-first}: for the memory of a task, cold page cache of its node goes before a page is taken
 * elsewhere; cache in use goes only where reading it again is cheaper than being elsewhere, or where elsewhere is no
 * more room than here. An answer to the thread's question for something "granular (per-workload) and sane (guarantee
 * locality and also let kswapd run when the node is full)".
 *
 * <p>The idea. {@code zone_reclaim} makes the task scan, 32 pages at a time; kswapd reclaims for nothing but takes
 * whatever its lists offer, cache in use included, and since 6.18 drives unrestricted requests off the node while it is
 * awake. So this policy reclaims in the background as kswapd does, but by orders of its own, and earlier: as long as
 * the memory of the node's tasks grows, it keeps a headroom free above the high mark. Its orders take clean, unmapped
 * pages and stop at a floor of cache. The first takes pages that were not active before and did not come back after an
 * eviction. When there are none left, or the tasks are faster than they are found, cache in use is weighed: reading a
 * page again costs what the disk takes, a page if its file is read in runs, a request if it is read here and there; a
 * page elsewhere costs the difference in latency, at each access. How many those will be nobody knows; the policy
 * reckons with one for each of the 64 lines of a page. What is cheaper than that goes too. The rest stays, requests go
 * to the next node at once, as by default, and only after a pause, twice as long each time, is it tried again. But
 * going elsewhere is no way out if there is no more left than here: then whatever the lists offer goes.
 *
 * <p>While a reclaim yields pages, requests take the node down to its min mark; if they outrun the background, they
 * wait for its next batch, for a bounded share of the time.
 *
 * <p>Page cache itself is never worth the eviction of other cache: requests for file pages are served as by default.
 * The policy masks nothing and gives up nothing that the default has, so no request fails that would not fail without
 * it. It says nothing about placement and combines with any placement policy; its node is the first of the request.
 *
 * <p>Source: mawupeng and Joshua Hahn, "Deprecate zone_reclaim_mode", linux-mm, 2025-12-10 and 11 (Q10 to Q12); that
 * cache which comes back in sequence is worth less than cache which does not is the idea of Jiang et al., "DULO: an
 * effective buffer cache management scheme to exploit both temporal and spatial locality", FAST 2005.
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
        return "drops cold cache of the own node in the background; cache in use only if being elsewhere costs more";
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
                Parameter.integer("floor", 1, 0, 100, "percent of a node's pages that stay as page cache"),
                Parameter.integer("headroom", 2, 0, 50, "percent of a node that is kept free above its high mark"),
                Parameter.integer("wait", 50, 0, 90, "percent of the time that a task may wait for the background"));
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return new ColdCache(config, context.nodeCount());
    }

    /** The state: what is known of each node, and how long tasks have waited. */
    private static final class ColdCache implements AllocationPolicy {
        private static final long TICK_NANOS = 1_000_000L;
        /** The shortest wait; each of the others is twice as long as the one before. */
        private static final long WAIT_NANOS = 16_384L;
        private static final int WAITS = 10;

        private final long waitPercent;
        private final Verdict[] waits = new Verdict[WAITS];
        private final HomeNode[] homes;
        private long waitLeftNanos;
        private long waitCountedNanos;

        ColdCache(PolicyConfig config, int nodes) {
            long floorPercent = config.integer("floor");
            long headroomPercent = config.integer("headroom");
            waitPercent = config.integer("wait");
            for (int i = 0; i < WAITS; i++) {
                waits[i] = Verdict.await(WAIT_NANOS << i);
            }
            homes = new HomeNode[nodes];
            for (int nid = 0; nid < nodes; nid++) {
                homes[nid] = new HomeNode(nid, floorPercent, headroomPercent);
            }
        }

        @Override
        public void copyState(AllocationPolicy original) {
            ColdCache other = (ColdCache) original;
            for (int nid = 0; nid < homes.length; nid++) {
                homes[nid] = other.homes[nid].copy();
            }
            waitLeftNanos = other.waitLeftNanos;
            waitCountedNanos = other.waitCountedNanos;
        }

        @Override
        public Verdict belowWatermark(PressureView view) {
            boolean memory = view.kind() == PageKind.ANON || view.kind() == PageKind.SHARED;
            int nid = view.nid();
            if (!memory || nid != view.preferredNode() || view.level() != WatermarkLevel.LOW) {
                return Verdict.SKIP;
            }
            if (!homes[nid].press(view)) {
                return Verdict.SKIP;
            }
            if (view.freePages() > view.neededPages(WatermarkLevel.MIN)) {
                return Verdict.TAKE;
            }
            return view.blocking() && homes[nid].isWorthWaiting(view.machine())
                    ? await(homes[nid].batchNanos(), view.nowNanos())
                    : Verdict.SKIP;
        }

        // Until the next batch is freed; in all no longer than a share of the time, of which little is saved up.
        private Verdict await(long batchNanos, long nowNanos) {
            int i = 0;
            while (i < WAITS - 1 && WAIT_NANOS << i < batchNanos) {
                i++;
            }
            long waitNanos = WAIT_NANOS << i;
            long passedNanos = Math.max(0, nowNanos - waitCountedNanos);
            waitCountedNanos += passedNanos;
            waitLeftNanos = Math.min(2 * waitNanos, waitLeftNanos + passedNanos * waitPercent / 100);
            if (waitLeftNanos < waitNanos) {
                return Verdict.SKIP;
            }
            waitLeftNanos -= waitNanos;
            return waits[i];
        }

        @Override
        public long tickNanos() {
            return TICK_NANOS;
        }

        @Override
        public void tick(MachineView machine, BackgroundRequests requests) {
            for (HomeNode home : homes) {
                if (home.isKnown()) {
                    home.tick(machine, requests, homes);
                }
            }
        }
    }
}
