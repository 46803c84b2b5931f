package io.numalab.spi;

/** A request at a candidate zone that is below its mark. Valid only during the call; nothing here allocates. */
public interface PressureView extends RequestView {

    /** The node of the candidate zone. */
    int nid();

    /** The candidate zone. */
    ZoneType zone();

    /** The mark that failed. */
    WatermarkLevel level();

    /** Free pages of the zone, without those on per-CPU lists. */
    long freePages();

    /** The mark plus lowmem reserve: the request passes if more pages than this are free. */
    long neededPages();

    /** The same for another mark: what the request would need there. */
    long neededPages(WatermarkLevel level);

    /** Whether the candidate's node has CPUs. */
    boolean nodeHasCpus();

    /** Whether somebody is reclaiming the candidate's node on behalf of a request right now (the reclaim lock). */
    boolean reclaimBusy();

    /** Whether kswapd of the candidate's node is awake. */
    boolean kswapdAwake();

    /** SLIT distance from the preferred node to the candidate's node. */
    int distance();

    /** The distance up to which a node may be reclaimed for a request (30; 32 on AMD Zen). */
    int reclaimDistance();

    /** Managed pages of the candidate's node. */
    long managedPages();

    /**
     * File pages of the candidate's node that a reclaim could take (linux-model 6.4).
     *
     * @param write dirty pages count too
     * @param unmap mapped pages count too
     */
    long reclaimableFilePages(boolean write, boolean unmap);

    /** Reclaimable slab of the candidate's node in pages. */
    long reclaimableSlabPages();

    /** {@code vm.min_unmapped_ratio}: percent of managed pages, 0 to 100. */
    int minUnmappedRatio();

    /** {@code vm.min_slab_ratio}: percent of managed pages, 0 to 100. */
    int minSlabRatio();
}
