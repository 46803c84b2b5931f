package io.numalab.scenario.trace;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Which simulated block stands for a block of the trace, by page frame number. Grows with the pages in use, which the
 * size of the simulated machine bounds. One thread only.
 */
final class FrameMap {
    /** Nothing is known of the frame. */
    static final int UNKNOWN = -1;

    /** Pages that are freed in one batch are so few, and both events of a page stand close together. */
    private static final int BATCHED_MAX = 1024;
    private static final int ORDER_BITS = 4;
    private static final long ORDER_MASK = (1 << ORDER_BITS) - 1;

    private final Map<Long, Long> blocks = new HashMap<>();
    private final LinkedHashSet<Long> freedInBatch = new LinkedHashSet<>();

    /** Remembers a block. @param frame its simulated frame */
    void put(long pfn, int frame, int order) {
        blocks.put(pfn, (long) frame << ORDER_BITS | order);
        freedInBatch.remove(pfn);
    }

    /** Remembers that a page was freed by an event that another may follow for the same page. */
    void putFreedInBatch(long pfn) {
        freedInBatch.add(pfn);
        if (freedInBatch.size() > BATCHED_MAX) {
            freedInBatch.remove(freedInBatch.iterator().next());
        }
    }

    /** Forgets {@link #putFreedInBatch}. @return whether it was said and nothing since */
    boolean removeFreedInBatch(long pfn) {
        return freedInBatch.remove(pfn);
    }

    /** The simulated frame of a block, or {@link #UNKNOWN}. */
    int frame(long pfn) {
        Long block = blocks.get(pfn);
        return block == null ? UNKNOWN : (int) (block >> ORDER_BITS);
    }

    /**
     * Makes a block of its own of some pages that the trace frees alone, and others of the rest of the block they were
     * allocated in: blocks are split before single pages are freed.
     */
    void split(long pfn, int order) {
        for (int larger = order + 1; larger < 1 << ORDER_BITS; larger++) {
            long head = pfn & -(1L << larger);
            Long block = blocks.get(head);
            if (block != null && (block & ORDER_MASK) >= larger) {
                blocks.remove(head);
                long pages = 1L << (block & ORDER_MASK);
                for (long page = 0; page < pages; page += 1L << order) {
                    put(head + page, (int) ((block >> ORDER_BITS) + page), order);
                }
                return;
            }
        }
    }

    /** The order of a block that is known. */
    int order(long pfn) {
        return (int) (blocks.get(pfn) & ORDER_MASK);
    }

    /** Forgets a block. */
    void remove(long pfn) {
        blocks.remove(pfn);
    }
}
