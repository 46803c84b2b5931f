package io.numalab.topology;

/** Everything that costs virtual time. The values stand in the two lists of {@link Prices}. */
public enum Price {
    /** The first touch of a page of private anonymous memory: trap, zeroing, mapping. */
    ANON_FAULT,
    /** The same for a huge page of 512 pages. */
    HUGE_FAULT,
    /** The first touch of a page of shared anonymous memory (tmpfs). */
    SHARED_FAULT,
    /** A page of a file that comes from disk, in sequence with others, read by {@code read()} or a mapping. */
    FILE_READ,
    /** A page of a file that {@code read()} finds in the page cache. */
    FILE_HIT,
    /** A page of a file that is written into the page cache. */
    FILE_WRITE,
    /** A fault that only maps what is in memory: a page, or the 16 pages around it for a file. */
    MAP_FAULT,
    /** A task's call of node or direct reclaim, whatever comes of it. */
    RECLAIM_CALL,
    /** A page that reclaim in a task's context looks at. */
    RECLAIM_SCAN,
    /** A page that reclaim in a task's context frees, on top of looking at it. */
    RECLAIM_FREE,
    /** A mapped page that reclaim takes out of a page table. */
    RECLAIM_UNMAP,
    /** A page that kswapd looks at. */
    KSWAPD_SCAN,
    /** A page that kswapd frees, on top of looking at it. */
    KSWAPD_FREE,
    /** The time from waking kswapd until it runs. */
    KSWAPD_WAKE,
    /** A page written to swap. */
    SWAP_WRITE,
    /** A page read back from swap at a fault. */
    SWAP_READ,
    /** A dirty page of a file that the flusher writes to disk. */
    WRITEBACK,
    /** A page moved to another node. */
    MIGRATE,
    /** A fault that only tells NUMA balancing who uses a page. */
    HINT_FAULT,
    /** A load from a page on the node of the CPU. */
    ACCESS_LOCAL,
    /** A load from a page on another node. */
    ACCESS_REMOTE
}
