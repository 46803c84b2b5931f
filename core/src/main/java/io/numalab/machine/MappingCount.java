package io.numalab.machine;

import io.numalab.memory.LruList;
import io.numalab.memory.PageFlags;

/** Adds up the pages of a mapping. One thread only. */
final class MappingCount {
    private long anonPages;
    private long dirtyPages;
    private long activePages;
    private long writebackPages;
    private long swapCachePages;

    void add(int flags, boolean anonymous) {
        boolean inSwap = (flags & PageFlags.SWAP_CACHE) != 0;
        // Swap-backed pages without a slot have their content nowhere else, whether or not they are marked.
        boolean onlyHere = (flags & PageFlags.SWAP_BACKED) != 0 && !inSwap;
        int list = (flags & PageFlags.LIST_MASK) - 1;
        anonPages += anonymous ? 1 : 0;
        dirtyPages += onlyHere || (flags & PageFlags.DIRTY) != 0 ? 1 : 0;
        activePages += list == LruList.ACTIVE_ANON.ordinal() || list == LruList.ACTIVE_FILE.ordinal() ? 1 : 0;
        writebackPages += (flags & PageFlags.WRITEBACK) != 0 ? 1 : 0;
        swapCachePages += inSwap ? 1 : 0;
    }

    MappingState state(long[] pagesPerNode) {
        return new MappingState(pagesPerNode, anonPages, dirtyPages, activePages, writebackPages, swapCachePages);
    }
}
