package io.numalab.spi;

/**
 * What a reclaim on behalf of one request may do; immutable, created once per policy and reused. Models the arguments
 * of {@code __node_reclaim}.
 *
 * <p>Since 6.3 the multi-generational LRU takes nothing at all for {@code node_reclaim} without both rights to write
 * and to unmap (linux-model 20). That holds here too for orders with {@link Victims#ANY}, which are Linux's own; an
 * order with another victim class is of no kernel that exists and works as it says.
 *
 * <p>A reclaim goes on until it has its pages or has been over the lists at all priorities from 4 to 0, as Linux's does
 * (linux-model 6.5): it looks at no more than twice the pages there are, and a request pays for each. What it found is
 * told to {@link AllocationPolicy#afterReclaim}, so that a policy can leave a node alone that does not pay.
 *
 * @param write may write dirty pages back and let the flusher be woken (RECLAIM_WRITE)
 * @param unmap may take mapped pages (RECLAIM_UNMAP)
 * @param swap may take anonymous pages where swap exists; in Linux always true
 * @param targetPages pages to reclaim before stopping, 1 to 1024; Linux: 32
 * @param cacheFloorPages the file pages of the node below which nothing is taken; 0 for none
 * @param victims which file pages may be taken at all
 * @param rereadNanosMax of the file pages that {@link Victims#NOT_WORKINGSET} spares, those may be taken all the same
 *     that are expected to be read again in no more than so many nanoseconds each, on the mean of their file; 0 for
 *     none. Whether a file is read in runs, which readahead brings back at the price of a page each, or here and there,
 *     at the price of a request each, is seen from how its pages were read again so far. Classic lists only;
 *     experimental
 */
public record ReclaimOrder(
        boolean write, boolean unmap, boolean swap, int targetPages, long cacheFloorPages, Victims victims,
        long rereadNanosMax) {

    /** Which pages of a list a reclaim may take; the others rotate. */
    public enum Victims {
        /** Whatever the LRU offers. */
        ANY,
        /**
         * Not pages that were used since reclaim last met them: read, or touched through a mapping. A page that reclaim
         * has never met bears the mark of the read that brought it in, so it is passed over once: the first such
         * reclaim of a long list may look at all of it, later ones take what it has passed.
         */
        UNREFERENCED,
        /**
         * Not pages that came back after an eviction or were active before. The active list is left as it is, unless
         * the order has a {@link #rereadNanosMax}.
         */
        NOT_WORKINGSET
    }

    /**
     * Checks the ranges.
     *
     * @param write whether dirty pages may be written
     * @param unmap whether mapped pages may be unmapped
     * @param swap whether anonymous pages may be swapped out
     * @param targetPages how many pages are wanted
     * @param cacheFloorPages page cache that stays
     * @param victims which pages
     * @param rereadNanosMax how long reading a page in use again may take
     */
    public ReclaimOrder {
        if (targetPages < 1 || targetPages > 1024) {
            throw new IllegalArgumentException("targetPages " + targetPages + ": expected 1 to 1024");
        }
        if (cacheFloorPages < 0) {
            throw new IllegalArgumentException("cacheFloorPages " + cacheFloorPages + ": expected >= 0");
        }
        if (rereadNanosMax < 0) {
            throw new IllegalArgumentException("rereadNanosMax " + rereadNanosMax + ": expected >= 0");
        }
    }

    /**
     * An order that takes no page in use.
     *
     * @param write whether dirty pages may be written
     * @param unmap whether mapped pages may be unmapped
     * @param swap whether anonymous pages may be swapped out
     * @param targetPages how many pages are wanted
     * @param cacheFloorPages page cache that stays
     * @param victims which pages
     */
    public ReclaimOrder(
            boolean write, boolean unmap, boolean swap, int targetPages, long cacheFloorPages, Victims victims) {
        this(write, unmap, swap, targetPages, cacheFloorPages, victims, 0);
    }

    /**
     * {@return the same order, which may take pages in use too that are cheap to read again}
     *
     * @param nanosMax how long reading one of them again may be expected to take
     */
    @Experimental
    public ReclaimOrder orRereadWithin(long nanosMax) {
        return new ReclaimOrder(write, unmap, swap, targetPages, cacheFloorPages, victims, nanosMax);
    }

    /**
     * {@return clean, unmapped page cache that nobody has used lately, and no anonymous page}
     *
     * @param targetPages as for the record
     * @param cacheFloorPages as for the record
     */
    public static ReclaimOrder coldCache(int targetPages, long cacheFloorPages) {
        return new ReclaimOrder(false, false, false, targetPages, cacheFloorPages, Victims.UNREFERENCED);
    }

    /**
     * {@return the order that Linux's node_reclaim gives for the bits 2 (write) and 4 (unmap) of zone_reclaim_mode}
     *
     * @param mode the bits of {@code vm.zone_reclaim_mode}, 0 to 7
     */
    public static ReclaimOrder ofZoneReclaimMode(int mode) {
        return new ReclaimOrder((mode & 2) != 0, (mode & 4) != 0, true, 32, 0, Victims.ANY);
    }
}
