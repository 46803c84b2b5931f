package io.numalab.reclaim;

import io.numalab.mapping.Owners;
import io.numalab.mapping.Residency;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.FrameTable;
import io.numalab.memory.Generations;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;

/**
 * When the youngest generation of a node gets a successor, and what that takes: looking through page tables for pages
 * that were touched. Only reclaim ages. Models {@code should_run_aging} and {@code try_to_inc_max_seq} (mglru-model 4).
 * Allocates nothing; one thread only.
 */
final class GenerationAging {
    /** What the state of the generations asks for. */
    enum Need {
        /** Enough old pages. */
        NO,
        /** Few old pages, or mostly young ones. */
        WANTED,
        /** Only two generations are left: nothing can be evicted. */
        MUST
    }

    private final Memory memory;
    private final FrameTable frames;
    private final Owners owners;

    GenerationAging(Residency residency) {
        memory = residency.memory();
        frames = memory.frames();
        owners = residency.owners();
    }

    static Need need(Generations generations, Evictable evictable) {
        int count = evictable.generations(generations);
        if (count <= Generations.GENERATIONS_MIN) {
            return Need.MUST;
        }
        if (count == Generations.GENERATIONS_MAX) {
            return Need.NO;
        }
        long young = evictable.pages(generations, generations.maxSeq());
        long old = evictable.pages(generations, generations.maxSeq() - 2);
        long total = evictable.pages(generations);
        return generations.since618() || young * 2 > total || old * 4 < total ? Need.WANTED : Need.NO;
    }

    /** One step: touched pages are moved to the youngest generation, then a new one begins. */
    void age(Node node, Evictable evictable) {
        promoteYoungPages(node, evictable);
        Generations generations = node.lru().generations();
        for (int type = 0; type < 2; type++) {
            if (generations.generations(type) == Generations.GENERATIONS_MAX) {
                giveUpOldest(generations, type, evictable.has(type));
            }
        }
        generations.advanceMax();
    }

    // Where pages of a type cannot be evicted, those of the oldest generation become the youngest instead: their number
    // wraps.
    private static void giveUpOldest(Generations generations, int type, boolean toSecondOldest) {
        long oldest = generations.minSeq(type);
        for (int zone = 0; zone < 4; zone++) {
            for (int frame = generations.tail(oldest, type, zone); toSecondOldest && frame >= 0;
                    frame = generations.tail(oldest, type, zone)) {
                generations.remove(frame);
                generations.addSecondOldest(frame, true);
            }
        }
        generations.advanceMin(type);
    }

    private void promoteYoungPages(Node node, Evictable evictable) {
        boolean all = evictable != Evictable.FILE_ONLY || node.lru().generations().since618();
        for (int id = 1; id < owners.limit(); id++) {
            if (owners.get(id) instanceof VirtualArea area && !area.locked()
                    && (all || area.kind() == VirtualArea.Kind.FILE)) {
                for (int page = 0; page < area.pages(); page++) {
                    promoteIfYoung(node, area.frame(page));
                }
            }
        }
    }

    private void promoteIfYoung(Node node, int frame) {
        if (frame >= 0 && frames.has(frame, PageFlags.YOUNG) && memory.nodeOfFrame(frame) == node
                && node.lru().onGeneration(frame)) {
            frames.clear(frame, PageFlags.YOUNG);
            node.lru().generations().observe(frame);
        }
    }
}
