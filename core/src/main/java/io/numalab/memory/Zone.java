package io.numalab.memory;

import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import java.util.Arrays;

/**
 * A zone of a node: a range of frames with its free pages and watermarks. Fields that the allocation path reads are
 * package-visible or simple accessors; one thread only. Models {@code struct zone}.
 */
public final class Zone {
    private static final int CLASSES = ZoneType.values().length;

    final FrameAllocator allocator;
    final int[] lruPages = new int[LruList.COUNT];
    int freePages;
    int perCpuBatch = 1;
    int perCpuHigh = 4;
    int perCpuHighMost = 4;
    boolean reclaimActive;
    private int boostPages;
    boolean belowHigh;
    private boolean recovered;
    int foreignPages;
    int foreignFreePages;

    private final int index;
    private final int nid;
    private final ZoneType type;
    private final int firstFrame;
    private final int managedPages;
    private final int[] marks = new int[WatermarkLevel.values().length];
    private final int[] reservePages = new int[CLASSES];
    private final int[] neededPages = new int[WatermarkLevel.values().length * CLASSES];

    Zone(int index, int nid, ZoneType type, int firstFrame, int managedPages) {
        this.index = index;
        this.nid = nid;
        this.type = type;
        this.firstFrame = firstFrame;
        this.managedPages = managedPages;
        allocator = new FrameAllocator(managedPages);
        freePages = managedPages;
    }

    Zone(Zone other) {
        index = other.index;
        nid = other.nid;
        type = other.type;
        firstFrame = other.firstFrame;
        managedPages = other.managedPages;
        allocator = other.allocator.copy();
        freePages = other.freePages;
        perCpuBatch = other.perCpuBatch;
        perCpuHigh = other.perCpuHigh;
        perCpuHighMost = other.perCpuHighMost;
        reclaimActive = other.reclaimActive;
        boostPages = other.boostPages;
        belowHigh = other.belowHigh;
        recovered = other.recovered;
        foreignPages = other.foreignPages;
        foreignFreePages = other.foreignFreePages;
        System.arraycopy(other.lruPages, 0, lruPages, 0, lruPages.length);
        System.arraycopy(other.marks, 0, marks, 0, marks.length);
        System.arraycopy(other.reservePages, 0, reservePages, 0, reservePages.length);
        System.arraycopy(other.neededPages, 0, neededPages, 0, neededPages.length);
    }

    /** Position among all zones of the machine, node by node, lowest zone first. */
    public int index() {
        return index;
    }

    /** The node it belongs to. */
    public int nid() {
        return nid;
    }

    /** Which zone of the node. */
    public ZoneType type() {
        return type;
    }

    /** Its first frame. */
    public int firstFrame() {
        return firstFrame;
    }

    /** Whether a frame of the machine lies here. */
    public boolean contains(int frame) {
        return frame >= firstFrame && frame - firstFrame < managedPages;
    }

    /** Pages under the allocator's control. */
    public int managedPages() {
        return managedPages;
    }

    /** Free pages, without those on per-CPU lists. */
    public int freePages() {
        return freePages;
    }

    /** A watermark in pages, with the boost in force. */
    public int mark(WatermarkLevel level) {
        return marks[level.ordinal()] + boostPages;
    }

    /** By how much every watermark is raised for the time being (linux-model 2.4). */
    public int boostPages() {
        return boostPages;
    }

    /** Sets by how much every watermark is raised. */
    public void setBoost(int pages) {
        boostPages = pages;
        refreshNeeded();
    }

    /**
     * Free pages in blocks of other mobility types: a first sweep may not use them where DMA32 lies below (linux-model
     * 5.2c), and a refill that has to use them raises the zone's marks.
     */
    public int foreignFreePages() {
        return foreignFreePages;
    }

    /** Whether a refill since the last {@link #takeForeignPages} had to use such pages. */
    public boolean hasForeignPages() {
        return foreignPages > 0;
    }

    /**
     * User pages that had to come from blocks of other mobility types since the last call (linux-model 2.4).
     */
    public int takeForeignPages() {
        int pages = foreignPages;
        foreignPages = 0;
        return pages;
    }

