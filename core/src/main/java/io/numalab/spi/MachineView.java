package io.numalab.spi;

/**
 * The machine as it is at this moment, read-only. All amounts are pages of 4 KiB; node ids run from 0 to
 * {@link #nodeCount()} - 1, and a node without memory has 0 of everything. Valid only during the call it was handed to;
 * nothing here allocates on the heap.
 */
public interface MachineView {

    /** {@return one more than the largest node id} */
    int nodeCount();

    /**
     * {@return managed pages of a node: what its zones were given at boot}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    long managedPages(int nid);

    /**
     * {@return free pages of a node's zones, without those on per-CPU lists}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    long freePages(int nid);

    /**
     * {@return the sum of a mark over the zones of a node, without lowmem reserves}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     * @param level the mark
     */
    long markPages(int nid, WatermarkLevel level);

    /**
     * {@return file pages of a node that a reclaim could take: {@code node_pagecache_reclaimable} (linux-model 6.4)}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     * @param write dirty pages count too
     * @param unmap mapped pages count too
     */
    long reclaimableFilePages(int nid, boolean write, boolean unmap);

    /**
     * {@return page cache of a node, tmpfs included: {@code nr_file_pages}}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    long filePages(int nid);

    /**
     * {@return mapped anonymous pages of a node: {@code nr_anon_pages}}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    long anonymousPages(int nid);

    /**
     * {@return reclaimable slab of a node}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    long reclaimableSlabPages(int nid);

    /**
     * {@return whether a node has CPUs}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    boolean hasCpus(int nid);

    /**
     * {@return whether kswapd of a node is awake; false if the node has no memory}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    boolean kswapdAwake(int nid);

    /**
     * {@return whether a node is being reclaimed on behalf of a request right now (the reclaim lock)}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    boolean reclaimBusy(int nid);

    /**
     * {@return the memory tier of a node; a lower number is faster, all are equal by default}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    int tier(int nid);

    /**
     * {@return SLIT distance, 10 for the node itself, at most 255}
     *
     * @param from the node of the CPU, 0 to {@link #nodeCount()} - 1
     * @param to the node of the memory, 0 to {@link #nodeCount()} - 1
     */
    int distance(int from, int to);

    /**
     * {@return how long a load takes at a node that has nothing else to do, in nanoseconds} Linux has it from the HMAT
     * ({@code access0/initiators/read_latency} of a node).
     *
     * @param from the node of the CPU, 0 to {@link #nodeCount()} - 1
     * @param to the node of the memory, 0 to {@link #nodeCount()} - 1
     */
    @Experimental
    double accessNanos(int from, int to);

    /** {@return the distance up to which a node may be reclaimed for a request (30; 32 on AMD Zen)} */
    int reclaimDistance();

    /** {@return {@code vm.min_unmapped_ratio}: percent of managed pages, 0 to 100} */
    int minUnmappedRatio();

    /** {@return {@code vm.min_slab_ratio}: percent of managed pages, 0 to 100} */
    int minSlabRatio();

    /** {@return virtual time in nanoseconds since the machine was built} */
    long nowNanos();
}
