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

    /**
     * A block of pages was served.
     *
     * @param cpu on which the request was made
     * @param gfp its flags
     * @param order log2 of the pages
     * @param preferredNode where it was meant to go
     * @param nid where it went
     * @param frame the first one
     */
    void allocated(
            long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode, int nid,
            ZoneType zone, int frame);

    /** A request got no page; arguments as for one that was served. */
    void failed(long nowNanos, String who, int cpu, PageKind kind, int gfp, int order, int preferredNode);

    /**
     * A page was given back. Frees know neither their time nor their task: it is the time of the events around it.
     * Ignored unless overridden.
     *
     * @param cpu on whose list of free pages it went first
     */
    default void freed(int cpu, int frame) {}

    /** Demotion took a page of a slower node, to which another page moves. Ignored unless overridden. */
    default void demoting(long nowNanos, int cpu, int nid, int frame) {}

    /** kswapd of a node was woken, or called from a nap. Ignored unless overridden. */
    default void kswapdCalled(long nowNanos, int nid) {}

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
