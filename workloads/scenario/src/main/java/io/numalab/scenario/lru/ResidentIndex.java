package io.numalab.scenario.lru;

/**
 * Where each resident object is: a hash table from ids to frames with linear probing, at most half full, id and frame
 * beside one another in one cache line. Removal closes the gap, so no search walks over what is gone. 32 to 64 bytes
 * for each object it may hold, none allocated later; one thread only.
 */
final class ResidentIndex {
    /** What {@link #find} says of an id that is not there. */
    static final int ABSENT = -1;

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /** An id at every even place, after it its frame plus one, 0 where there is none. */
    private final long[] slots;
    private final int shift;
    private final int mask;

    /** An empty index. @param objectsMax at most 2^28 */
    ResidentIndex(int objectsMax) {
        int bits = 65 - Long.numberOfLeadingZeros(Math.max(1, objectsMax - 1));
        slots = new long[2 << bits];
        shift = Long.SIZE - bits;
        mask = (1 << bits) - 1;
    }

    private int home(long id) {
        long mixed = id * GOLDEN;
        return (int) ((mixed ^ mixed >>> 32) * GOLDEN >>> shift);
    }

    int find(long id) {
        int slot = home(id);
        while (slots[2 * slot + 1] != 0) {
            if (slots[2 * slot] == id) {
                return (int) slots[2 * slot + 1] - 1;
            }
            slot = slot + 1 & mask;
        }
        return ABSENT;
    }

    /** Adds an id that is not there. */
    void add(long id, int frame) {
        int slot = home(id);
        while (slots[2 * slot + 1] != 0) {
            slot = slot + 1 & mask;
        }
        slots[2 * slot] = id;
        slots[2 * slot + 1] = frame + 1L;
    }

    /** Removes an id that is there. */
    void remove(long id) {
        int gap = home(id);
        while (slots[2 * gap] != id || slots[2 * gap + 1] == 0) {
            gap = gap + 1 & mask;
        }
        for (int slot = gap + 1 & mask; slots[2 * slot + 1] != 0; slot = slot + 1 & mask) {
            // It may go back as far as its home, which must not lie between the gap and where it is.
            int distance = slot - home(slots[2 * slot]) & mask;
            if (distance >= (slot - gap & mask)) {
                slots[2 * gap] = slots[2 * slot];
                slots[2 * gap + 1] = slots[2 * slot + 1];
                gap = slot;
            }
        }
        slots[2 * gap + 1] = 0;
    }

    int size() {
        int size = 0;
        for (int slot = 0; slot <= mask; slot++) {
            size += slots[2 * slot + 1] == 0 ? 0 : 1;
        }
        return size;
    }
}
