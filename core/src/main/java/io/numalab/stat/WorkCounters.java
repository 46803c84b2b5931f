package io.numalab.stat;

/**
 * Where the parts of an engine that go about in batches and calls count them for {@link EngineWork}. Plain fields, once
 * per batch or call; one thread only.
 */
public final class WorkCounters {
    private long zonesMet;
    private long policyCalls;
    private long reclaims;
    private long batches;
    private long pagesMet;
    private long pagesMoved;
    private long pagesAhead;
    private long turns;

    /** All zero. */
    public WorkCounters() {}

    /** A walk looked at a zone. */
    public void metZone() {
        zonesMet++;
    }

    /** A policy is asked. */
    public void askedPolicy() {
        policyCalls++;
    }

    /** A reclaim begins. */
    public void beganReclaim() {
        reclaims++;
    }

    /** A batch of a reclaim begins. */
    public void beganBatch() {
        batches++;
    }

    /** A batch met pages, some of which only changed their place. */
    public void scanned(int met, int moved) {
        pagesMet += met;
        pagesMoved += moved;
    }

    /** Pages were looked at ahead. */
    public void lookedAhead(int pages) {
        pagesAhead += pages;
    }

    /** An actor gets its turn. */
    public void turned() {
        turns++;
    }

    /** All figures, with those that the data structures count themselves. */
    public EngineWork with(long bitmapWords, long listSlots, long packedPages) {
        return new EngineWork(bitmapWords, listSlots, packedPages, zonesMet, policyCalls, reclaims, batches, pagesMet,
                pagesMoved, pagesAhead, turns);
    }
}
