package io.numalab.memory;

/**
 * The bits of a frame's state word. The lowest three say which LRU list holds the page; those above bit 15 exist only
 * where pages are kept in generations.
 */
public final class PageFlags {
    /** Bits that hold the LRU list plus one; 0 for a page on no list. */
    public static final int LIST_MASK = 7;
    /** Read once since it came, or since it last moved. */
    public static final int REFERENCED = 1 << 3;
    /** Differs from its backing store. */
    public static final int DIRTY = 1 << 4;
    /** Being written. */
    public static final int WRITEBACK = 1 << 5;
    /** To be reclaimed as soon as its I/O ends. */
    public static final int RECLAIM = 1 << 6;
    /** Was active, or came back soon after an eviction. */
    public static final int WORKINGSET = 1 << 7;
    /** Touched through a page table since reclaim last looked. */
    public static final int YOUNG = 1 << 8;
    /** Locked in memory. */
    public static final int MLOCKED = 1 << 9;
    /** Anonymous or tmpfs: swap is its backing store. */
    public static final int SWAP_BACKED = 1 << 10;
    /** Has a slot in swap. */
    public static final int SWAP_CACHE = 1 << 11;
    /** In at least one page table. */
    public static final int MAPPED = 1 << 12;
    /** Kernel page: no owner, on no list. */
    public static final int KERNEL = 1 << 13;
    /** tmpfs page. */
    public static final int SHARED = 1 << 14;
    /** Has a buffer head (was dirtied through a file system). */
    public static final int BUFFER = 1 << 15;

    private PageFlags() {}
}
