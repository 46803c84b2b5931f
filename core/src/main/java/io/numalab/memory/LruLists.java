package io.numalab.memory;

import io.numalab.topology.KernelVersion;

/**
 * The LRU lists of one node, in exact order: the head is young, reclaim takes from the tail. Every operation is O(1) on
 * the link arrays of the {@link FrameTable}; nothing allocates; one thread only. Models {@code struct lruvec} of the
 * classic LRU.
 */
public final class LruLists {
    /** What stands in {@link PageFlags#LIST_MASK} of a page on a generation list. */
    static final int ON_GENERATION = 6;

    private final FrameTable table;
    private final Zone[] zones;
    private final int firstSentinel;
    private final int[] sizes = new int[LruList.COUNT];
    private final Generations generations;

    LruLists(FrameTable table, Zone[] zones, int firstSentinel, KernelVersion kernel) {
        this.table = table;
        this.zones = zones;
        this.firstSentinel = firstSentinel;
        for (int list = 0; list < LruList.COUNT; list++) {
            table.makeEmptyList(firstSentinel + list);
        }
        generations = new Generations(table, zones, firstSentinel + LruList.COUNT, kernel);
    }

    LruLists(LruLists other, FrameTable table, Zone[] zones) {
        this.table = table;
        this.zones = zones;
        firstSentinel = other.firstSentinel;
        System.arraycopy(other.sizes, 0, sizes, 0, sizes.length);
        generations = new Generations(other.generations, table, zones);
    }

    /** The multi-generational lists, in use only if {@link Generations#enabled}. */
    public Generations generations() {
        return generations;
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

    /** Puts pages of one zone that are on no list at the young end, one after the other. */
    public void addHead(int list, int[] pages, int count) {
        for (int i = 0; i < count; i++) {
            table.insertAfter(firstSentinel + list, pages[i]);
            table.set(pages[i], list + 1);
        }
        sizes[list] += count;
        zones[table.zoneIndex(pages[0])].lruPages[list] += count;
    }

    /** Puts a page that is on no list at the old end. */
    public void addTail(int list, int frame) {
        table.insertAfter(table.previous(firstSentinel + list), frame);
        enter(list, frame);
    }

    /** Takes a page off its list. */
    public void remove(int frame) {
        if (onGeneration(frame)) {
            generations.remove(frame);
            return;
        }
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

    /** Whether a page is on a generation list. */
    public boolean onGeneration(int frame) {
        return showsGeneration(table.flags(frame));
    }

    /** Whether a page with these {@link PageFlags} is on a generation list. */
    public static boolean showsGeneration(int flags) {
        return (flags & PageFlags.LIST_MASK) == ON_GENERATION;
    }

    /**
     * Moves all pages to the lists of the other LRU, oldest first. Models {@code lru_gen_change_state} (mglru-model
     * 2.7).
     */
    public void useGenerations(boolean on) {
        if (on == generations.enabled()) {
            return;
        }
        generations.enable(on);
        if (on) {
            moveToGenerations();
        } else {
            moveToClassic();
        }
    }

    private void moveToGenerations() {
        for (int list = 0; list < LruList.UNEVICTABLE.ordinal(); list++) {
            for (int frame = tail(list); frame >= 0; frame = tail(list)) {
                remove(frame);
                if ((list & 1) != 0) {
                    generations.addYoungest(frame);
                } else if (list == LruList.INACTIVE_ANON.ordinal()) {
                    generations.addSecondYoungest(frame);
                } else {
                    generations.addOld(frame);
                }
            }
        }
    }

    private void moveToClassic() {
        for (int type = 0; type < 2; type++) {
            for (long seq = generations.minSeq(type); seq <= generations.maxSeq(); seq++) {
                boolean active = seq > generations.maxSeq() - Generations.GENERATIONS_MIN;
                for (int zone = 0; zone < Generations.ZONES_MAX; zone++) {
                    for (int frame = generations.tail(seq, type, zone); frame >= 0;
                            frame = generations.tail(seq, type, zone)) {
                        generations.remove(frame);
                        addHead(type * 2 + (active ? 1 : 0), frame);
                    }
                }
            }
        }
    }

    /** The list a page is on, as an ordinal; -1 for none. Not for pages on generation lists. */
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
        generations.validate();
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
