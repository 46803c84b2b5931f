package io.numalab.memory;

/** The five LRU lists of a node. The ordinal plus one stands in {@link PageFlags#LIST_MASK}. */
public enum LruList {
    /** Anonymous and tmpfs pages that reclaim looks at next. */
    INACTIVE_ANON,
    /** Anonymous and tmpfs pages in use. */
    ACTIVE_ANON,
    /** File pages that reclaim looks at next. */
    INACTIVE_FILE,
    /** File pages in use. */
    ACTIVE_FILE,
    /** Pages that reclaim never looks at. */
    UNEVICTABLE;

    static final int COUNT = 5;
}
