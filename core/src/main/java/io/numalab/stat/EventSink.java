package io.numalab.stat;

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
}
