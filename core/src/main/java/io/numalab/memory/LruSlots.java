package io.numalab.memory;

import java.util.Arrays;

/**
 * The LRU lists of a machine as rings of page numbers, cut into segments from one pool.
 *
 * <p><b>The idea.</b> A list that is linked through the frames follows a chain: where the next page lies is known only
 * after the last one was read, and once pages have been moved about, each step misses every cache. Here a list is a
 * queue of consecutive slots. Pages enter at the young end, reclaim takes them from the old end, and the numbers of the
 * next pages are known long before they are needed, so that the misses overlap. A page that leaves from the middle
 * leaves a hole; the page knows its slot, so that takes a constant time.
 *
 * <p><b>Memory.</b> A ring of a fixed size for each list would have to be as large as the node. So all lists take
 * segments of 256 slots from one pool and give them back as soon as no page is left in them. Holes are the only loss:
 * when the pool runs out of segments, every list is packed once. The pool is an eighth larger than the machine has
 * frames, which makes such a packing worth it: it moves at most nine pages for each slot it wins, and most runs never
 * come to it, as eviction empties segments wholly.
 *
 * <p>What stands in a slot is the page ({@link PageIds}), not the frame: a page on a list needs no other reverse map,
 * and its frame is where its owner keeps it.
 *
 * <p>All operations take a constant time, apart from packing (amortised) and from skipping up to 255 holes of a
 * segment. Allocates on the heap only when even packing does not help, which takes more pages on lists than the
 * machine has frames; one thread only.
 */
final class LruSlots {
    private static final int SEGMENT_ORDER = 8;
    private static final int SEGMENT_SLOTS = 1 << SEGMENT_ORDER;
    private static final int SEGMENT_MASK = SEGMENT_SLOTS - 1;
    private static final int SEGMENTS_MAX = Integer.MAX_VALUE >>> SEGMENT_ORDER;
    private static final int SPARE_SEGMENTS = 16;
    private static final int NONE = -1;

    private final FrameTable table;
    private int[] slots;
    /** The next younger and next older segment of the same list; of an unused segment the next unused one. */
    private int[] younger;
    private int[] older;
    /** Pages in each segment. */
    private short[] pages;
    private int unused = NONE;
    private int unusedCount;
    /** For each list the slot after its youngest page, and the oldest slot that may hold a page; -1 if it is empty. */
    private final int[] youngEnd;
    private final int[] oldEnd;
    private long visitedSlots;
    private long packedPages;

    LruSlots(FrameTable table, int frames, int lists) {
        this.table = table;
        int segments = (int) Math.min(SEGMENTS_MAX,
                ((long) frames + frames / 8 >>> SEGMENT_ORDER) + SPARE_SEGMENTS);
        slots = new int[segments << SEGMENT_ORDER];
        younger = new int[segments];
        older = new int[segments];
        pages = new short[segments];
        youngEnd = new int[lists];
        oldEnd = new int[lists];
        Arrays.fill(youngEnd, NONE);
        Arrays.fill(oldEnd, NONE);
        addUnused(0, segments);
    }

    private LruSlots(LruSlots other, FrameTable table, LruSlots spent) {
        this.table = table;
        boolean reuse = spent != null && spent.slots.length == other.slots.length;
        slots = reuse ? spent.slots : new int[other.slots.length];
        System.arraycopy(other.slots, 0, slots, 0, slots.length);
        younger = other.younger.clone();
        older = other.older.clone();
        pages = other.pages.clone();
        unused = other.unused;
        unusedCount = other.unusedCount;
        youngEnd = other.youngEnd.clone();
        oldEnd = other.oldEnd.clone();
    }

    /** A copy for the copy of a table, into the arrays of one that nobody uses any more or null. */
    LruSlots copy(FrameTable other, LruSlots spent) {
        return new LruSlots(this, other, spent);
    }

    // The lowest numbers are taken first.
    private void addUnused(int from, int to) {
        for (int segment = to - 1; segment >= from; segment--) {
            release(segment);
        }
    }

    private void release(int segment) {
        younger[segment] = unused;
        unused = segment;
        unusedCount++;
    }

    private int takeSegment() {
        if (unused == NONE) {
            makeRoom();
        }
        int segment = unused;
        unused = younger[segment];
        unusedCount--;
        pages[segment] = 0;
        younger[segment] = NONE;
        older[segment] = NONE;
        return segment;
    }

    /** The page in a slot. */
    int page(int slot) {
        return slots[slot];
    }

    /** Puts a page at the young end. @return its slot */
    int addYoung(int list, int page) {
        int slot = youngSlot(list);
        slots[slot] = page;
        fillYoung(list, slot, 1);
        return slot;
    }

    // The slot that the next page at the young end gets; those up to the end of its segment are free, too.
    private int youngSlot(int list) {
        int slot = youngEnd[list];
        return (slot & SEGMENT_MASK) == 0 || slot == NONE ? extendYoung(list) : slot;
    }

