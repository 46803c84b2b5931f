package io.numalab.memory;

import io.numalab.topology.KernelVersion;

/**
 * The LRU lists of one node, in exact order: the head is young, reclaim takes from the tail. Every operation takes a
 * constant time, see {@link LruSlots}; one thread only. Models {@code struct lruvec} of the classic LRU.
 */
public final class LruLists {
    /** Lists of a node: the classic ones and those of the generations. */
    static final int ALL_LISTS = LruList.COUNT + Generations.LISTS;
    /** What stands in {@link PageFlags#LIST_MASK} of a page on a generation list. */
    static final int ON_GENERATION = 6;

    private final FrameTable table;
    private final Zone[] zones;
    private final int firstList;
    private final int[] sizes = new int[LruList.COUNT];
    private final Generations generations;
    /** Null unless somebody counts pages of their own. */
    private ListObserver observer;

    LruLists(FrameTable table, Zone[] zones, int firstList, KernelVersion kernel) {
        this.table = table;
        this.zones = zones;
        this.firstList = firstList;
        generations = new Generations(table, zones, firstList + LruList.COUNT, kernel);
    }

    LruLists(LruLists other, FrameTable table, Zone[] zones) {
        this.table = table;
        this.zones = zones;
        firstList = other.firstList;
        System.arraycopy(other.sizes, 0, sizes, 0, sizes.length);
        generations = new Generations(other.generations, table, zones);
    }

    /** The multi-generational lists, in use only if {@link Generations#enabled}. */
    public Generations generations() {
        return generations;
    }

    /**
     * Tells somebody of every page that joins or leaves a classic list from now on. While somebody listens, pages are
     * put on lists and taken off one by one: runs are not reported.
     */
    public void setObserver(ListObserver listener) {
        observer = listener;
    }

    /** Pages on a list. @param list ordinal of {@link LruList} */
    public int size(int list) {
        return sizes[list];
    }

    /** The oldest page of a list, or -1 if it is empty. */
    public int tail(int list) {
        return table.oldest(firstList + list);
    }

    /** The next younger page on the same list, or -1 at the head. */
    public int younger(int frame) {
        return table.younger(onGeneration(frame) ? generations.listOf(frame) : firstList + listOf(frame), frame);
    }

    /** Puts a page that is on no list at the young end. */
    public void addHead(int list, int frame) {
        table.addYoung(firstList + list, frame);
        enter(list, frame);
    }

    /**
     * Gives fresh frames of one zone to consecutive pages of an owner and puts them at the young end, one after the
     * other; only for the classic lists.
     *
     * @param run their frames, beginning at {@code from}
     */
    public void enter(int list, int[] run, int from, int count, int ownerId, int firstIndex, int bits) {
        table.enter(firstList + list, run, from, count, ownerId, firstIndex, bits | list + 1);
        sizes[list] += count;
        zones[table.zoneIndex(run[from])].lruPages[list] += count;
    }

    /**
     * Reads the oldest pages of a list. Changes nothing.
     *
     * @param into receives their numbers, see {@link FrameTable#ownerOf}
     * @return how many: {@code most}, or all of a shorter list
     */
    public int peekOldest(int list, int[] into, int most) {
        return table.peekOldest(firstList + list, into, most);
    }

    /**
     * Takes the oldest of the pages off that {@link #peekOldest} has just read. What becomes of them is to be told at
     * once: {@link FrameTable#release}, or a list to join.
     *
     * @param run their frames
     */
    public void dropOldest(int list, int[] run, int count) {
        table.dropOldest(firstList + list, count);
        count(list, run, count, -1);
    }

    /**
     * Puts pages that were just dropped at the young end of a classic list, one after the other.
     *
     * @param pages their numbers
     * @param run their frames
     * @param cleared {@link PageFlags} that they lose
     * @param set those that they get
     */
    public void addHead(int list, int[] pages, int[] run, int count, int cleared, int set) {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            table.change(run[i], cleared | PageFlags.LIST_MASK, set | list + 1);
        }
        table.addYoung(firstList + list, pages, run, count);
        count(list, run, count, 1);
    }

    private void count(int list, int[] run, int count, int sign) {
        sizes[list] += sign * count;
        for (int next = 0; next < count;) {
            Zone zone = zones[table.zoneIndex(run[next])];
            int first = next;
            while (next < count && zone.contains(run[next])) {
                next++;
            }
            zone.lruPages[list] += sign * (next - first);
        }
    }

    /**
     * Takes pages of one zone off the classic list they are all on, for good: nothing of their state is left.
     */
    public void release(int list, int[] run, int count) {
        table.release(firstList + list, run, count);
        sizes[list] -= count;
        zones[table.zoneIndex(run[0])].lruPages[list] -= count;
    }

    /** Puts a page that is on no list at the old end. */
    public void addTail(int list, int frame) {
        table.addOld(firstList + list, frame);
        enter(list, frame);
    }

    /** Takes a page off its list. */
    public void remove(int frame) {
        if (onGeneration(frame)) {
            generations.remove(frame);
            return;
        }
        int list = listOf(frame);
        table.takeOff(firstList + list, frame);
        table.clear(frame, PageFlags.LIST_MASK);
        sizes[list]--;
        zones[table.zoneIndex(frame)].lruPages[list]--;
        if (observer != null) {
            observer.left(list, frame);
        }
    }

    /** Moves a page to the young end of its own list. */
    public void rotate(int frame) {
        int list = listOf(frame);
        table.takeOff(firstList + list, frame);
        table.addYoung(firstList + list, frame);
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
        if (observer != null) {
            observer.joined(list, frame);
        }
    }

    /**
     * Walks every list and checks links, sizes and marks.
     *
     * @throws IllegalStateException naming the list and what does not agree
     */
    public void validate() {
        generations.validate();
        for (int list = 0; list < LruList.COUNT; list++) {
            int counted = table.validateList(firstList + list);
            for (int frame = tail(list); frame >= 0; frame = table.younger(firstList + list, frame)) {
                if (listOf(frame) != list) {
                    throw new IllegalStateException(
                            LruList.values()[list] + ": frame " + frame + " is marked as on list " + listOf(frame));
                }
            }
            if (counted != sizes[list]) {
                throw new IllegalStateException(
                        LruList.values()[list] + ": " + counted + " pages found, " + sizes[list] + " counted");
            }
        }
    }
}
