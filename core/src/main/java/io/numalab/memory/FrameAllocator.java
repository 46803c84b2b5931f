package io.numalab.memory;

import com.google.common.primitives.Ints;
import java.util.Arrays;

/**
 * Hands out frames and aligned blocks of 2 to 1024 frames and takes them back: the buddy system without its lists.
 *
 * <p><b>The idea.</b> A buddy system keeps a list of free blocks for each order, splits a block to serve a smaller
 * order and merges two halves when both are free. All of that follows from one question, which frames are free. So this
 * class keeps one bit a frame and nothing else that could disagree with it: a block of an order is free if its bits are
 * set, splitting is clearing some of them, and merging is exact without doing anything. What the bits alone would make
 * slow is finding a set bit in a nearly full memory and a free block of 512 frames in a fragmented one. Three additions
 * make both cheap, each touched only when it changes:
 *
 * <ul>
 *   <li>Two more levels of bits, one bit a word, mark the words that are not empty ({@link IndexSet}). They change when
 *       a word becomes empty or stops being so, once in 64 frames in the common case, and lead across any gap.
 *   <li>A counter for each <i>area</i> of 512 frames, a huge page.
 *   <li>A set of the areas that are wholly free, which changes when the counter reaches or leaves 512. Blocks of order
 *       9 and 10 are found there, without reading any frame's bit.
 * </ul>
 *
 * <p><b>Where the next frame comes from.</b> Next fit: a cursor stays at the word that served last, and the word in
 * hand serves until it is empty: load, clear the lowest bit, store. Lowest address first would go back after every
 * free, and a list of freed frames (as the kernel has) would shuffle memory; this keeps neighbours in time neighbours
 * in memory, and so the arrays indexed by frame are walked in order. Orders 1 to 8 and orders 9 and 10 have cursors of
 * their own, so that they do not tear the order of single frames. Which frame is handed out is therefore not the
 * kernel's choice; whether there is one is exactly the same for each order.
 *
 * <p><b>Cost.</b> Order 0 and order 9: a constant number of words, apart from reading the uppermost bits (one for 4096
 * frames) where memory is nearly full. Orders 1 to 8 visit words that are not empty until one fits, order 10 the areas
 * that are free; a failure visits all of them. 0.132 bytes a frame. Nothing but construction and {@link #copy}
 * allocates on the heap. One thread only.
 *
 * <p>Frames are numbered from 0, and alignment is that of these numbers: the owner of a zone that does not begin at a
 * multiple of 1024 frames gets blocks aligned to the beginning of the zone.
 */
public final class FrameAllocator {
    /** The largest order: blocks of 1024 frames. */
    public static final int MAX_ORDER = 10;

    private static final int WORD_ORDER = 6;
    private static final int AREA_ORDER = 9;
    private static final int AREA_FRAMES = 1 << AREA_ORDER;
    /** From a word to its area. */
    private static final int AREA_SHIFT = AREA_ORDER - WORD_ORDER;

    /** For orders 0 to 5, the bits of a word at which a block may begin. */
    private static final long[] BLOCK_STARTS = {
        -1L,
        0x5555_5555_5555_5555L,
        0x1111_1111_1111_1111L,
        0x0101_0101_0101_0101L,
        0x0001_0001_0001_0001L,
        0x0000_0001_0000_0001L
    };

    private final int frames;
    /** One bit a frame, set if it is free; bits beyond the last frame are clear. */
    private final long[] freeBits;
    /** The words of {@link #freeBits} that are not zero. */
    private final IndexSet nonEmptyWords;
    /** Free frames of each area. */
    private final short[] areaFree;
    /** The areas with 512 free frames. */
    private final IndexSet freeAreas;

    private int freeFrames;
    /** The word that serves single frames. */
    private int cursor;
    /** The word that served orders 1 to 8 last. */
    private int blockCursor;
    /** The area after the one that served orders 9 and 10 last. */
    private int areaCursor;
    private long blockWords;

