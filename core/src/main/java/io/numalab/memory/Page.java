package io.numalab.memory;

/**
 * A cursor over the frames of a machine: what one page is, seen through a frame number. One instance serves any number
 * of frames ({@code page.at(frame)}); moving it allocates nothing. Read only.
 */
public final class Page {
    private final Memory memory;
    private int frame;

    Page(Memory memory) {
        this.memory = memory;
    }

    /**
     * Moves to a frame.
     *
     * @throws IllegalArgumentException if there is no such frame
     */
    public Page at(int frame) {
        if (frame < 0 || frame >= memory.frames().frames()) {
            throw new IllegalArgumentException(
                    "frame " + frame + ": expected 0 to " + (memory.frames().frames() - 1));
        }
        this.frame = frame;
        return this;
    }

    /** The frame. */
    public int frame() {
        return frame;
    }

    /** The node it lies on. */
    public int nid() {
        return zone().nid();
    }

    /** The zone it lies in. */
    public Zone zone() {
        return memory.zone(memory.frames().zoneIndex(frame));
    }

    /** The classic LRU list it is on, or null. */
    public LruList list() {
        int list = (memory.frames().flags(frame) & PageFlags.LIST_MASK) - 1;
        return list < 0 || list >= LruList.COUNT ? null : LruList.values()[list];
    }

    /** Whether any of these {@link PageFlags} is set. */
    public boolean has(int flags) {
        return memory.frames().has(frame, flags);
    }

    /** The id of the mapping or file that owns it; 0 for none. */
    public int owner() {
        return memory.frames().owner(frame);
    }

    /** Its index in the owner. */
    public int index() {
        return memory.frames().index(frame);
    }
}
