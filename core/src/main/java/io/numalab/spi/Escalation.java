package io.numalab.spi;

/**
 * How a request goes on when its first sweep found no page: immutable, created once per policy and reused.
 *
 * @param wakes the nodes whose kswapd is woken, of those the request may use; null for all of them, as in Linux.
 *     Without the flag {@link GfpFlags#KSWAPD_RECLAIM} nobody is woken
 * @param reclaimsDirectly whether the request keeps its right to reclaim in its own context; without it the pass ends
 *     after the sweeps down to the min mark, and if it was the last one, the request fails
 */
public record Escalation(NodeMask wakes, boolean reclaimsDirectly) {

    /** What Linux does: everybody is woken, and the request reclaims if its flags let it. */
    public static final Escalation LINUX = new Escalation(null, true);

    /**
     * {@return whether the kswapd of a node is woken; allocates nothing on the heap}
     *
     * @param nid the node of the kswapd
     */
    public boolean wakes(int nid) {
        return wakes == null || wakes.contains(nid);
    }
}
