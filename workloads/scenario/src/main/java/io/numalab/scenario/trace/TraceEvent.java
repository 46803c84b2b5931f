package io.numalab.scenario.trace;

/**
 * One event of a trace.
 *
 * @param kind what happened
 * @param task command and process id as the trace names them, {@code touchmem-130}; empty if it does not say
 * @param cpu the CPU, or -1 if the trace does not say
 * @param timeNanos the trace's clock in nanoseconds, or -1 if it does not say
 * @param pfn the page frame, or -1 where the event has none
 * @param order log2 of the pages, 0 where the event has none
 * @param gfp the flags of a request as {@link io.numalab.spi.GfpFlags}
 * @param nid the node an event names, or -1
 * @param count pages reclaimed, or events lost
 */
public record TraceEvent(
        Kind kind, String task, int cpu, long timeNanos, long pfn, int order, int gfp, int nid, long count) {

    /** What happened. */
    public enum Kind {
        /** {@code mm_page_alloc}: a request was served. */
        ALLOCATED,
        /** {@code mm_page_alloc} without a page: a request failed. */
        FAILED,
        /** {@code mm_page_free}, or {@code mm_page_free_direct} of 2.6. */
        FREED,
        /** {@code mm_page_free_batched}: {@link #FREED} may follow for the same page. */
        FREED_IN_BATCH,
        /** {@code mm_vmscan_wakeup_kswapd}: somebody asked for kswapd. */
        KSWAPD_CALLED,
        /** {@code mm_vmscan_kswapd_wake}: kswapd began to run. */
        KSWAPD_WOKE,
        /** {@code mm_vmscan_direct_reclaim_end}. */
        DIRECT_RECLAIM_ENDED,
        /** {@code mm_vmscan_node_reclaim_end}. */
        NODE_RECLAIM_ENDED,
        /** The tracing buffer was full: so many events are missing. */
        LOST
    }
}
