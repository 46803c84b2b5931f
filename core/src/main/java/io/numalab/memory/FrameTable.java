package io.numalab.memory;

/**
 * The state of every frame of a machine in primitive arrays indexed by frame: 16 bits of {@link PageFlags}, and its
 * <em>place</em>. The place of a page on an LRU list is its slot there, and the slot holds the number of the page
 * ({@link PageIds}); the place of any other page is that number itself. So one {@code int} is link and reverse map.
 * With the slots (4.5 bytes) that makes 10.7 bytes a frame, and one more for the history that generations need.
 *
 * <p>Allocates on the heap only when an owner of pages grows, see {@link PageIds}; one thread only.
 *
 * <p>A <em>frame</em> is a dense index over all zones; it is not the kernel's {@code pfn}, which has holes.
 */
public final class FrameTable {
    /** From a frame to its block, of which the first frame's zone is known. */
    private static final int BLOCK_ORDER = 10;
    private static final int INACTIVE_AND_REFERENCED = LruList.INACTIVE_FILE.ordinal() + 1 | PageFlags.REFERENCED;
    /** Stands for the owner of a frame that is put on a list though nobody owns it: such a frame is its own page. */
    private static final int NOBODY = Character.MAX_VALUE + 1;

    private final int frames;
    private final char[] flags;
    private final int[] place;
    private final PageIds ids;
    private final LruSlots slots;
    private final int[] zoneEnds;
    private final char[] zoneOfBlock;
    /** The upper 16 bits of the flags, of which only generations use some. */
    private byte[] history;
    private PageFinder finder = (owner, index) -> index;

    FrameTable(int frames, int[] zoneEnds, int lists) {
        this.frames = frames;
        this.zoneEnds = zoneEnds;
        zoneOfBlock = new char[(frames - 1 >>> BLOCK_ORDER) + 1];
        for (int block = 0, zone = 0; block < zoneOfBlock.length; block++) {
            while (block << BLOCK_ORDER >= zoneEnds[zone]) {
                zone++;
            }
            zoneOfBlock[block] = (char) zone;
        }
        flags = new char[frames];
        place = new int[frames];
        ids = new PageIds();
        slots = new LruSlots(this, frames, lists);
    }

    // Copies into the arrays of a table that nobody uses any more, if there is one: touching as much fresh heap costs
    // more than the copy.
    private FrameTable(FrameTable other, FrameTable spent) {
        frames = other.frames;
        zoneEnds = other.zoneEnds;
        zoneOfBlock = other.zoneOfBlock;
        flags = spent == null ? new char[frames] : spent.flags;
        place = spent == null ? new int[frames] : spent.place;
        System.arraycopy(other.flags, 0, flags, 0, frames);
        System.arraycopy(other.place, 0, place, 0, frames);
        history = other.history == null ? null : other.history.clone();
        ids = new PageIds(other.ids);
        slots = other.slots.copy(this, spent == null ? null : spent.slots);
    }

    FrameTable copy(FrameTable spent) {
        return new FrameTable(this, spent == null || spent.frames != frames ? null : spent);
    }

    /** Says who knows in which frame a page lies; before, the frame is taken to be the index. */
    public void setFinder(PageFinder pageFinder) {
        finder = pageFinder;
    }

    /** The number of frames. */
    public int frames() {
        return frames;
    }

    /** The state word of a frame. */
    public int flags(int frame) {
        return history == null ? flags[frame] : flags[frame] | history[frame] << 16;
    }

    /** Whether any of these bits is set. */
    public boolean has(int frame, int bits) {
        return (flags(frame) & bits) != 0;
    }

    /** Sets bits. */
    public void set(int frame, int bits) {
        flags[frame] |= (char) bits;
        if (bits >>> 16 != 0) {
            history[frame] |= (byte) (bits >>> 16);
        }
    }

    /** Clears bits. */
    public void clear(int frame, int bits) {
        flags[frame] &= (char) ~bits;
        if (bits >>> 16 != 0 && history != null) {
            history[frame] &= (byte) ~(bits >>> 16);
        }
    }

    /** Clears bits and sets others, all of them below bit 16. */
    void change(int frame, int cleared, int set) {
        flags[frame] = (char) (flags[frame] & ~cleared | set);
    }

    void keepHistory() {
        if (history == null) {
            history = new byte[frames];
        }
    }

    /** The index of the zone the frame belongs to. */
    public int zoneIndex(int frame) {
        int zone = zoneOfBlock[frame >>> BLOCK_ORDER];
        while (frame >= zoneEnds[zone]) {
            zone++;
        }
        return zone;
    }

    /** Gives a fresh frame to an owner; all other state is cleared. */
    public void assign(int frame, int ownerId, int pageIndex, int bits) {
        setFlags(frame, bits);
        place[frame] = ids.id(ownerId, pageIndex);
    }

    /** Clears all state of a frame that goes back to the allocator. */
    public void release(int frame) {
        setFlags(frame, 0);
        place[frame] = PageIds.NONE;
    }

    private void setFlags(int frame, int bits) {
        flags[frame] = (char) bits;
        if (history != null) {
            history[frame] = (byte) (bits >>> 16);
        }
    }

