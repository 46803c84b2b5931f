package io.numalab.spi;

/**
 * A request at a candidate zone that is below its mark. What it says of the candidate's node is what {@link #machine()}
 * says. Valid only during the call; nothing here allocates.
 */
public interface PressureView extends RequestView {

    /** {@return the node of the candidate zone} */
    int nid();

    /** {@return the candidate zone} */
    ZoneType zone();

    /** {@return the nodes the request may use: those of its pass that the cpuset allows} */
    @Experimental
    NodeMask candidateNodes();

    /** {@return the mark that failed} */
    WatermarkLevel level();

    /** {@return free pages of the zone, without those on per-CPU lists} */
    long freePages();

    /** {@return the mark plus lowmem reserve: the request passes if more pages than this are free} */
    default long neededPages() {
        return neededPages(level());
    }

    /**
     * {@return the same for another mark: what the request would need there}
     *
     * @param level the mark
     */
    long neededPages(WatermarkLevel level);

    /** {@return whether the candidate's node has CPUs} */
    default boolean nodeHasCpus() {
        return machine().hasCpus(nid());
    }

    /**
     * {@return whether somebody is reclaiming the candidate's node on behalf of a request right now (the reclaim lock)}
     */
    default boolean reclaimBusy() {
        return machine().reclaimBusy(nid());
    }

    /** {@return whether kswapd of the candidate's node is awake} */
    default boolean kswapdAwake() {
        return machine().kswapdAwake(nid());
    }

    /** {@return SLIT distance from the preferred node to the candidate's node} */
    default int distance() {
        return machine().distance(preferredNode(), nid());
    }

    /** {@return the distance up to which a node may be reclaimed for a request (30; 32 on AMD Zen)} */
    default int reclaimDistance() {
        return machine().reclaimDistance();
    }

    /** {@return managed pages of the candidate's node} */
    default long managedPages() {
        return machine().managedPages(nid());
    }

    /**
     * {@return file pages of the candidate's node that a reclaim could take (linux-model 6.4)}
     *
     * @param write dirty pages count too
     * @param unmap mapped pages count too
     */
    default long reclaimableFilePages(boolean write, boolean unmap) {
        return machine().reclaimableFilePages(nid(), write, unmap);
    }

    /** {@return reclaimable slab of the candidate's node in pages} */
    default long reclaimableSlabPages() {
        return machine().reclaimableSlabPages(nid());
    }

    /** {@return {@code vm.min_unmapped_ratio}: percent of managed pages, 0 to 100} */
    default int minUnmappedRatio() {
        return machine().minUnmappedRatio();
    }

    /** {@return {@code vm.min_slab_ratio}: percent of managed pages, 0 to 100} */
    default int minSlabRatio() {
        return machine().minSlabRatio();
    }
}
