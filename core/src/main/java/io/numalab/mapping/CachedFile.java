package io.numalab.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file and its page cache: an {@code int} per page that holds a frame, nothing, or the shadow of an evicted page.
 * Models {@code struct address_space}. One thread only; the index is allocated at the first access.
 */
public final class CachedFile extends PageOwner {
    /** The kernel's smallest readahead window: what is missed no further behind comes with the same request. */
    public static final int RUN_GAP_PAGES = 4;
    /** Pages below one node of the kernel's tree. */
    private static final int PAGES_PER_TREE_NODE_SHIFT = 6;

    private int pages;
    private long[] treeNodes = new long[0];
    private final List<VirtualArea> areas = new ArrayList<>();
    private int dirtyPages;
    private int flushCursor;
    private long dirtiedSinceNanos = Long.MAX_VALUE;
    // How pages that were read before are read again: behind one another, or after a jump.
    private int readLast = -1 - RUN_GAP_PAGES;
    private long rereads;
    private long rereadSpanPages;
    private long rereadJumps;

    /** A file of a size. */
    public CachedFile(int id, String name, int pages) {
        super(id, name, new int[0]);
        this.pages = pages;
    }

    @Override
    PageOwner copy(Owners owners) {
        CachedFile copy = new CachedFile(id(), name(), pages);
        copy.entries = entries.clone();
        copy.treeNodes = treeNodes.clone();
        copy.dirtyPages = dirtyPages;
        copy.flushCursor = flushCursor;
        copy.dirtiedSinceNanos = dirtiedSinceNanos;
        copy.readLast = readLast;
        copy.rereads = rereads;
        copy.rereadSpanPages = rereadSpanPages;
        copy.rereadJumps = rereadJumps;
        return copy;
    }

    /**
     * Notes that pages were read one behind the other.
     *
     * @param page the first
     * @param count how many of them
     * @param again how many of those had been read before
     */
    void read(int page, int count, int again) {
        if (again > 0) {
            int gap = page - readLast;
            boolean jump = gap <= 0 || gap > RUN_GAP_PAGES;
            rereads += again;
            rereadSpanPages += again + (jump ? -1 : gap - 1);
            rereadJumps += jump ? 1 : 0;
            if (rereads > pages) {
                // What is long ago counts less and less.
                rereads >>= 1;
                rereadSpanPages >>= 1;
                rereadJumps >>= 1;
            }
        }
        readLast = page + count - 1;
    }

    /**
     * What reading one of its pages in use again is expected to cost, from how they were read again so far: those
     * passed over in a run come from the disk with the run, after a jump a page comes alone. The kernel has both in its
     * state of readahead.
     *
     * @param runPicos the price of a page of a run
     * @param jumpPicos the price of a page alone
     * @return picoseconds; {@code jumpPicos} if none was read again yet
     */
    public long rereadPicos(long runPicos, long jumpPicos) {
        return rereads == 0 ? jumpPicos : (rereadSpanPages * runPicos + rereadJumps * jumpPicos) / rereads;
    }

    /** Its size in pages. */
    public int pages() {
        return pages;
    }

    /** Makes it at least this large. */
    public void extend(int pages) {
        this.pages = Math.max(this.pages, pages);
    }

    /** The areas that map it. */
    public List<VirtualArea> areas() {
        return areas;
    }

    /** The frame of a page, or -1 if it is not in the cache. */
    public int frame(int page) {
        return page < entries.length && entries[page] > 0 ? entries[page] - 1 : -1;
    }

    /** The shadow of an evicted page, or -1. */
    public int shadow(int page) {
        return page < entries.length && entries[page] < 0 ? ~entries[page] : -1;
    }

    /**
     * Puts a frame in the cache.
     *
     * @return whether the kernel needs a new tree node for it
     */
    public boolean insert(int page, int frame) {
        if (page >= entries.length) {
            entries = Arrays.copyOf(entries, Math.max(page + 1, pages));
            treeNodes = Arrays.copyOf(treeNodes, (entries.length >> PAGES_PER_TREE_NODE_SHIFT + 6) + 1);
        }
        entries[page] = frame + 1;
        int treeNode = page >> PAGES_PER_TREE_NODE_SHIFT;
        long bit = 1L << treeNode;
        boolean fresh = (treeNodes[treeNode >> 6] & bit) == 0;
        treeNodes[treeNode >> 6] |= bit;
        return fresh;
    }

    /**
     * Puts frames in the cache for consecutive pages of one tree node that the kernel has already.
     *
     * @return how many of the pages had been evicted before
     */
    int insert(int page, int[] run, int from, int count) {
        int evictedBefore = 0;
        for (int i = 0; i < count; i++) {
            evictedBefore += entries[page + i] >>> 31;
            entries[page + i] = run[from + i] + 1;
        }
        return evictedBefore;
    }

    /** Whether the kernel has the tree node of a page already. */
    boolean hasTreeNode(int page) {
        int treeNode = page >> PAGES_PER_TREE_NODE_SHIFT;
        return page < entries.length && (treeNodes[treeNode >> 6] & 1L << treeNode) != 0;
    }

    /** The first page after {@code page} that belongs to another tree node. */
    static int treeNodeEnd(int page) {
        return (page >> PAGES_PER_TREE_NODE_SHIFT) + 1 << PAGES_PER_TREE_NODE_SHIFT;
    }

    /** Replaces a frame by the shadow it leaves. */
    public void evict(int page, int shadow) {
        entries[page] = ~shadow;
    }

    /** Removes a frame without a trace. */
    public void remove(int page) {
        entries[page] = 0;
    }

    /** Pages that differ from the disk. */
    public int dirtyPages() {
        return dirtyPages;
    }

    /** When the oldest of them became dirty (approximately: when the file did), or {@link Long#MAX_VALUE}. */
    public long dirtiedSinceNanos() {
        return dirtiedSinceNanos;
    }

    /** Notes that a page became dirty. */
    public void dirtied(long nowNanos) {
        if (dirtyPages++ == 0) {
            dirtiedSinceNanos = nowNanos;
        }
    }

    /** Notes that a page is dirty no longer. */
    public void cleaned() {
        if (--dirtyPages == 0) {
            dirtiedSinceNanos = Long.MAX_VALUE;
        }
    }

    /** Where the flusher goes on, in pages. */
    public int flushCursor() {
        return flushCursor;
    }

    /** Sets where the flusher goes on. */
    public void setFlushCursor(int page) {
        flushCursor = page;
    }
}