    /**
     * Gives fresh frames to consecutive pages of an owner and puts them at the young end of a list, in order.
     *
     * @param run their frames, beginning at {@code from}
     * @param bits their flags, the list mark included
     */
    void enter(int list, int[] run, int from, int count, int ownerId, int firstIndex, int bits) {
        for (int i = 0; i < count; i++) {
            setFlags(run[from + i], bits);
        }
        for (int done = 0; done < count;) {
            int fitting = Math.min(count - done, PageIds.pagesLeft(firstIndex + done));
            slots.addYoung(list, ids.id(ownerId, firstIndex + done), run, from + done, fitting, place);
            done += fitting;
        }
    }

    int peekOldest(int list, int[] into, int most) {
        return slots.peekOldest(list, into, most);
    }

    void dropOldest(int list, int count) {
        slots.dropOldest(list, count);
    }

    /** Puts pages at the young end of a list, one after the other; their marks are the caller's. */
    void addYoung(int list, int[] pages, int[] run, int count) {
        slots.addYoung(list, pages, run, count, place);
    }

    /** The id of the mapping or file that a page number stands for; 0 for none. */
    public int ownerOf(int page) {
        int owner = ids.owner(page);
        return owner == NOBODY ? 0 : owner;
    }

    /** The index in its owner that a page number stands for. */
    public int indexOf(int page) {
        return ids.index(page);
    }

    /**
     * Reads the state of frames that are needed soon, so that the misses of the caches overlap. Changes nothing.
     *
     * @param run frames; negative ones are left out
     * @return a number that means nothing, to be used so that the reads are not left out
     */
    public int glance(int[] run, int count) {
        int read = 0;
        for (int i = 0; i < count; i++) {
            read += run[i] < 0 ? 0 : flags[run[i]] + place[run[i]];
        }
        for (int i = 0; i < count; i++) {
            if (run[i] >= 0 && (flags[run[i]] & PageFlags.LIST_MASK) != 0) {
                read += slots.page(place[run[i]]);
            }
        }
        return read;
    }

    /**
     * The same for frames whose place will be written, if they do not lie close together.
     *
     * @return a number that means nothing
     */
    public int glanceIfScattered(int[] run, int count) {
        // Frames close together cost no miss each.
        if (count == 0 || Math.abs(run[count - 1] - run[0]) < 2 * count) {
            return 0;
        }
        int read = 0;
        for (int i = 0; i < count; i++) {
            read += flags[run[i]] + place[run[i]];
        }
        return read;
    }

    /** Whether a page with these {@link PageFlags} becomes active by another read. */
    public static boolean movesWhenRead(int flags) {
        return (flags & (PageFlags.LIST_MASK | PageFlags.REFERENCED)) == INACTIVE_AND_REFERENCED;
    }

    /** Whether two page numbers have one owner for sure and differ by as much as the indexes of the pages. */
    public static boolean neighbours(int page, int other) {
        return PageIds.inOneChunk(page, other);
    }

    /** Takes pages off a list wherever they are and clears their state. */
    void release(int list, int[] run, int count) {
        for (int i = 0; i < count; i++) {
            slots.remove(list, place[run[i]]);
            release(run[i]);
        }
    }

    /** The numbers of an owner that has no pages any more may go to others. */
    public void forgetOwner(int ownerId) {
        ids.forget(ownerId);
    }

    private int page(int frame) {
        return (flags[frame] & PageFlags.LIST_MASK) == 0 ? place[frame] : slots.page(place[frame]);
    }

    /** The id of the mapping or file that owns the page; 0 for none. */
    public int owner(int frame) {
        return ownerOf(page(frame));
    }

    /** The page's index in its owner. */
    public int index(int frame) {
        return ids.index(page(frame));
    }

    /** The frame in which a page lies. */
    public int frameOf(int page) {
        int owner = ids.owner(page);
        return owner == NOBODY ? ids.index(page) : finder.frame(owner, ids.index(page));
    }

    private int pageToList(int frame) {
        return place[frame] != PageIds.NONE ? place[frame] : ids.id(NOBODY, frame);
    }

    // The list mark of a page is set after it was put on a list and cleared after it was taken off.

    void addYoung(int list, int frame) {
        place[frame] = slots.addYoung(list, pageToList(frame));
    }

    void addOld(int list, int frame) {
        place[frame] = slots.addOld(list, pageToList(frame));
    }

    void takeOff(int list, int frame) {
        place[frame] = slots.remove(list, place[frame]);
    }

    int oldest(int list) {
        int slot = slots.oldest(list);
        return slot < 0 ? -1 : frameOf(slots.page(slot));
    }

    int younger(int list, int frame) {
        int slot = slots.next(list, place[frame]);
        return slot < 0 ? -1 : frameOf(slots.page(slot));
    }

    /** A page on a list has another slot from now on. */
    void moved(int page, int slot) {
        place[frameOf(page)] = slot;
    }

    int validateList(int list) {
        return slots.validate(list);
    }

    void checkSlot(int list, int slot) {
        int page = slots.page(slot);
        int frame = frameOf(page);
        if (frame < 0 || frame >= frames || (flags[frame] & PageFlags.LIST_MASK) == 0 || place[frame] != slot) {
            throw new IllegalStateException("slot " + slot + " of list " + list + ": page " + ids.index(page)
                    + " of owner " + ids.owner(page) + " in frame " + frame + " is linked wrongly");
        }
    }

    LruSlots slots() {
        return slots;
    }
}
