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

    /** Adds at the end. */
    public void addLast(int frame) {
        if (size == ring.length) {
            grow();
        }
        ring[head + size & ring.length - 1] = frame;
        size++;
    }

    /** Removes the first; the queue must not be empty. */
    public int removeFirst() {
        int frame = ring[head];
        head = head + 1 & ring.length - 1;
        size--;
        return frame;
    }

    /** Removes up to {@code most} from the front. @return how many there were */
    public int removeFirst(int[] into, int most) {
        int count = Math.min(most, size);
        int untilWrap = Math.min(count, ring.length - head);
        System.arraycopy(ring, head, into, 0, untilWrap);
        System.arraycopy(ring, 0, into, untilWrap, count - untilWrap);
        head = head + count & ring.length - 1;
        size -= count;
        return count;
    }

    /** Removes the last; the queue must not be empty. */
    public int removeLast() {
        size--;
        return ring[head + size & ring.length - 1];
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
