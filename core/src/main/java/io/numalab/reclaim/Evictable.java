package io.numalab.reclaim;

import io.numalab.memory.Generations;

/** Which types of pages a reclaim of generations may evict (mglru-model 4.2). */
enum Evictable {
    /** Without swap, without demotion, or with swappiness 0. */
    FILE_ONLY,
    /** The usual case where anonymous pages have somewhere to go. */
    BOTH,
    /** {@code swappiness=max} (6.18). */
    ANON_ONLY;

    boolean has(int type) {
        return this != (type == Generations.FILE ? ANON_ONLY : FILE_ONLY);
    }

    /** How many generations of the type exist that has most of them. */
    int generations(Generations generations) {
        int anon = has(Generations.ANON) ? generations.generations(Generations.ANON) : 0;
        int file = has(Generations.FILE) ? generations.generations(Generations.FILE) : 0;
        return Math.max(anon, file);
    }

    /** Pages of one generation. */
    long pages(Generations generations, long seq) {
        long pages = 0;
        for (int type = 0; type < 2; type++) {
            pages += has(type) && seq >= generations.minSeq(type) ? generations.size(seq, type) : 0;
        }
        return pages;
    }

    /** Pages of all generations. */
    long pages(Generations generations) {
        return (has(Generations.ANON) ? generations.size(Generations.ANON) : 0)
                + (has(Generations.FILE) ? generations.size(Generations.FILE) : 0);
    }

    /** Pages of the generations that {@code /proc} calls inactive. */
    long inactivePages(Generations generations) {
        return (has(Generations.ANON) ? generations.size(Generations.ANON, false) : 0)
                + (has(Generations.FILE) ? generations.size(Generations.FILE, false) : 0);
    }
}
