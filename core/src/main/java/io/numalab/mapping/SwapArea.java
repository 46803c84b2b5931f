package io.numalab.mapping;

/** The slots of swap space, given out in rising order with wrap-around. One thread only; allocates nothing. */
public final class SwapArea {
    private final int[] states;
    private final int[] shadows;
    private int free;
    private int cursor;

    /** A swap area, all free. @param slots pages it holds */
    public SwapArea(int slots) {
        states = new int[slots];
        shadows = new int[slots];
        free = slots;
    }

    private SwapArea(SwapArea other) {
        states = other.states.clone();
        shadows = other.shadows.clone();
        free = other.free;
        cursor = other.cursor;
    }

    /** An independent copy. */
    public SwapArea copy() {
        return new SwapArea(this);
    }

    /** Slots in all. */
    public int slots() {
        return states.length;
    }

    /** Slots that hold nothing. */
    public int freeSlots() {
        return free;
    }

    /** Takes a slot for a page that is in the swap cache; -1 if none is free. */
    public int allocate(int frame) {
        if (free == 0) {
            return -1;
        }
        while (states[cursor] != 0) {
            cursor = cursor + 1 == states.length ? 0 : cursor + 1;
        }
        int slot = cursor;
        cursor = cursor + 1 == states.length ? 0 : cursor + 1;
        states[slot] = frame + 2;
        shadows[slot] = -1;
        free--;
        return slot;
    }

    /** The frame that the swap cache holds for a slot, or -1. */
    public int cachedFrame(int slot) {
        return states[slot] - 2;
    }

    /** The page that the swap cache holds for a slot moved to another frame. */
    public void move(int slot, int frame) {
        states[slot] = frame + 2;
    }

    /** The page left the swap cache; its content is in the slot. */
    public void evict(int slot, int shadow) {
        states[slot] = 1;
        shadows[slot] = shadow;
    }

    /** The shadow that the page left, or -1. */
    public int shadow(int slot) {
        return shadows[slot];
    }

    /** Gives a slot back. */
    public void release(int slot) {
        if (states[slot] == 0) {
            throw new IllegalStateException("swap slot " + slot + " is free already");
        }
        states[slot] = 0;
        free++;
    }
}