    private void fillYoung(int list, int slot, int count) {
        pages[slot >>> SEGMENT_ORDER] += (short) count;
        youngEnd[list] = slot + count;
    }

    // The end of a full segment is the beginning of the one after it in the pool, which need not be of this list.
    private int extendYoung(int list) {
        int segment = takeSegment();
        int first = segment << SEGMENT_ORDER;
        if (youngEnd[list] == NONE) {
            oldEnd[list] = first;
        } else {
            int youngest = youngEnd[list] - 1 >>> SEGMENT_ORDER;
            younger[youngest] = segment;
            older[segment] = youngest;
        }
        return first;
    }

    /**
     * Puts consecutive pages at the young end.
     *
     * @param run their frames, beginning at {@code from}
     * @param place receives the slot of each frame
     */
    void addYoung(int list, int firstPage, int[] run, int from, int count, int[] place) {
        for (int done = 0; done < count;) {
            int slot = youngSlot(list);
            int fitting = Math.min(count - done, SEGMENT_SLOTS - (slot & SEGMENT_MASK));
            for (int i = 0; i < fitting; i++) {
                slots[slot + i] = firstPage + done + i;
                place[run[from + done + i]] = slot + i;
            }
            fillYoung(list, slot, fitting);
            done += fitting;
        }
    }

    /**
     * Puts pages at the young end, one after the other.
     *
     * @param run their frames
     * @param place receives the slot of each frame
     */
    void addYoung(int list, int[] added, int[] run, int count, int[] place) {
        for (int done = 0; done < count;) {
            int slot = youngSlot(list);
            int fitting = Math.min(count - done, SEGMENT_SLOTS - (slot & SEGMENT_MASK));
            for (int i = 0; i < fitting; i++) {
                slots[slot + i] = added[done + i];
                place[run[done + i]] = slot + i;
            }
            fillYoung(list, slot, fitting);
            done += fitting;
        }
    }

    /** Puts a page at the old end. @return its slot */
    int addOld(int list, int page) {
        int slot = oldEnd[list] - 1;
        if (oldEnd[list] == NONE || (oldEnd[list] & SEGMENT_MASK) == 0) {
            slot = extendOld(list);
        }
        slots[slot] = page;
        pages[slot >>> SEGMENT_ORDER]++;
        oldEnd[list] = slot;
        return slot;
    }

    private int extendOld(int list) {
        int segment = takeSegment();
        int last = (segment << SEGMENT_ORDER) + SEGMENT_MASK;
        if (oldEnd[list] == NONE) {
            youngEnd[list] = last + 1;
        } else {
            int oldest = oldEnd[list] >>> SEGMENT_ORDER;
            older[oldest] = segment;
            younger[segment] = oldest;
        }
        return last;
    }

    /** The slot of the oldest page, or -1 if the list is empty. */
    int oldest(int list) {
        int slot = oldEnd[list];
        if (slot != NONE && slots[slot] == PageIds.NONE) {
            slot = nextPage(slot, youngEnd[list]);
            oldEnd[list] = slot;
        }
        return slot;
    }

    /** The slot of the next younger page, or -1 if there is none. */
    int next(int list, int slot) {
        return nextPage(slot, youngEnd[list]);
    }

    private int nextPage(int from, int end) {
        int slot = from;
        do {
            visitedSlots++;
            slot++;
            if (slot == end) {
                return NONE;
            }
            if ((slot & SEGMENT_MASK) == 0) {
                slot = younger[slot - 1 >>> SEGMENT_ORDER] << SEGMENT_ORDER;
            }
        } while (slots[slot] == PageIds.NONE);
        return slot;
    }

    /** Takes the page in a slot out. @return the page */
    int remove(int list, int slot) {
        int page = slots[slot];
        slots[slot] = PageIds.NONE;
        int segment = slot >>> SEGMENT_ORDER;
        if (--pages[segment] == 0) {
            drop(list, segment);
        }
        return page;
    }

    /**
     * Reads the oldest pages.
     *
     * @return how many: {@code most}, or all of a shorter list
     */
    int peekOldest(int list, int[] into, int most) {
        int slot = oldest(list);
        int count = 0;
        while (slot != NONE && count < most) {
            int end = Math.min(slot | SEGMENT_MASK, lastOf(list, slot)) + 1;
            int next = slot;
            // Holes come at random: a branch for each would be guessed wrongly too often.
            for (; next < end && count < most; next++) {
                int page = slots[next];
                into[count] = page;
                count += page == PageIds.NONE ? 0 : 1;
            }
            visitedSlots += next - slot;
            int after = younger[slot >>> SEGMENT_ORDER];
            slot = after == NONE ? NONE : after << SEGMENT_ORDER;
        }
        return count;
    }

    // The youngest slot of a list if it lies in the segment of another slot.
    private int lastOf(int list, int slot) {
        int youngest = youngEnd[list] - 1;
        return (youngest ^ slot) >>> SEGMENT_ORDER == 0 ? youngest : Integer.MAX_VALUE;
    }

