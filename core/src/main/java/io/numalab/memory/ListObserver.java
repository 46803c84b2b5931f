package io.numalab.memory;

/** Hears of every page that joins or leaves one of the classic LRU lists of a node. Called in the hot path. */
public interface ListObserver {
    /** A page is on a list from now on. @param list ordinal of {@link LruList} */
    void joined(int list, int frame);

    /** A page is on a list no longer. @param list ordinal of {@link LruList} */
    void left(int list, int frame);
}
