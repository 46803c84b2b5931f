package io.numalab.machine;

import io.numalab.mapping.CachedFile;

/** A file whose pages the page cache may hold. One thread only. */
public final class SimulatedFile {
    private final CachedFile cache;

    SimulatedFile(CachedFile cache) {
        this.cache = cache;
    }

    CachedFile cache() {
        return cache;
    }

    /** Its name. */
    public String name() {
        return cache.name();
    }

    /** Its size in pages. */
    public long pages() {
        return cache.pages();
    }

    /** Whether a page is in the cache. */
    public boolean resident(long page) {
        return cache.frame(Math.toIntExact(page)) >= 0;
    }
}
