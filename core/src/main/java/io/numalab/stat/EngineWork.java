package io.numalab.stat;

/**
 * How much the engine of one machine has looked at and asked since it was built or forked: figures that depend on
 * nothing but the machine's calls and its seed, so that a test without a clock notices work that grows with the size of
 * the memory. They say nothing about the simulated kernel; its own counters are {@link VmEvent}.
 *
 * @param bitmapWords words of 64 frames or marks read in search of free frames; the word in hand is not counted
 * @param listSlots places on LRU lists that were looked at to find the next page, holes included
 * @param packedPages pages that were moved to win segments of lists back
 * @param zonesMet zones that the sweeps of walks looked at; a first candidate above its mark is not counted
 * @param policyCalls questions to policies, placements and ticks included
 * @param reclaims reclaims that began: of a node or group for a task, direct ones, and runs of kswapd
 * @param batches batches of these that scanned a list
 * @param pagesMet pages that batches met, those they passed over included
 * @param pagesMoved pages of these that stayed on a list and changed their place there
 * @param pagesAhead pages that were looked at to see how many can be treated alike
 * @param turns turns of tasks, kswapds, timers and the flusher
 */
public record EngineWork(
        long bitmapWords, long listSlots, long packedPages, long zonesMet, long policyCalls, long reclaims,
        long batches, long pagesMet, long pagesMoved, long pagesAhead, long turns) {

    /** What was done since an earlier reading of the same machine. */
    public EngineWork since(EngineWork earlier) {
        return new EngineWork(
                bitmapWords - earlier.bitmapWords, listSlots - earlier.listSlots, packedPages - earlier.packedPages,
                zonesMet - earlier.zonesMet, policyCalls - earlier.policyCalls, reclaims - earlier.reclaims,
                batches - earlier.batches, pagesMet - earlier.pagesMet, pagesMoved - earlier.pagesMoved,
                pagesAhead - earlier.pagesAhead, turns - earlier.turns);
    }
}
