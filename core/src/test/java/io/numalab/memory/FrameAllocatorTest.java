package io.numalab.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.HeapBytes;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameAllocatorTest {
    @Test
    void shouldStartWithTheLargestBlocksThatFit() {
        FrameAllocator allocator = new FrameAllocator(3 * 1024 + 512 + 64 + 3);
        int[] expected = {1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 3};
        for (int order = 0; order <= FrameAllocator.MAX_ORDER; order++) {
            assertEquals(expected[order], allocator.freeBlocks(order), "order " + order);
        }
        allocator.validate();
    }

    @Test
    void shouldHandOutNeighboursOneAfterTheOther() {
        FrameAllocator allocator = new FrameAllocator(200);
        for (int i = 0; i < 200; i++) {
            assertEquals(i, allocator.allocate(0));
        }
        assertEquals(-1, allocator.allocate(0));
        allocator.validate();
    }

    @Test
    void shouldGoOnBehindTheLastFrameRatherThanBack() {
        FrameAllocator allocator = new FrameAllocator(1000);
        int[] taken = new int[300];
        assertEquals(300, allocator.allocateBatch(taken, 0, 300));
        allocator.free(5, 0);
        assertEquals(300, allocator.allocate(0));
        assertEquals(699, allocator.allocateBatch(new int[699], 0, 699));
        assertEquals(5, allocator.allocate(0));
        allocator.validate();
    }

    @Test
    void shouldSortABatchThatGoesAroundTheEnd() {
        FrameAllocator allocator = new FrameAllocator(256);
        allocator.allocateBatch(new int[254], 0, 254);
        allocator.free(10, 0);
        allocator.free(100, 0);
        int[] into = {-7, -7, -7, -7, -7, -7, -7};
        assertEquals(4, allocator.allocateBatch(into, 1, 5));
        assertArrayEquals(new int[] {-7, 10, 100, 254, 255, -7, -7}, into);
        allocator.validate();
    }

    @Test
    void shouldServeABlockOnlyIfItIsAligned() {
        FrameAllocator allocator = new FrameAllocator(8);
        allocator.allocateBatch(new int[8], 0, 8);
        allocator.free(1, 0);
        allocator.free(2, 0);
        assertEquals(-1, allocator.allocate(1));
        allocator.free(3, 0);
        assertEquals(2, allocator.allocate(1));
        allocator.validate();
    }

    @Test
    void shouldTakeTwoFreeAreasForOrderTenOnlyIfTheyAreBuddies() {
        FrameAllocator allocator = new FrameAllocator(4 * 512);
        assertEquals(0, allocator.allocate(9));
        assertEquals(1024, allocator.allocate(10));
        allocator.free(1024, 9);
        assertEquals(2, allocator.freeBlocks(9));
        assertEquals(-1, allocator.allocate(10));
        allocator.free(1536, 9);
        assertEquals(1024, allocator.allocate(10));
        allocator.validate();
    }

    @Test
    void shouldRefuseToFreeWhatIsFree() {
        FrameAllocator allocator = new FrameAllocator(4096);
        assertThrows(IllegalStateException.class, () -> allocator.free(7, 0));
        allocator.allocateBatch(new int[4096], 0, 4096);
        allocator.free(130, 0);
        for (int order = 1; order <= FrameAllocator.MAX_ORDER; order++) {
            int size = 1 << order;
            int blockOrder = order;
            assertThrows(IllegalStateException.class, () -> allocator.free(130 / size * size, blockOrder));
        }
        assertEquals(1, allocator.freeFrames());
        allocator.validate();
    }

    @Test
    void shouldNameTheChoicesWhenABlockDoesNotExist() {
        FrameAllocator allocator = new FrameAllocator(100);
        String message = assertThrows(IllegalArgumentException.class, () -> allocator.free(3, 1)).getMessage();
        assertTrue(message.contains("frame 3") && message.contains("multiple of 2 from 0 to 98"), message);
        assertThrows(IllegalArgumentException.class, () -> allocator.free(100, 0));
        assertThrows(IllegalArgumentException.class, () -> allocator.free(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> allocator.free(96, 3));
        assertThrows(IllegalArgumentException.class, () -> allocator.free(0, 10));
        assertThrows(IllegalArgumentException.class, () -> allocator.free(0, 11));
        assertThrows(IllegalArgumentException.class, () -> allocator.free(0, -1));
        assertThrows(IllegalArgumentException.class, () -> allocator.allocate(11));
        assertThrows(IllegalArgumentException.class, () -> allocator.allocate(-1));
        assertThrows(IllegalArgumentException.class, () -> allocator.freeBlocks(11));
        assertThrows(IllegalArgumentException.class, () -> allocator.isFree(100));
        assertThrows(IllegalArgumentException.class, () -> allocator.allocateBatch(new int[4], 2, 3));
        assertThrows(IllegalArgumentException.class, () -> allocator.allocateBatch(new int[4], 0, -1));
        assertThrows(IllegalArgumentException.class, () -> new FrameAllocator(0));
        allocator.validate();
    }

    @Test
    void shouldLeaveACopyAlone() {
        FrameAllocator allocator = new FrameAllocator(2000);
        allocator.allocate(9);
        FrameAllocator copy = allocator.copy();
        assertEquals(allocator.allocate(0), copy.allocate(0));
        assertEquals(allocator.allocate(9), copy.allocate(9));
        copy.free(0, 9);
        assertTrue(copy.isFree(0));
        assertFalse(allocator.isFree(0));
        allocator.validate();
        copy.validate();
    }

    @Test
    void shouldHoldTheLargestNumberOfFrames() {
        FrameAllocator allocator = new FrameAllocator(Integer.MAX_VALUE);
        assertEquals((1 << 21) - 1, allocator.freeBlocks(10));
        assertEquals(1, allocator.freeBlocks(0));
        int huge = 0;
        while (allocator.allocate(10) >= 0) {
            huge++;
        }
        assertEquals((1 << 21) - 1, huge);
        assertEquals(1023, allocator.allocateBatch(new int[2000], 0, 2000));
        allocator.free(Integer.MAX_VALUE - 1, 0);
        assertEquals(Integer.MAX_VALUE - 1, allocator.allocate(0));
        assertEquals(-1, allocator.allocate(0));
    }

    @Test
    void shouldNoticeACounterThatDoesNotFit() throws ReflectiveOperationException {
        FrameAllocator allocator = new FrameAllocator(1000);
        var counter = FrameAllocator.class.getDeclaredField("freeFrames");
        counter.setAccessible(true);
        counter.setInt(allocator, 999);
        assertThrows(IllegalStateException.class, allocator::validate);
    }

    @Test
    void shouldNotAllocateOnTheHeap() {
        FrameAllocator allocator = new FrameAllocator(1 << 16);
        int[] frames = new int[1000];
        long bytes = HeapBytes.least(20, () -> {
            for (int order = 0; order <= FrameAllocator.MAX_ORDER; order++) {
                int first = allocator.allocate(order);
                allocator.free(first, order);
            }
            int got = allocator.allocateBatch(frames, 0, frames.length);
            for (int i = 0; i < got; i++) {
                allocator.free(frames[i], 0);
            }
        });
        assertEquals(0, bytes);
        allocator.validate();
    }

    /** A memory of 64 GiB with nothing free. */
    private static FrameAllocator fullMemory() {
        FrameAllocator allocator = new FrameAllocator(1 << 24);
        while (allocator.allocate(10) >= 0) {
            assertTrue(allocator.freeFrames() >= 0);
        }
        assertEquals(0, allocator.freeFrames());
        return allocator;
    }

    @Test
    void shouldFindTheOnlyFreeFrameOfALargeMemoryWithinItsUppermostBits() {
        FrameAllocator allocator = fullMemory();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            int frame = random.nextInt(allocator.frames());
            allocator.free(frame, 0);
            long before = allocator.searchedWords();
            assertEquals(frame, allocator.allocate(0));
            long words = allocator.searchedWords() - before;
            assertTrue(words <= 2 * 64 + 4, words + " words for frame " + frame);
        }
        long before = allocator.searchedWords();
        assertEquals(-1, allocator.allocate(0));
        assertEquals(-1, allocator.allocate(3));
        assertTrue(allocator.searchedWords() - before <= 2 * 64, "nothing to search for");
        allocator.validate();
    }

    @Test
    void shouldGoOnWhereItStoppedInALargeMemory() {
        FrameAllocator allocator = fullMemory();
        for (int frame = allocator.frames() / 2; frame < allocator.frames(); frame += 1 << 10) {
            allocator.free(frame, 10);
        }
        long before = allocator.searchedWords();
        int frames = 1 << 20;
        for (int i = 0; i < frames; i++) {
            allocator.allocate(0);
        }
        long words = allocator.searchedWords() - before;
        assertTrue(words <= frames / 64 * 2 + 64, words + " words for " + frames + " frames");
        before = allocator.searchedWords();
        for (int i = 0; i < 1000; i++) {
            allocator.allocate(9);
        }
        words = allocator.searchedWords() - before;
        assertTrue(words <= 4 * 1000, words + " words for 1000 blocks of order 9");
        allocator.validate();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void shouldTakeFramesBackInBatches(int base) {
        FrameAllocator allocator = new FrameAllocator(1000);
        FrameAllocator twin = new FrameAllocator(1000);
        int[] frames = new int[900];
        twin.allocateBatch(frames, 0, 900);
        assertEquals(900, allocator.allocateBatch(frames, 0, 900));
        int[] some = new SplittableRandom(1).ints(600, 0, 900).distinct().sorted().toArray();
        for (int frame : some) {
            twin.free(frame, 0);
        }
        int[] moved = Arrays.stream(some).map(frame -> frame + base).toArray();
        allocator.freeBatch(moved, some.length, base);
        allocator.validate();
        for (int frame = 0; frame < 1000; frame++) {
            assertEquals(twin.isFree(frame), allocator.isFree(frame));
        }
        IllegalStateException twice =
                assertThrows(IllegalStateException.class, () -> allocator.freeBatch(moved, 1, base));
        assertEquals("frame " + some[0] + " of order 0: free already", twice.getMessage());
        int taken = IntStream.range(0, 900).filter(frame -> !allocator.isFree(frame)).findFirst().orElseThrow();
        assertThrows(IllegalStateException.class,
                () -> allocator.freeBatch(new int[] {taken + base, taken + base}, 2, base));
    }
}
