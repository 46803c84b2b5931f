package io.numalab.mapping;

import io.numalab.memory.FrameDeque;
import io.numalab.memory.Memory;
import io.numalab.stat.NodeGauge;

/**
 * The slab of buffer heads: one for every page dirtied through a file system, 39 to a slab page, kept until the page
 * goes (linux-model 27.5). Slab pages go in the order they came, as the pages they describe do. One thread only.
 */
public final class BufferHeads {
    private static final int HEADS_PER_PAGE = 39;

    private final Memory memory;
    private final FrameDeque slab;
    private long heads;
    private int wantedPages;

    BufferHeads(Memory memory) {
        this.memory = memory;
        slab = new FrameDeque();
    }

    BufferHeads(BufferHeads other, Memory memory) {
        this.memory = memory;
        slab = new FrameDeque(other.slab);
        heads = other.heads;
        wantedPages = other.wantedPages;
    }

    /** Takes a head. @return whether the slab needs another page for it */
    public boolean take() {
        heads++;
        boolean full = heads > (long) (slab.size() + wantedPages) * HEADS_PER_PAGE;
        wantedPages += full ? 1 : 0;
        return full;
    }

    /** A page for the slab. */
    public void addSlabPage(int frame) {
        wantedPages--;
        slab.addLast(frame);
    }

    /** Gives a head back, and a slab page that is no longer needed. */
    void release(int cpu) {
        heads--;
        if (heads <= (long) (slab.size() - 1) * HEADS_PER_PAGE && slab.size() > 0) {
            int frame = slab.removeFirst();
            memory.nodeOfFrame(frame).add(NodeGauge.NR_SLAB_RECLAIMABLE, -1);
            memory.free(cpu, frame);
        }
    }
}
