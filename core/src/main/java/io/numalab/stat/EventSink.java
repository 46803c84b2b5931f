package io.numalab.stat;

import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;

/**
 * Receives every decision of a run, in order: what was asked, what was answered, what was done. Called from the
 * simulation's thread; it must not call back into the machine. Arguments are valid during the call only.
 */
public interface EventSink {

    /** A page was served. {@code preferredNode} is where it was meant to go, {@code nid} where it went. */
    void allocated(long nowNanos, String who, PageKind kind, int preferredNode, int nid, ZoneType zone, int frame);

    /** A request got no page. */
    void failed(long nowNanos, String who, PageKind kind, int preferredNode, int gfp);

    /** A candidate zone was below its mark and a policy (or the kernel's default) answered. */
    void pressure(
            long nowNanos, String who, int nid, ZoneType zone, WatermarkLevel level, long freePages, long neededPages,
            Verdict answer);

    /** A reclaim ended. {@code cause} is node_reclaim, direct or kswapd. */
    void reclaimed(long nowNanos, String who, String cause, int nid, long scannedPages, long reclaimedPages);

    /** kswapd of a node began to run. */
    void kswapdWoke(long nowNanos, int nid);

    /** kswapd of a node went to sleep. */
    void kswapdSlept(long nowNanos, int nid);

    /** A task was killed for lack of memory. */
    void killed(long nowNanos, String who, String victim);

    /**
     * A request begins to walk its candidate zones. Ignored unless overridden.
     *
     * @param gfp the rights of this pass
     * @param level the mark of this walk
     * @param allowed the nodes this pass is confined to by its placement, or null for all
     */
    default void walking(
            long nowNanos, String who, PageKind kind, int gfp, WatermarkLevel level, NodeMask allowed) {}

    /** A reclaim on behalf of a request begins; arguments as for its end. Ignored unless overridden. */
    default void reclaiming(long nowNanos, String who, String cause, int nid) {}

    /**
     * Reclaim took a page from its owner. Ignored unless overridden.
     *
     * @param cause as for {@link #reclaimed}
     * @param flagsBefore the page's {@code io.numalab.memory.PageFlags} when reclaim met it
     */
    default void evicted(long nowNanos, String who, String cause, int nid, int frame, int flagsBefore) {}
}
