package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The allocator and its slow twin do the same, whatever is asked of them. */
class FrameAllocatorProperties {
    private static final int ORDERS = 11;

    /** A block that was handed out. */
    private record Block(int frame, int order) {}

    /** Both allocators, and what is taken from them. */
    private static final class Pair {
        private final FrameAllocator fast;
        private final NaiveFrameAllocator slow;
        private final List<Block> taken = new ArrayList<>();

        Pair(int frames) {
            fast = new FrameAllocator(frames);
            slow = new NaiveFrameAllocator(frames);
        }

        void allocate(int order) {
            boolean expected = slow.canAllocate(order);
            int frame = fast.allocate(order);
            assertEquals(expected, frame >= 0, () -> "order " + order + " gave " + frame);
            if (frame >= 0) {
                assertEquals(0, frame % (1 << order));
                slow.set(frame, 1 << order, false);
                taken.add(new Block(frame, order));
            }
        }

        void allocateBatch(int count) {
            int[] into = new int[count + 2];
            int got = fast.allocateBatch(into, 1, count);
            assertEquals(Math.min(count, slow.freeFrames()), got);
            for (int i = 1; i <= got; i++) {
                assertTrue(i == 1 || into[i] > into[i - 1], "ascending");
                slow.set(into[i], 1, false);
                taken.add(new Block(into[i], 0));
            }
            assertEquals(0, into[0] + into[count + 1], "nothing written outside the range");
        }

        /** Gives a block back, or only its halves one after the other. */
        void free(int choice, boolean inHalves) {
            if (taken.isEmpty()) {
                return;
            }
            Block block = taken.remove(Math.floorMod(choice, taken.size()));
            slow.set(block.frame, 1 << block.order, true);
            if (inHalves && block.order > 0) {
                int half = block.order - 1;
                fast.free(block.frame + (1 << half), half);
                fast.free(block.frame, half);
            } else {
                fast.free(block.frame, block.order);
            }
            assertThrows(IllegalStateException.class, () -> fast.free(block.frame, block.order));
        }

        void freeAll() {
            while (!taken.isEmpty()) {
                free(taken.size() - 1, false);
            }
        }

        void agree() {
            assertEquals(slow.freeFrames(), fast.freeFrames());
            for (int order = 0; order < ORDERS; order++) {
                assertEquals(slow.freeBlocks(order), fast.freeBlocks(order), "blocks of order " + order);
            }
            fast.validate();
        }
    }

    @Provide
    Arbitrary<Integer> frames() {
        return Arbitraries.oneOf(
                Arbitraries.of(1, 63, 64, 65, 511, 512, 513, 1023, 1024, 1025, 4095, 4096, 4097),
                Arbitraries.integers().between(1, 9000));
    }

    @Property(tries = 300)
    void agreesWithTheSlowTwin(
            @ForAll("frames") int frames,
            @ForAll @Size(max = 150) List<@IntRange(min = 0, max = 1 << 20) Integer> operations) {
        Pair pair = new Pair(frames);
        for (int operation : operations) {
            int argument = operation >>> 4;
            switch (operation & 15) {
                case 0, 1, 2, 3, 4 -> pair.allocate(argument % ORDERS);
                case 5, 6 -> pair.allocate(argument % 3);
                case 7, 8, 9 -> pair.allocateBatch(argument % 700);
                case 10, 11 -> pair.free(argument, true);
                default -> pair.free(argument, false);
            }
            assertEquals(pair.slow.freeFrames(), pair.fast.freeFrames());
        }
        pair.agree();
        pair.freeAll();
        pair.agree();
    }

    @Property(tries = 200)
    void findsTheLastBlockOfAnyOrderInFullMemory(
            @ForAll @IntRange(min = 1024, max = 40_000) int frames,
            @ForAll @IntRange(min = 0, max = 10) int order,
            @ForAll @IntRange(min = 0, max = 40_000) int choice) {
        FrameAllocator allocator = new FrameAllocator(frames);
        assertEquals(frames, allocator.allocateBatch(new int[frames], 0, frames));
        assertEquals(-1, allocator.allocate(order));
        int frame = choice % (frames >>> order) << order;
        allocator.free(frame, order);
        assertEquals(frame, allocator.copy().allocate(order), "at once");
        if (order < 10) {
            assertEquals(-1, allocator.allocate(order + 1), "twice the size");
        }
        for (int i = 0; i < 1 << order; i++) {
            assertTrue(allocator.allocate(0) >= frame, "frame by frame");
        }
        assertEquals(-1, allocator.allocate(0));
        allocator.validate();
    }

    @Property(tries = 100)
    void mergesWhatComesBackInAnyOrder(
            @ForAll @IntRange(min = 1, max = 6000) int frames, @ForAll @IntRange(min = 1, max = 5999) int step) {
        FrameAllocator allocator = new FrameAllocator(frames);
        FrameAllocator untouched = allocator.copy();
        while (allocator.allocate(0) >= 0) {
            continue;
        }
        // A step without a common divisor visits every frame once, in an order that is neither up nor down.
        int stride = step;
        while (greatestCommonDivisor(stride, frames) != 1) {
            stride++;
        }
        for (long i = 0; i < frames; i++) {
            allocator.free((int) (i * stride % frames), 0);
        }
        for (int order = 0; order < ORDERS; order++) {
            assertEquals(untouched.freeBlocks(order), allocator.freeBlocks(order), "blocks of order " + order);
        }
        allocator.validate();
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
