package io.numalab.memory;

/** The slow twin of {@link FrameAllocator}: one boolean a frame, and a recursive definition of a buddy system. */
final class NaiveFrameAllocator {
    private final boolean[] free;

    NaiveFrameAllocator(int frames) {
        free = new boolean[frames];
        set(0, frames, true);
    }

    int freeFrames() {
        int count = 0;
        for (boolean isFree : free) {
            count += isFree ? 1 : 0;
        }
        return count;
    }

    boolean isFree(int frame, int size) {
        for (int i = frame; i < frame + size; i++) {
            if (i >= free.length || !free[i]) {
                return false;
            }
        }
        return true;
    }

    boolean canAllocate(int order) {
        for (int frame = 0; frame < free.length; frame += 1 << order) {
            if (isFree(frame, 1 << order)) {
                return true;
            }
        }
        return false;
    }

    void set(int frame, int size, boolean value) {
        for (int i = frame; i < frame + size; i++) {
            if (free[i] == value) {
                throw new AssertionError("frame " + i + " is " + (value ? "free" : "taken") + " already");
            }
            free[i] = value;
        }
    }

    int freeBlocks(int order) {
        int count = 0;
        for (int frame = 0; frame < free.length; frame += 1 << 10) {
            count += blocks(frame, 10, order);
        }
        return count;
    }

    private int blocks(int frame, int level, int order) {
        if (isFree(frame, 1 << level)) {
            return level == order ? 1 : 0;
        }
        if (level <= order) {
            return 0;
        }
        int half = level - 1;
        return blocks(frame, half, order) + blocks(frame + (1 << half), half, order);
    }
}
