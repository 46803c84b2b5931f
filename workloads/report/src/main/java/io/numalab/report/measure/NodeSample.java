package io.numalab.report.measure;

import io.numalab.machine.Machine;
import io.numalab.stat.NodeGauge;

/**
 * What the pages of a node hold at a time; the four numbers add up to its memory.
 *
 * @param freePages free
 * @param anonPages mapped anonymous pages
 * @param filePages page cache, shared memory and swap cache included
 * @param otherPages the rest: slab, page tables, kernel stacks, pages on per-CPU lists
 * @param refaults evicted pages that came back, since the machine was built
 */
public record NodeSample(long freePages, long anonPages, long filePages, long otherPages, long refaults) {

    /** A node as it is now. */
    public static NodeSample of(Machine machine, int nid) {
        long free = machine.gauge(nid, NodeGauge.FREE);
        long anon = machine.gauge(nid, NodeGauge.NR_ANON_PAGES);
        long file = machine.gauge(nid, NodeGauge.NR_FILE_PAGES);
        long refaults = machine.gauge(nid, NodeGauge.WORKINGSET_REFAULT_FILE)
                + machine.gauge(nid, NodeGauge.WORKINGSET_REFAULT_ANON);
        return new NodeSample(free, anon, file, machine.spec().node(nid).managedPages() - free - anon - file, refaults);
    }

    /** All its pages. */
    public long pages() {
        return freePages + anonPages + filePages + otherPages;
    }
}
