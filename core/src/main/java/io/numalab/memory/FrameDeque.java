package io.numalab.memory;

/** A double-ended queue of frames in a ring that grows; no allocation once it has its size. */
public final class FrameDeque {
    private int[] ring;
    private int head;
    private int size;

    /** Empty. */
    public FrameDeque() {
        ring = new int[64];
    }

    /** A copy. */
    public FrameDeque(FrameDeque other) {
        ring = other.ring.clone();
        head = other.head;
        size = other.size;
    }

    /** How many frames it holds. */
    public int size() {
        return size;
    }

    /** Adds at the front. */
    public void addFirst(int frame) {
        if (size == ring.length) {
            grow();
        }
        head = head - 1 & ring.length - 1;
        ring[head] = frame;
        size++;
    }

    /** Adds one after the other at the front. @param run the frames from {@code from} to {@code end} - 1 */
    void addFirst(int[] run, int from, int end) {
        while (size + end - from > ring.length) {
            grow();
        }
        for (int i = from; i < end; i++) {
            head = head - 1 & ring.length - 1;
            ring[head] = run[i];
        }
        size += end - from;
    }

    /** Adds at the end. */
    public void addLast(int frame) {
        if (size == ring.length) {
            grow();
        }
        ring[head + size & ring.length - 1] = frame;
        size++;
    }

    /** Adds one after the other at the end. */
    void addLast(int[] run, int count) {
        while (size + count > ring.length) {
            grow();
        }
        int tail = head + size & ring.length - 1;
        int untilWrap = Math.min(count, ring.length - tail);
        System.arraycopy(run, 0, ring, tail, untilWrap);
        System.arraycopy(run, untilWrap, ring, 0, count - untilWrap);
        size += count;
    }

    /** Removes the first; the queue must not be empty. */
    public int removeFirst() {
        int frame = ring[head];
        head = head + 1 & ring.length - 1;
        size--;
        return frame;
    }

    /** Removes the first {@code count}, which there must be. */
    void removeFirst(int[] into, int count) {
        int untilWrap = Math.min(count, ring.length - head);
        System.arraycopy(ring, head, into, 0, untilWrap);
        System.arraycopy(ring, 0, into, untilWrap, count - untilWrap);
        head = head + count & ring.length - 1;
        size -= count;
    }

    /** Removes the last; the queue must not be empty. */
    public int removeLast() {
        size--;
        return ring[head + size & ring.length - 1];
    }

    /** Removes the last {@code count}, which there must be, the last one first. */
    void removeLast(int[] into, int count) {
        int last = head + size - 1;
        for (int i = 0; i < count; i++) {
            into[i] = ring[last - i & ring.length - 1];
        }
        size -= count;
    }

    private void grow() {
        int[] larger = new int[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[head + i & ring.length - 1];
        }
        ring = larger;
        head = 0;
    }
}
