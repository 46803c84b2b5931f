package io.numalab.spi;

/**
 * The machine as it is at this moment, read-only. All amounts are pages of 4 KiB; node ids run from 0 to
 * {@link #nodeCount()} - 1, and a node without memory has 0 of everything. Valid only during the call it was handed to;
 * nothing here allocates on the heap.
 */
public interface MachineView {

    /** One more than the largest node id. */
    int nodeCount();

    /** Managed pages of a node: what its zones were given at boot. */
    long managedPages(int nid);

    /** Free pages of a node's zones, without those on per-CPU lists. */
    long freePages(int nid);

    /** The sum of a mark over the zones of a node, without lowmem reserves. */
    long markPages(int nid, WatermarkLevel level);

    /**
     * File pages of a node that a reclaim could take: {@code node_pagecache_reclaimable} (linux-model 6.4).
     *
     * @param write dirty pages count too
     * @param unmap mapped pages count too
     */
    long reclaimableFilePages(int nid, boolean write, boolean unmap);

    /** Page cache of a node, tmpfs included: {@code nr_file_pages}. */
    long filePages(int nid);

    /** Mapped anonymous pages of a node: {@code nr_anon_pages}. */
    long anonymousPages(int nid);

    /** Reclaimable slab of a node. */
    long reclaimableSlabPages(int nid);

    /** Whether a node has CPUs. */
    boolean hasCpus(int nid);

    /** Whether kswapd of a node is awake; false if the node has no memory. */
    boolean kswapdAwake(int nid);

    /** Whether a node is being reclaimed on behalf of a request right now (the reclaim lock). */
    boolean reclaimBusy(int nid);

    /** The memory tier of a node; a lower number is faster, all are equal by default. */
    int tier(int nid);

    /** SLIT distance, 10 for the node itself, at most 255. */
    int distance(int from, int to);

    /** The distance up to which a node may be reclaimed for a request (30; 32 on AMD Zen). */
    int reclaimDistance();

    /** {@code vm.min_unmapped_ratio}: percent of managed pages, 0 to 100. */
    int minUnmappedRatio();

    /** {@code vm.min_slab_ratio}: percent of managed pages, 0 to 100. */
    int minSlabRatio();

    /** Virtual time in nanoseconds since the machine was built. */
    long nowNanos();
}
