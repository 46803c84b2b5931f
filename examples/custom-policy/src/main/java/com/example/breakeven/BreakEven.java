package com.example.breakeven;

import io.numalab.spi.Aftermath;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.Parameter;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.ReclaimedView;
import io.numalab.spi.Scope;
import io.numalab.spi.Verdict;
import java.util.List;
import java.util.Set;

/**
 * {@code my-policy}: reclaims cold page cache of the first node of a walk for as long as that pays.
 *
 * <p>The idea. {@code zone_reclaim_mode} is a switch, and both of its positions are wrong for somebody: off, pages land
 * on a far node although cold cache could make room; on, a task scans a node where nothing is to be had. What a local
 * page is worth can be estimated beforehand: touches in its life times the nanoseconds that a remote touch costs more
 * (about 40 touches times 25 to 60 ns make 1 to 2.4 microseconds). What it costs is measured: the time a reclaim took,
 * by the pages it gave. When a reclaim costs more than a page is worth, its node is left alone for a while and pages
 * spill as they do by default.
 *
 * <p>Source: none; the question is that of "Should zone_reclaim_mode go?" as told on linux-mm in 2025. The hooks model
 * the call of {@code node_reclaim} in {@code get_page_from_freelist}.
 */
public final class BreakEven implements PolicyProvider {

    /** Called by ServiceLoader. */
    public BreakEven() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "my-policy";
    }

    @Override
    public String description() {
        return "reclaims cold cache of the near node for as long as a page costs less than it is worth";
    }

    @Override
    public Scope usualScope() {
        return Scope.TASK;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.PRESSURE, Capability.AFTER_RECLAIM);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.integer("worth_ns", 2_000, 0, 1_000_000_000, "what a local page is worth, in nanoseconds"),
                Parameter.integer("pause_ms", 10, 1, 60_000, "how long a node that does not pay is left alone, in ms"));
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return new Accounts(
                config.integer("worth_ns"), config.integer("pause_ms") * 1_000_000, new long[context.nodeCount()]);
    }

    /**
     * What one attachment has learned. Allocates nothing on the heap: the verdict is made once.
     *
     * @param worthNanos what a page may cost
     * @param pauseNanos how long a node is left alone
     * @param resumeNanos by node: the virtual time from which it may be reclaimed again
     */
    private record Accounts(long worthNanos, long pauseNanos, long[] resumeNanos) implements AllocationPolicy {
        private static final Verdict RECLAIM = Verdict.reclaim(ReclaimOrder.coldCache(32, 0));

        @Override
        public Verdict belowWatermark(PressureView view) {
            boolean may = view.blocking() && !view.inReclaim() && !view.reclaimBusy();
            boolean near = view.nid() == view.preferredNode() && view.nowNanos() >= resumeNanos[view.nid()];
            return may && near && view.reclaimableFilePages(false, false) > 0 ? RECLAIM : Verdict.SKIP;
        }

        @Override
        public Aftermath afterReclaim(ReclaimedView view) {
            if (view.elapsedNanos() > worthNanos * view.reclaimedPages()) {
                resumeNanos[view.nid()] = view.nowNanos() + pauseNanos;
            }
            return Aftermath.RETEST;
        }

        @Override
        public void copyState(AllocationPolicy original) {
            long[] learned = ((Accounts) original).resumeNanos;
            System.arraycopy(learned, 0, resumeNanos, 0, learned.length);
        }
    }
}
