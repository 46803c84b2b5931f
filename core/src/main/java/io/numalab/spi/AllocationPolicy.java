package io.numalab.spi;

/**
 * Decides where pages land and what happens when a zone is short of memory. One instance serves one attachment; it is
 * called from one thread only. It must answer the same question the same way: state may come only from what it is
 * shown and from the seeded randomness of its context.
 */
public interface AllocationPolicy {

    /**
     * Where a request should look for its page. Asked once per (attachment, kind, gfp, node of the CPU) and cached
     * until the cpuset of the task or the attachment changes; may allocate on the heap. Models {@code policy_node} and
     * {@code policy_nodemask}.
     *
     * @param query the request; valid only during the call
     * @return the placement; never null. The default is the node of the CPU, as in Linux
     */
    default Placement place(PlacementQuery query) {
        return Placement.preferred(query.cpuNode());
    }

    /**
     * What to do with a candidate zone whose free pages do not exceed the mark. Asked for every such zone of every
     * walk, so it must not allocate on the heap. Models the branch of {@code get_page_from_freelist} that calls
     * {@code node_reclaim}.
     *
     * @param view the request and the zone; valid only during the call
     * @return the answer; never null
     */
    default Verdict belowWatermark(PressureView view) {
        return Verdict.SKIP;
    }
}
