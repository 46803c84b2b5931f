package io.numalab.benchmarks;

import io.numalab.memory.FrameAllocator;
import java.util.BitSet;

/** Hands out frames; what is measured and what it is measured against. One thread only. */
abstract class FrameSource {
    private static final int HUGE_FRAMES = 1 << 9;

    /** A frame or the first of a block, -1 if there is none. @param order 0 or 9 */
    abstract int allocate(int order);

    abstract void free(int frame, int order);

    /** By the names the benchmarks use: numalab, bitset, list. */
    static FrameSource named(String name, int frames) {
        return switch (name) {
            case "numalab" -> new Numalab(frames);
            case "bitset" -> new Bits(frames);
            case "list" -> new FreeList(frames);
            default -> throw new IllegalArgumentException(
                    "frame source " + name + ": expected numalab, bitset or list");
        };
    }

    private static final class Numalab extends FrameSource {
        private final FrameAllocator allocator;

        Numalab(int frames) {
            allocator = new FrameAllocator(frames);
        }

        @Override
        int allocate(int order) {
            return allocator.allocate(order);
        }

        @Override
        void free(int frame, int order) {
            allocator.free(frame, order);
        }
    }

    /** A bit set of what is taken, searched from where the last frame was found or freed below. */
    private static final class Bits extends FrameSource {
        private final BitSet taken;
        private final int frames;
        private int hint;

        Bits(int frames) {
            this.frames = frames;
            taken = new BitSet(frames);
        }

        @Override
        int allocate(int order) {
            int size = 1 << order;
            int frame = taken.nextClearBit(hint);
            while (frame + size <= frames) {
                int start = frame + size - 1 & -size;
                int next = taken.nextSetBit(start);
                if (start + size <= frames && (next < 0 || next >= start + size)) {
                    taken.set(start, start + size);
                    hint = start + size;
                    return start;
                }
                frame = next < 0 ? frames : taken.nextClearBit(next);
            }
            return -1;
        }

        @Override
        void free(int frame, int order) {
            taken.clear(frame, frame + (1 << order));
            hint = Math.min(hint, frame);
        }
    }

    /** Free blocks of one order in a linked list, last in first out; never splits or merges, so it is at its best. */
    private static final class FreeList extends FrameSource {
        private final int[] next;
        private final int frames;
        private int head = -1;
        private int listOrder = -1;

        FreeList(int frames) {
            this.frames = frames;
            next = new int[frames];
        }

        @Override
        int allocate(int order) {
            if (listOrder != order) {
                listOrder = order;
                int step = order == 0 ? 1 : HUGE_FRAMES;
                head = -1;
                for (int frame = frames - step; frame >= 0; frame -= step) {
                    free(frame, order);
                }
            }
            int frame = head;
            if (frame >= 0) {
                head = next[frame];
            }
            return frame;
        }

        @Override
        void free(int frame, int order) {
            next[frame] = head;
            head = frame;
        }
    }
}
