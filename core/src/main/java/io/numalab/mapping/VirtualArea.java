package io.numalab.mapping;

/**
 * A mapping of one address space: private anonymous memory, shared anonymous memory, or a range of a file. Its page
 * table is an {@code int} per page, or a bit for a file, whose cache knows the frames. Models
 * {@code struct vm_area_struct} with the page tables below it. One thread only.
 */
public final class VirtualArea extends PageOwner {

    /** What is mapped. */
    public enum Kind {
        /** Private anonymous memory. */
        ANON,
        /** Shared anonymous memory (tmpfs). */
        SHARED,
        /** A range of a file, shared. */
        FILE
    }

    /** Pages of a huge page. */
    public static final int HUGE_PAGES = 512;

    // Address spaces grow down from an address that is no multiple of a huge page.
    private static final int HUGE_OFFSET = HUGE_PAGES / 2;
    private static final int PAGES_PER_TABLE_SHIFT = 9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Kind kind;
    private final int pages;
    private final CachedFile file;
    private final int firstFilePage;
    /** A bit for each page of a file that is mapped; no entries then. */
    private final long[] mapped;
    private final int[] tables;
    private boolean locked;
    // NUMA balancing: which entries are marked, since when, and who touched the page last (node plus one).
    private long[] hints;
    private byte[] lastNodes;
    private int[] hintedMillis;

    /** Anonymous memory. */
    public VirtualArea(int id, String name, Kind kind, int pages) {
        this(id, name, kind, pages, null, 0, new int[pages], null, new int[(pages >> PAGES_PER_TABLE_SHIFT) + 1]);
    }

    /** A range of a file. */
    public VirtualArea(int id, String name, CachedFile file, int firstFilePage, int pages) {
        this(id, name, Kind.FILE, pages, file, firstFilePage, null, new long[(pages >> 6) + 1],
                new int[(pages >> PAGES_PER_TABLE_SHIFT) + 1]);
        file.areas().add(this);
    }

    private VirtualArea(
            int id, String name, Kind kind, int pages, CachedFile file, int firstFilePage, int[] entries,
            long[] mapped, int[] tables) {
        super(id, name, entries);
        this.kind = kind;
        this.pages = pages;
        this.file = file;
        this.firstFilePage = firstFilePage;
        this.mapped = mapped;
        this.tables = tables;
    }

    @Override
    PageOwner copy(Owners owners) {
        CachedFile otherFile = file == null ? null : (CachedFile) owners.get(file.id());
        VirtualArea copy = new VirtualArea(
                id(), name(), kind, pages, otherFile, firstFilePage, entries == null ? null : entries.clone(),
                mapped == null ? null : mapped.clone(), tables.clone());
        copy.locked = locked;
        copy.hints = hints == null ? null : hints.clone();
        copy.lastNodes = lastNodes == null ? null : lastNodes.clone();
        copy.hintedMillis = hintedMillis == null ? null : hintedMillis.clone();
        if (otherFile != null) {
            otherFile.areas().add(copy);
        }
        return copy;
    }

    /** What is mapped. */
    public Kind kind() {
        return kind;
    }

    /** Its length in pages. */
    public int pages() {
        return pages;
    }

    /** The file, or null. */
    public CachedFile file() {
        return file;
    }

    /** The page of the file that page 0 shows. */
    public int firstFilePage() {
        return firstFilePage;
    }

    /** The first page of the huge page that a page belongs to, or -1 if that does not lie in the area. */
    public int hugeStart(int page) {
        int start = (page - HUGE_OFFSET & -HUGE_PAGES) + HUGE_OFFSET;
        return start < 0 || start + HUGE_PAGES > pages ? -1 : start;
    }

    /** Whether no page of a huge page is present or in swap. */
    public boolean isEmpty(int start) {
        for (int page = start; page < start + HUGE_PAGES; page++) {
            if (entries[page] != 0) {
                return false;
            }
        }
        return true;
    }

    /** How many pages from one on are neither present nor in swap, up to {@code most} and within one page table. */
    public int emptyPages(int page, int most) {
        int end = Math.min(page + most, (page >> PAGES_PER_TABLE_SHIFT) + 1 << PAGES_PER_TABLE_SHIFT);
        int next = page;
        while (next < end && entries[next] == 0) {
            next++;
        }
        return next - page;
    }

    /** Whether {@code mlock} holds. */
    public boolean locked() {
        return locked;
    }

    /** Sets whether {@code mlock} holds. */
    public void setLocked(boolean locked) {
        this.locked = locked;
    }

    /** The frame of a page, or -1 if it is not mapped. */
    public int frame(int page) {
        if (mapped != null) {
            return (mapped[page >> 6] & 1L << page) == 0 ? -1 : file.frame(firstFilePage + page);
        }
        return entries[page] > 0 ? entries[page] - 1 : -1;
    }

    /** The swap slot of a page, or -1. */
    public int swapSlot(int page) {
        return mapped == null && entries[page] < 0 ? ~entries[page] : -1;
    }

    /** Enters a frame (for a file: notes that the page is mapped). */
    public void map(int page, int frame) {
        if (mapped != null) {
            mapped[page >> 6] |= 1L << page;
        } else {
            entries[page] = frame + 1;
        }
        if (hints != null) {
            clearHint(page);
        }
    }

    /** Enters a swap slot. */
    public void mapSwap(int page, int slot) {
        entries[page] = ~slot;
    }

    /** Removes an entry. */
    public void clear(int page) {
        if (mapped != null) {
            mapped[page >> 6] &= ~(1L << page);
            return;
        }
        entries[page] = 0;
    }

    /** Removes the entries of some pages of the file, of those that the area shows. */
    void clearFilePages(int[] filePages, int from, int to) {
        for (int i = from; i < to; i++) {
            int page = filePages[i] - firstFilePage;
            if (page >= 0 && page < pages) {
                mapped[page >> 6] &= ~(1L << page);
            }
        }
    }

    /** Marks an entry, so that the next touch is noticed. */
    public void setHint(int page, long nowNanos) {
        if (hints == null) {
            hints = new long[(pages >> 6) + 1];
            lastNodes = new byte[pages];
            hintedMillis = new int[pages];
        }
        hints[page >> 6] |= 1L << page;
        hintedMillis[page] = (int) (nowNanos / NANOS_PER_MILLI);
    }

    /** Whether an entry is marked. */
    public boolean hinted(int page) {
        return hints != null && (hints[page >> 6] & 1L << page) != 0;
    }

    /** Removes a mark. */
    public void clearHint(int page) {
        hints[page >> 6] &= ~(1L << page);
    }

    /** When an entry was marked last, in nanoseconds with the precision of a millisecond; exact for 24 days. */
    public long hintedNanos(int page) {
        return hintedMillis[page] * NANOS_PER_MILLI;
    }

    /** The node of the CPU that touched a marked page last, or -1. */
    public int lastNode(int page) {
        return (lastNodes[page] & 0xff) - 1;
    }

    /** Remembers who touched a marked page; exact for up to 254 nodes. */
    public void setLastNode(int page, int nid) {
        lastNodes[page] = (byte) Math.min(nid + 1, 255);
    }

    /** The number of page tables the area can need. */
    public int tableCount() {
        return tables.length;
    }

    /** Which page table a page needs. */
    public static int tableOf(int page) {
        return page >> PAGES_PER_TABLE_SHIFT;
    }

    /** The frame of a page table, or -1. */
    public int tableFrame(int table) {
        return tables[table] - 1;
    }

    /** Enters or (with -1) removes a page table. */
    public void setTableFrame(int table, int frame) {
        tables[table] = frame + 1;
    }
}
