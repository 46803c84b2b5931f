package io.numalab.memory;

/** Knows in which frame a page lies: the page tables and the page cache, seen from the LRU lists. */
@FunctionalInterface
public interface PageFinder {
    /**
     * The frame of a page that is on an LRU list.
     *
     * @param owner the id of its mapping or file
     * @param index its index there
     */
    int frame(int owner, int index);
}
