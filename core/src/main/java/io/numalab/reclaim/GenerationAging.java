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
 * that were touched. Only reclaim ages. Models {@code should_run_aging} and {@code try_to_inc_max_seq} of 6.1 and 6.12
 * (mglru-model 4). Allocates nothing; one thread only.
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

    static Need need(Generations generations, boolean canSwap) {
        int type = canSwap ? Generations.ANON : Generations.FILE;
        int count = generations.generations(type);
        if (count <= Generations.GENERATIONS_MIN) {
            return Need.MUST;
        }
        if (count == Generations.GENERATIONS_MAX) {
            return Need.NO;
        }
        long youngest = generations.maxSeq();
        long young = pages(generations, youngest, canSwap);
        long old = pages(generations, youngest - 2, canSwap);
        return young * 2 > total(generations, canSwap) || old * 4 < total(generations, canSwap) ? Need.WANTED : Need.NO;
    }

    private static long pages(Generations generations, long seq, boolean canSwap) {
        long pages = seq < generations.minSeq(Generations.FILE) ? 0 : generations.size(seq, Generations.FILE);
        if (canSwap && seq >= generations.minSeq(Generations.ANON)) {
            pages += generations.size(seq, Generations.ANON);
        }
        return pages;
    }

    /** Pages of the types that may be evicted. */
    static long total(Generations generations, boolean canSwap) {
        return generations.size(Generations.FILE) + (canSwap ? generations.size(Generations.ANON) : 0);
    }

    /** One step: touched pages are moved to the youngest generation, then a new one begins. */
    void age(Node node, boolean canSwap) {
        promoteYoungPages(node, canSwap);
        Generations generations = node.lru().generations();
        for (int type = 0; type < 2; type++) {
            if (generations.generations(type) == Generations.GENERATIONS_MAX) {
                giveUpOldest(generations, type, type == Generations.FILE || canSwap);
            }
        }
        generations.advanceMax();
    }

    // Where anonymous pages cannot be evicted, those of the oldest generation become the youngest instead: their number
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

    private void promoteYoungPages(Node node, boolean canSwap) {
        for (int id = 1; id < owners.limit(); id++) {
            if (owners.get(id) instanceof VirtualArea area && !area.locked()
                    && (canSwap || area.kind() == VirtualArea.Kind.FILE)) {
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
            node.lru().generations().promote(frame);
        }
    }
}
