package io.numalab.mapping;

/**
 * How the shadow of an evicted page is packed into 31 bits: workingset mark, evicting node, and as many low bits of the
 * node's age as remain, as the kernel's {@code pack_shadow} does. Distances are exact as long as they fit these bits:
 * 29 bits (2 TiB of evictions) on two nodes.
 */
public final class ShadowCode {
    private final int nodeBits;
    private final long ageMask;

    /** For machines of this many nodes. */
    public ShadowCode(int nodeCount) {
        nodeBits = 32 - Integer.numberOfLeadingZeros(Math.max(1, nodeCount - 1));
        ageMask = (1L << 30 - nodeBits) - 1;
    }

    /** Packs a shadow. */
    public int pack(int nid, long age, boolean workingset) {
        return (int) (age & ageMask) << nodeBits + 1 | nid << 1 | (workingset ? 1 : 0);
    }

    /** The evicting node. */
    public int nid(int shadow) {
        return shadow >> 1 & (1 << nodeBits) - 1;
    }

    /** Whether the page was in the working set. */
    public boolean workingset(int shadow) {
        return (shadow & 1) != 0;
    }

    /** The age as far as it was kept. */
    public long age(int shadow) {
        return shadow >>> nodeBits + 1;
    }

    /** The part of an age that is kept. */
    public long kept(long age) {
        return age & ageMask;
    }

    /** Evictions and activations on the evicting node since. */
    public long distance(int shadow, long ageNow) {
        return ageNow - (shadow >>> nodeBits + 1) & ageMask;
    }
}
