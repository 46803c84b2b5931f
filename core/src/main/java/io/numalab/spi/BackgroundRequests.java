package io.numalab.spi;

/**
 * Takes what a {@linkplain AllocationPolicy#tick tick} wants done. The requests are carried out in their order after
 * the tick, each at its price in virtual time, by a kernel thread of the policy; what cannot be done by then is left
 * out silently. Valid only during the call; allocates nothing on the heap.
 *
 * <p>Bounds: {@value #REQUESTS_MAX} requests per tick, {@value #PAGES_MAX} pages per request. A method answers false,
 * and nothing is noted, if the tick has used up its requests.
 */
@Experimental
public interface BackgroundRequests {

    /** Requests per tick. */
    int REQUESTS_MAX = 32;
    /** Pages per request. */
    int PAGES_MAX = 1024;

    /**
     * Wakes kswapd of a node. As in Linux it goes back to sleep if some zone of the node is above its high mark, so a
     * wake-up is early between high and low, and in vain above high.
     *
     * @param nid the node, 0 to {@link MachineView#nodeCount()} - 1
     * @return whether the request was noted
     * @throws IllegalArgumentException if there is no such node
     */
    boolean wakeKswapd(int nid);

    /**
     * Reclaims on a node by an order, at most {@link ReclaimOrder#targetPages()} pages, behind the same gates as {@code
     * node_reclaim}: not while somebody else reclaims there, not below {@code vm.min_unmapped_ratio}.
     *
     * @param nid the node, 0 to {@link MachineView#nodeCount()} - 1
     * @param order what it may take, and how much
     * @return whether the request was noted
     * @throws IllegalArgumentException if there is no such node
     */
    boolean reclaim(int nid, ReclaimOrder order);

    /**
     * Moves pages of the mappings the policy is attached to from one node to another, those with the lowest index
     * first, as long as the target has a page above its min mark. Locked pages and pages of files stay.
     *
     * @param from the node the pages lie on
     * @param to the node they go to
     * @param pages 1 to {@value #PAGES_MAX}
     * @return whether the request was noted
     * @throws IllegalArgumentException if a node does not exist or the number is out of range
     */
    boolean migrate(int from, int to, int pages);

    /**
     * Moves the coldest pages of a node to a slower tier; nothing happens if demotion is off or there is none.
     *
     * @param nid the node, 0 to {@link MachineView#nodeCount()} - 1
     * @param pages 1 to {@value #PAGES_MAX}
     * @return whether the request was noted
     * @throws IllegalArgumentException if there is no such node or the number is out of range
     */
    boolean demote(int nid, int pages);
}
