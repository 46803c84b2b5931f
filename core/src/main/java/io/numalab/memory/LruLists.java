package io.numalab.memory;

/**
 * The LRU lists of one node, in exact order: the head is young, reclaim takes from the tail. Every operation is O(1) on
 * the link arrays of the {@link FrameTable}; nothing allocates; one thread only. Models {@code struct lruvec} of the
 * classic LRU.
 */
public final class LruLists {
    private final FrameTable table;
    private final Zone[] zones;
    private final int firstSentinel;
    private final int[] sizes = new int[LruList.COUNT];

    LruLists(FrameTable table, Zone[] zones, int firstSentinel) {
        this.table = table;
        this.zones = zones;
        this.firstSentinel = firstSentinel;
        for (int list = 0; list < LruList.COUNT; list++) {
            table.makeEmptyList(firstSentinel + list);
        }
    }

    LruLists(LruLists other, FrameTable table, Zone[] zones) {
        this.table = table;
        this.zones = zones;
        firstSentinel = other.firstSentinel;
        System.arraycopy(other.sizes, 0, sizes, 0, sizes.length);
    }

    /** Pages on a list. @param list ordinal of {@link LruList} */
    public int size(int list) {
        return sizes[list];
    }

    /** The oldest page of a list, or -1 if it is empty. */
    public int tail(int list) {
        int frame = table.previous(firstSentinel + list);
        return frame >= table.frames() ? -1 : frame;
    }

    /** The next younger page on the same list, or -1 at the head. */
    public int younger(int frame) {
        int other = table.previous(frame);
        return other >= table.frames() ? -1 : other;
    }

    /** Puts a page that is on no list at the young end. */
    public void addHead(int list, int frame) {
        table.insertAfter(firstSentinel + list, frame);
        enter(list, frame);
    }

    /** Puts a page that is on no list at the old end. */
    public void addTail(int list, int frame) {
        table.insertAfter(table.previous(firstSentinel + list), frame);
        enter(list, frame);
    }

    /** Takes a page off its list. */
    public void remove(int frame) {
        int list = listOf(frame);
        table.unlink(frame);
        table.clear(frame, PageFlags.LIST_MASK);
        sizes[list]--;
        zones[table.zoneIndex(frame)].lruPages[list]--;
    }

    /** Moves a page to the young end of its own list. */
    public void rotate(int frame) {
        int list = listOf(frame);
        table.unlink(frame);
        table.insertAfter(firstSentinel + list, frame);
    }

    /** The list a page is on, as an ordinal; -1 for none. */
    public int listOf(int frame) {
        return (table.flags(frame) & PageFlags.LIST_MASK) - 1;
    }

    private void enter(int list, int frame) {
        table.set(frame, list + 1);
        sizes[list]++;
        zones[table.zoneIndex(frame)].lruPages[list]++;
    }

    /**
     * Walks every list and checks links, sizes and marks.
     *
     * @throws IllegalStateException naming the list and what does not agree
     */
    public void validate() {
        for (int list = 0; list < LruList.COUNT; list++) {
            int counted = 0;
            int link = firstSentinel + list;
            for (int frame = table.previous(link); frame < table.frames(); frame = table.previous(frame)) {
                if (table.next(frame) != link || listOf(frame) != list || counted++ > sizes[list]) {
                    throw new IllegalStateException(LruList.values()[list] + ": frame " + frame + " is linked wrongly");
                }
                link = frame;
            }
            if (counted != sizes[list]) {
                throw new IllegalStateException(
                        LruList.values()[list] + ": " + counted + " pages linked, " + sizes[list] + " counted");
            }
        }
    }
}