    /** Notes whether a walk found the zone above its high mark, which lets per-CPU lists grow (linux-model 5.2e). */
    public void noteHigh(int zoneClass) {
        if (!belowHigh && !passes(WatermarkLevel.HIGH.ordinal(), zoneClass)) {
            belowHigh = true;
        }
    }

    /** Pages were given back: whether the zone is above its high mark again. */
    void noteRecovery() {
        if (belowHigh && passes(WatermarkLevel.HIGH.ordinal(), 0)) {
            belowHigh = false;
            recovered = true;
        }
    }

    /** Whether freed pages brought the zone back above its high mark since the last call. */
    public boolean takeRecovered() {
        boolean was = recovered;
        recovered = false;
        return was;
    }

    /** Pages kept from requests whose highest zone is {@code zoneClass} (lowmem_reserve). */
    public int reservePages(int zoneClass) {
        return reservePages[zoneClass];
    }

    /** Mark plus reserve: a request passes if more pages than this are free. */
    public int neededPages(int level, int zoneClass) {
        return neededPages[level * CLASSES + zoneClass];
    }

    /** Whether a request of one page passes (linux-model 4). */
    public boolean passes(int level, int zoneClass) {
        return freePages > neededPages[level * CLASSES + zoneClass];
    }

    /**
     * Whether a request of a block has enough pages above the mark; whether such a block is free, only taking it shows.
     */
    public boolean passes(int level, int zoneClass, int order) {
        if (order == 0) {
            return freePages > neededPages[level * CLASSES + zoneClass];
        }
        return freePages - (1 << order) + 1 > neededPages[level * CLASSES + zoneClass];
    }

    /** Pages of a list that lie in this zone. @param list ordinal of {@link LruList} */
    public int lruPages(int list) {
        return lruPages[list];
    }

    /** Pages a per-CPU list takes or gives back at once. */
    public int perCpuBatch() {
        return perCpuBatch;
    }

    /** Pages a per-CPU list holds before it gives some back. */
    public int perCpuHigh() {
        return perCpuHigh;
    }

    /** How far the limit of a CPU's list may float, in pages; used since 6.12. */
    public int perCpuHighMost() {
        return perCpuHighMost;
    }

    /** While kswapd balances the zone, per-CPU lists are kept short. */
    public void setReclaimActive(boolean active) {
        reclaimActive = active;
    }

    /** Whether kswapd balances the zone. */
    public boolean reclaimActive() {
        return reclaimActive;
    }

    void setMarks(int min, int low, int high, int promo) {
        marks[0] = min;
        marks[1] = low;
        marks[2] = high;
        marks[3] = promo;
        refreshNeeded();
    }

    void setReserve(int[] pages) {
        System.arraycopy(pages, 0, reservePages, 0, CLASSES);
        refreshNeeded();
    }

    private void refreshNeeded() {
        for (int level = 0; level < marks.length; level++) {
            for (int zoneClass = 0; zoneClass < CLASSES; zoneClass++) {
                neededPages[level * CLASSES + zoneClass] = marks[level] + boostPages + reservePages[zoneClass];
            }
        }
    }

    /** See {@link FrameAllocator#searchedWords}. */
    public long searchedWords() {
        return allocator.searchedWords();
    }

    /** Free blocks of an order, as in {@code /proc/buddyinfo}. */
    public int freeBlocks(int order) {
        return allocator.freeBlocks(order);
    }

    /**
     * Checks the free count against the allocator's own.
     *
     * @throws IllegalStateException if they differ
     */
    public void validate() {
        allocator.validate();
        if (allocator.freeFrames() != freePages) {
            throw new IllegalStateException(
                    this + ": " + freePages + " free pages counted, allocator has " + allocator.freeFrames());
        }
        if (Arrays.stream(lruPages).anyMatch(pages -> pages < 0)) {
            throw new IllegalStateException(this + ": negative LRU size " + Arrays.toString(lruPages));
        }
    }

    @Override
    public String toString() {
        return "node " + nid + " zone " + type.kernelName();
    }
}
