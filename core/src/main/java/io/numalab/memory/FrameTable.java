package io.numalab.memory;

/**
 * The state of every frame of a machine in primitive arrays indexed by frame: one word of {@link PageFlags}, the owner
 * and the page's index in it (the reverse map), and the links of the LRU lists. 18 bytes a frame. Nothing allocates
 * after construction; one thread only.
 *
 * <p>A <em>frame</em> is a dense index over all zones; it is not the kernel's {@code pfn}, which has holes.
 */
public final class FrameTable {
    private final int frames;
    private final int[] flags;
    private final char[] owner;
    private final int[] index;
    private final int[] next;
    private final int[] previous;

    FrameTable(int frames, int sentinels) {
        this.frames = frames;
        flags = new int[frames];
        owner = new char[frames];
        index = new int[frames];
        next = new int[frames + sentinels];
        previous = new int[frames + sentinels];
    }

    private FrameTable(FrameTable other) {
        frames = other.frames;
        flags = other.flags.clone();
        owner = other.owner.clone();
        index = other.index.clone();
        next = other.next.clone();
        previous = other.previous.clone();
    }

    // Copies into the arrays of a table that nobody uses any more: touching as much fresh heap costs more than the
    // copy.
    private FrameTable(FrameTable other, FrameTable spent) {
        frames = other.frames;
        flags = spent.flags;
        owner = spent.owner;
        index = spent.index;
        next = spent.next;
        previous = spent.previous;
        System.arraycopy(other.flags, 0, flags, 0, flags.length);
        System.arraycopy(other.owner, 0, owner, 0, owner.length);
        System.arraycopy(other.index, 0, index, 0, index.length);
        System.arraycopy(other.next, 0, next, 0, next.length);
        System.arraycopy(other.previous, 0, previous, 0, previous.length);
    }

    FrameTable copy(FrameTable spent) {
        return spent == null || spent.next.length != next.length
                ? new FrameTable(this)
                : new FrameTable(this, spent);
    }

    /** The number of frames. */
    public int frames() {
        return frames;
    }

    /** The state word of a frame. */
    public int flags(int frame) {
        return flags[frame];
    }

    /** Whether any of these bits is set. */
    public boolean has(int frame, int bits) {
        return (flags[frame] & bits) != 0;
    }

    /** Sets bits. */
    public void set(int frame, int bits) {
        flags[frame] |= bits;
    }

    /** Clears bits. */
    public void clear(int frame, int bits) {
        flags[frame] &= ~bits;
    }

    /** The index of the zone the frame belongs to. */
    public int zoneIndex(int frame) {
        return flags[frame] >>> PageFlags.ZONE_SHIFT;
    }

    void assignZone(int frame, int zoneIndex) {
        flags[frame] = zoneIndex << PageFlags.ZONE_SHIFT;
    }

    /** Gives a fresh frame to an owner; all other state is cleared. */
    public void assign(int frame, int ownerId, int pageIndex, int bits) {
        flags[frame] = flags[frame] & PageFlags.FIXED_MASK | bits;
        owner[frame] = (char) ownerId;
        index[frame] = pageIndex;
    }

    /** Clears all state of a frame that goes back to the allocator. */
    public void release(int frame) {
        flags[frame] &= PageFlags.FIXED_MASK;
        owner[frame] = 0;
    }

    /** The id of the mapping or file that owns the page; 0 for none. */
    public int owner(int frame) {
        return owner[frame];
    }

    /** The page's index in its owner. */
    public int index(int frame) {
        return index[frame];
    }

    int next(int link) {
        return next[link];
    }

    int previous(int link) {
        return previous[link];
    }

    void makeEmptyList(int sentinel) {
        next[sentinel] = sentinel;
        previous[sentinel] = sentinel;
    }

    void insertAfter(int position, int frame) {
        int follower = next[position];
        next[position] = frame;
        previous[frame] = position;
        next[frame] = follower;
        previous[follower] = frame;
    }

    void unlink(int frame) {
        int before = previous[frame];
        int after = next[frame];
        next[before] = after;
        previous[after] = before;
    }
}