    /** Takes so many of the pages out that were just read, the oldest. */
    void dropOldest(int list, int count) {
        for (int left = count; left > 0;) {
            int slot = oldEnd[list];
            int segment = slot >>> SEGMENT_ORDER;
            int dropped = Math.min(left, pages[segment]);
            for (int open = dropped; open > 0; slot++) {
                open -= slots[slot] == PageIds.NONE ? 0 : 1;
                slots[slot] = PageIds.NONE;
            }
            left -= dropped;
            pages[segment] -= (short) dropped;
            if (pages[segment] == 0) {
                drop(list, segment);
            } else {
                oldEnd[list] = slot;
            }
        }
    }

    private void drop(int list, int segment) {
        int before = older[segment];
        int after = younger[segment];
        if (before == NONE && after == NONE) {
            youngEnd[list] = NONE;
            oldEnd[list] = NONE;
        } else if (before == NONE) {
            older[after] = NONE;
            oldEnd[list] = after << SEGMENT_ORDER;
        } else if (after == NONE) {
            younger[before] = NONE;
            youngEnd[list] = before + 1 << SEGMENT_ORDER;
        } else {
            older[after] = before;
            younger[before] = after;
        }
        release(segment);
    }

    // Packs all lists; if that wins little, the pool grows.
    private void makeRoom() {
        for (int list = 0; list < youngEnd.length; list++) {
            if (youngEnd[list] != NONE) {
                pack(list);
            }
        }
        if (unusedCount <= pages.length / 16) {
            grow();
        }
    }

    private void grow() {
        int before = pages.length;
        int segments = (int) Math.min(SEGMENTS_MAX, before + (long) before / 8 + SPARE_SEGMENTS);
        if (segments == before) {
            throw new IllegalStateException(segments + " segments of LRU lists are the most there can be");
        }
        slots = Arrays.copyOf(slots, segments << SEGMENT_ORDER);
        younger = Arrays.copyOf(younger, segments);
        older = Arrays.copyOf(older, segments);
        pages = Arrays.copyOf(pages, segments);
        addUnused(before, segments);
    }

    // Moves the pages of a list to its oldest segments without holes. What is written never overtakes what is read.
    private void pack(int list) {
        int end = youngEnd[list];
        int from = oldEnd[list] >>> SEGMENT_ORDER;
        int segment = from;
        int to = from << SEGMENT_ORDER;
        for (int slot = slots[oldEnd[list]] == PageIds.NONE ? nextPage(oldEnd[list], end) : oldEnd[list]; slot != NONE;
                slot = nextPage(slot, end)) {
            if (to == segment + 1 << SEGMENT_ORDER) {
                pages[segment] = SEGMENT_SLOTS;
                segment = younger[segment];
                to = segment << SEGMENT_ORDER;
            }
            int page = slots[slot];
            slots[slot] = PageIds.NONE;
            slots[to] = page;
            if (slot != to) {
                table.moved(page, to);
            }
            to++;
            packedPages++;
        }
        pages[segment] = (short) (to - (segment << SEGMENT_ORDER));
        for (int rest = younger[segment]; rest != NONE;) {
            int next = younger[rest];
            release(rest);
            rest = next;
        }
        younger[segment] = NONE;
        oldEnd[list] = from << SEGMENT_ORDER;
        youngEnd[list] = to;
    }

    /** Slots that were looked at so far to find the next page. */
    long visitedSlots() {
        return visitedSlots;
    }

    /** Pages that packing has looked at so far. */
    long packedPages() {
        return packedPages;
    }

    /**
     * Checks a list: that its segments hold as many pages as they say, and that pages know their slots.
     *
     * @return its pages
     * @throws IllegalStateException naming what does not agree
     */
    int validate(int list) {
        int total = 0;
        int segment = oldEnd[list] == NONE ? NONE : oldEnd[list] >>> SEGMENT_ORDER;
        int before = NONE;
        for (int steps = 0; segment != NONE; steps++) {
            int counted = 0;
            for (int slot = segment << SEGMENT_ORDER; slot < segment + 1 << SEGMENT_ORDER; slot++) {
                if (slots[slot] != PageIds.NONE) {
                    table.checkSlot(list, slot);
                    counted++;
                }
            }
            if (counted == 0 || counted != pages[segment] || older[segment] != before || steps > pages.length) {
                throw new IllegalStateException("segment " + segment + " of list " + list + ": " + counted
                        + " pages counted, " + pages[segment] + " kept, after segment " + older[segment]);
            }
            total += counted;
            before = segment;
            segment = younger[segment];
        }
        if (before != (youngEnd[list] == NONE ? NONE : youngEnd[list] - 1 >>> SEGMENT_ORDER)) {
            throw new IllegalStateException("list " + list + " does not end where its youngest page is put");
        }
        return total;
    }
}
