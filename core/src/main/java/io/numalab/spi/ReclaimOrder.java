package io.numalab.spi;

/**
 * What a reclaim on behalf of one request may do; immutable, created once per policy and reused.
 *
 * @param write may write dirty pages back and let the flusher be woken (RECLAIM_WRITE)
 * @param unmap may take mapped pages (RECLAIM_UNMAP)
 * @param swap may take anonymous pages where swap exists; in Linux always true
 * @param targetPages pages to reclaim before stopping, 1 to 1024; Linux: 32
 * @param cacheFloorPages the file pages of the node below which nothing is taken; 0 for none
 * @param victims which file pages may be taken at all
 */
public record ReclaimOrder(
        boolean write, boolean unmap, boolean swap, int targetPages, long cacheFloorPages, Victims victims) {

    /** Which pages of a list a reclaim may take; the others rotate. */
    public enum Victims {
        /** Whatever the LRU offers. */
        ANY,
        /** Not pages that were read again while resident. */
        UNREFERENCED,
        /** Not pages that came back after an eviction or were active before. */
        NOT_WORKINGSET
    }

    /** Checks the ranges. */
    public ReclaimOrder {
        if (targetPages < 1 || targetPages > 1024) {
            throw new IllegalArgumentException("targetPages " + targetPages + ": expected 1 to 1024");
        }
        if (cacheFloorPages < 0) {
            throw new IllegalArgumentException("cacheFloorPages " + cacheFloorPages + ": expected >= 0");
        }
    }

    /** The order that Linux's node_reclaim gives for the bits 2 (write) and 4 (unmap) of zone_reclaim_mode. */
    public static ReclaimOrder ofZoneReclaimMode(int mode) {
        return new ReclaimOrder((mode & 2) != 0, (mode & 4) != 0, true, 32, 0, Victims.ANY);
    }
}