    /**
     * An allocator with all frames free.
     *
     * @param frames how many, 1 to 2^31-1
     */
    public FrameAllocator(int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("frames " + frames + ": expected 1 to " + Integer.MAX_VALUE);
        }
        this.frames = frames;
        freeFrames = frames;
        int words = (frames - 1 >>> WORD_ORDER) + 1;
        freeBits = new long[words];
        IndexSet.setFirst(freeBits, frames);
        nonEmptyWords = new IndexSet(words);
        nonEmptyWords.fill(words);
        int wholeAreas = frames >>> AREA_ORDER;
        areaFree = new short[(frames - 1 >>> AREA_ORDER) + 1];
        Arrays.fill(areaFree, 0, wholeAreas, (short) AREA_FRAMES);
        if (wholeAreas < areaFree.length) {
            areaFree[wholeAreas] = (short) (frames & AREA_FRAMES - 1);
        }
        freeAreas = new IndexSet(areaFree.length);
        freeAreas.fill(wholeAreas);
    }

    private FrameAllocator(FrameAllocator other) {
        frames = other.frames;
        freeBits = other.freeBits.clone();
        nonEmptyWords = other.nonEmptyWords.copy();
        areaFree = other.areaFree.clone();
        freeAreas = other.freeAreas.copy();
        freeFrames = other.freeFrames;
        cursor = other.cursor;
        blockCursor = other.blockCursor;
        areaCursor = other.areaCursor;
    }

    /** How many frames there are, free or not. */
    public int frames() {
        return frames;
    }

    /** How many frames are free. */
    public int freeFrames() {
        return freeFrames;
    }

    /**
     * Whether a frame is free.
     *
     * @throws IllegalArgumentException if there is no such frame
     */
    public boolean isFree(int frame) {
        if (frame < 0 || frame >= frames) {
            throw refused(frame, 0);
        }
        return (freeBits[frame >>> WORD_ORDER] >>> frame & 1) != 0;
    }

    /**
     * Takes a block of {@code 1 << order} frames, aligned to its size.
     *
     * @param order 0 to 10
     * @return its first frame, or -1 if no such block is free
     */
    public int allocate(int order) {
        if (order == 0) {
            return allocateFrame();
        }
        checkOrder(order);
        if (order < AREA_ORDER) {
            return allocateBlock(order);
        }
        return order == AREA_ORDER ? allocateArea() : allocateTwoAreas();
    }

    private int allocateFrame() {
        int word = cursor;
        long bits = freeBits[word];
        if (bits == 0) {
            word = advance();
            if (word < 0) {
                return -1;
            }
            bits = freeBits[word];
        }
        long rest = bits & bits - 1;
        freeBits[word] = rest;
        if (rest == 0) {
            nonEmptyWords.remove(word);
        }
        leaveArea(word >>> AREA_SHIFT, 1);
        return (word << WORD_ORDER) + Long.numberOfTrailingZeros(bits);
    }

    /** Moves the cursor to the next word with a free frame, around the end if need be; -1 if there is none. */
    private int advance() {
        if (freeFrames == 0) {
            return -1;
        }
        int word = nonEmptyWords.next(cursor);
        if (word < 0) {
            word = nonEmptyWords.next(0);
        }
        cursor = word;
        return word;
    }

    /**
     * Takes up to {@code count} single frames, whole words at a time.
     *
     * @param into receives the frames, in ascending order
     * @param offset where in {@code into} the first one goes
     * @param count how many are wanted
     * @return how many there were: less than {@code count} only if no frame is free any more
     */
    public int allocateBatch(int[] into, int offset, int count) {
        if (count < 0 || offset < 0 || offset > into.length - count) {
            throw new IllegalArgumentException(
                    "offset " + offset + " and count " + count + ": expected a range of 0 to " + into.length);
        }
        int wanted = Math.min(count, freeFrames);
        int beforeWrap = 0;
        int got = 0;
        while (got < wanted) {
            int last = cursor;
            int word = freeBits[last] != 0 ? last : advance();
            if (word < last) {
                beforeWrap = got;
            }
            got += takeFromWord(word, into, offset + got, wanted - got);
        }
        if (beforeWrap > 0) {
            Ints.rotate(into, -beforeWrap, offset, offset + got);
        }
        return got;
    }

    // Free frames mostly lie side by side.
    private int takeFromWord(int word, int[] into, int offset, int wanted) {
        long bits = freeBits[word];
        int taken = 0;
        while (taken < wanted && bits != 0) {
            int first = Long.numberOfTrailingZeros(bits);
            int run = Math.min(wanted - taken, Long.numberOfTrailingZeros(~(bits >>> first)));
            int frame = (word << WORD_ORDER) + first;
            for (int i = 0; i < run; i++) {
                into[offset + taken + i] = frame + i;
            }
            bits &= ~(-1L >>> -run << first);
            taken += run;
        }
        freeBits[word] = bits;
        if (bits == 0) {
            nonEmptyWords.remove(word);
        }
        leaveArea(word >>> AREA_SHIFT, taken);
        return taken;
    }

    private int allocateBlock(int order) {
        if (freeFrames < 1 << order) {
            return -1;
        }
        int start = blockCursor;
        int frame = findBlock(order, start, freeBits.length);
        if (frame < 0) {
            frame = findBlock(order, 0, start);
        }
        if (frame < 0) {
            return -1;
        }
        int word = frame >>> WORD_ORDER;
        blockCursor = word;
        if (order < WORD_ORDER) {
            takeBits(word, blockMask(frame, order));
        } else {
            int end = word + (1 << order - WORD_ORDER);
            for (int i = word; i < end; i++) {
                takeBits(i, -1L);
            }
        }
        return frame;
    }

    /** The first frame of a free block of order 1 to 8 that begins in words {@code from} to {@code to} - 1, or -1. */
    private int findBlock(int order, int from, int to) {
        int word = nonEmptyWords.next(from);
        while (word >= 0 && word < to) {
            blockWords++;
            int area = word >>> AREA_SHIFT;
            if (areaFree[area] < 1 << order) {
                word = nonEmptyWords.next(area + 1 << AREA_SHIFT);
                continue;
            }
            long starts = order < WORD_ORDER ? blockStarts(freeBits[word], order) : wordBlockStart(word, order);
            if (starts != 0) {
                return (word << WORD_ORDER) + Long.numberOfTrailingZeros(starts);
            }
            word = nonEmptyWords.next(word + 1);
        }
        return -1;
    }

    /** The bits of a word at which a free block of order 0 to 5 begins. */
    private static long blockStarts(long bits, int order) {
        long runs = bits;
        for (int i = 0; i < order; i++) {
            runs &= runs >>> (1 << i);
        }
        return runs & BLOCK_STARTS[order];
    }

    /** 1 if a free block of order 6 to 8 begins with this word, else 0. */
    private long wordBlockStart(int word, int order) {
        int count = 1 << order - WORD_ORDER;
        if ((word & count - 1) != 0 || word + count > freeBits.length) {
            return 0;
        }
        long all = -1L;
        for (int i = 0; i < count; i++) {
            all &= freeBits[word + i];
        }
        return all == -1L ? 1 : 0;
    }

    private int allocateArea() {
        int area = freeAreas.next(areaCursor);
        if (area < 0) {
            area = freeAreas.next(0);
            if (area < 0) {
                return -1;
            }
        }
        takeArea(area);
        areaCursor = area + 1;
        return area << AREA_ORDER;
    }

    private int allocateTwoAreas() {
        int area = freeAreas.nextPair(areaCursor);
        if (area < 0) {
            area = freeAreas.nextPair(0);
            if (area < 0) {
                return -1;
            }
        }
        takeArea(area);
        takeArea(area + 1);
        areaCursor = area + 2;
        return area << AREA_ORDER;
    }

    private void takeArea(int area) {
        setArea(area << AREA_SHIFT, 0L);
        nonEmptyWords.removeEight(area << AREA_SHIFT);
        areaFree[area] = 0;
        freeAreas.remove(area);
        freeFrames -= AREA_FRAMES;
    }

    /**
     * Gives a block back. It need not be one that was handed out in this shape: half a block, or two blocks at once,
     * will do.
     *
     * @param frame its first frame
     * @param order 0 to 10; {@code frame} is a multiple of {@code 1 << order}
     * @throws IllegalArgumentException if there is no such block
     * @throws IllegalStateException if a frame of it is free already; nothing has changed then
     */
    public void free(int frame, int order) {
        if (order < 0
                || order > MAX_ORDER
                || frame < 0
                || (frame & (1 << order) - 1) != 0
                || frame > frames - (1 << order)) {
            throw refused(frame, order);
        }
        if (order < WORD_ORDER) {
            putBits(frame, order);
        } else if (order < AREA_ORDER) {
            putWords(frame, order);
        } else {
            putAreas(frame, order);
        }
    }

    private void putBits(int frame, int order) {
        int word = frame >>> WORD_ORDER;
        long mask = order == 0 ? 1L << frame : blockMask(frame, order);
        if ((freeBits[word] & mask) != 0) {
            throw freeAlready(frame, order);
        }
        putBits(word, mask, 1 << order);
    }

    private void putBits(int word, long mask, int count) {
        long bits = freeBits[word];
        freeBits[word] = bits | mask;
        if (bits == 0) {
            nonEmptyWords.add(word);
        }
        joinArea(word >>> AREA_SHIFT, count);
    }

    /**
     * Gives single frames back, neighbours that share a word at once.
     *
     * @param base what was added to each of the frames
     * @throws IllegalStateException if a frame is free already; those before it may have been given back then
     */
    void freeBatch(int[] batch, int count, int base) {
        for (int i = 0; i < count;) {
            int word = batch[i] - base >>> WORD_ORDER;
            int first = i;
            long bits = freeBits[word];
            long mask = 0;
            do {
                long bit = 1L << batch[i] - base;
                if (((bits | mask) & bit) != 0) {
                    throw freeAlready(batch[i] - base, 0);
                }
                mask |= bit;
                i++;
            } while (i < count && batch[i] - base >>> WORD_ORDER == word);
            putBits(word, mask, i - first);
        }
    }

    private void putWords(int frame, int order) {
        int word = frame >>> WORD_ORDER;
        int end = word + (1 << order - WORD_ORDER);
        for (int i = word; i < end; i++) {
            if (freeBits[i] != 0) {
                throw freeAlready(frame, order);
            }
        }
        for (int i = word; i < end; i++) {
            freeBits[i] = -1L;
            nonEmptyWords.add(i);
        }
        joinArea(word >>> AREA_SHIFT, 1 << order);
    }

    private void putAreas(int frame, int order) {
        int area = frame >>> AREA_ORDER;
        if (areaFree[area] != 0 || order == MAX_ORDER && areaFree[area + 1] != 0) {
            throw freeAlready(frame, order);
        }
        putArea(area);
        if (order == MAX_ORDER) {
            putArea(area + 1);
        }
    }

    private void putArea(int area) {
        setArea(area << AREA_SHIFT, -1L);
        nonEmptyWords.addEight(area << AREA_SHIFT);
        areaFree[area] = AREA_FRAMES;
        freeAreas.add(area);
        freeFrames += AREA_FRAMES;
    }

    /** Written out, because the library's fill and a loop cost more than eight stores. */
    private void setArea(int word, long bits) {
        long[] words = freeBits;
        words[word + 7] = bits;
        words[word] = bits;
        words[word + 1] = bits;
        words[word + 2] = bits;
        words[word + 3] = bits;
        words[word + 4] = bits;
        words[word + 5] = bits;
        words[word + 6] = bits;
    }

    private static long blockMask(int frame, int order) {
        return (1L << (1 << order)) - 1 << frame;
    }

    private void takeBits(int word, long mask) {
        long rest = freeBits[word] & ~mask;
        freeBits[word] = rest;
        if (rest == 0) {
            nonEmptyWords.remove(word);
        }
        leaveArea(word >>> AREA_SHIFT, Long.bitCount(mask));
    }

    private void leaveArea(int area, int count) {
        int before = areaFree[area];
        areaFree[area] = (short) (before - count);
        if (before == AREA_FRAMES) {
            freeAreas.remove(area);
        }
        freeFrames -= count;
    }

    private void joinArea(int area, int count) {
        int after = areaFree[area] + count;
        areaFree[area] = (short) after;
        if (after == AREA_FRAMES) {
            freeAreas.add(area);
        }
        freeFrames += count;
    }

    /**
     * How many free blocks of an order a buddy system would list: aligned, free, and not half of a larger one. What
     * {@code /proc/buddyinfo} prints. Reads the whole bitmap.
     *
     * @param order 0 to 10
     */
    public int freeBlocks(int order) {
        checkOrder(order);
        // Every block of the next order holds two of this one.
        return order == MAX_ORDER ? alignedBlocks(order) : alignedBlocks(order) - 2 * alignedBlocks(order + 1);
    }

    /** How many aligned blocks of an order are free, within larger ones or not. */
    private int alignedBlocks(int order) {
        if (order == 0) {
            return freeFrames;
        }
        if (order >= AREA_ORDER) {
            return order == AREA_ORDER ? freeAreas.size() : freeAreas.pairCount();
        }
        int count = 0;
        for (int word = 0; word < freeBits.length; word++) {
            count += order < WORD_ORDER
                    ? Long.bitCount(blockStarts(freeBits[word], order))
                    : (int) wordBlockStart(word, order);
        }
        return count;
    }

    /**
     * Words of 64 frames or marks that were read so far in search of free frames; the word in hand is not counted. A
     * copy begins at 0.
     */
    public long searchedWords() {
        return blockWords + nonEmptyWords.readWords() + freeAreas.readWords();
    }

    /** An independent allocator in the same state, cursors included. */
    public FrameAllocator copy() {
        return new FrameAllocator(this);
    }

    /**
     * Recounts everything from the bits of the frames.
     *
     * @throws IllegalStateException if a counter or a summary does not agree with them
     */
    public void validate() {
        nonEmptyWords.validate();
        freeAreas.validate();
        expect("bits beyond the last frame", 0, (frames & 63) == 0 ? 0 : freeBits[freeBits.length - 1] >>> frames);
        long total = 0;
        for (int area = 0; area < areaFree.length; area++) {
            int inArea = 0;
            int end = Math.min(freeBits.length, area + 1 << AREA_SHIFT);
            for (int word = area << AREA_SHIFT; word < end; word++) {
                inArea += Long.bitCount(freeBits[word]);
                expect("mark of word " + word, freeBits[word] != 0 ? 1 : 0, nonEmptyWords.contains(word) ? 1 : 0);
            }
            expect("free frames of area " + area, inArea, areaFree[area]);
            expect("mark of area " + area, inArea == AREA_FRAMES ? 1 : 0, freeAreas.contains(area) ? 1 : 0);
            total += inArea;
        }
        expect("free frames", total, freeFrames);
    }

    private static void expect(String what, long counted, long kept) {
        if (counted != kept) {
            throw new IllegalStateException(what + ": counted " + counted + ", kept " + kept);
        }
    }

    private static void checkOrder(int order) {
        if (order < 0 || order > MAX_ORDER) {
            throw new IllegalArgumentException("order " + order + ": expected 0 to " + MAX_ORDER);
        }
    }

    private IllegalArgumentException refused(int frame, int order) {
        checkOrder(order);
        return new IllegalArgumentException("frame " + frame + " of order " + order + ": expected a multiple of "
                + (1 << order) + " from 0 to " + (frames - (1 << order)));
    }

    private static IllegalStateException freeAlready(int frame, int order) {
        return new IllegalStateException("frame " + frame + " of order " + order + ": free already");
    }
}
