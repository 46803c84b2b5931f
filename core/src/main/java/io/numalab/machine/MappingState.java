package io.numalab.machine;

/**
 * The pages of a mapping at one moment, as {@code /proc/PID/numa_maps} counts them: only those that are present.
 *
 * @param pagesPerNode by node
 * @param anonPages private anonymous pages
 * @param dirtyPages pages that differ from what swap or the file holds
 * @param activePages pages on an active list of the classic LRU
 * @param writebackPages pages being written
 * @param swapCachePages pages that have a slot in swap as well
 */
public record MappingState(
        long[] pagesPerNode, long anonPages, long dirtyPages, long activePages, long writebackPages,
        long swapCachePages) {

    /** All present pages. */
    public long presentPages() {
        long sum = 0;
        for (long pages : pagesPerNode) {
            sum += pages;
        }
        return sum;
    }
}
