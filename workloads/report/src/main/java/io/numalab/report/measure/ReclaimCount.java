package io.numalab.report.measure;

import io.numalab.machine.Machine;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;

/**
 * How much a machine has reclaimed so far.
 *
 * @param nodeReclaimCalls calls of node_reclaim
 * @param nodeReclaimPages pages they reclaimed
 * @param kswapdPages pages kswapd reclaimed
 * @param directPages pages tasks reclaimed otherwise
 * @param refaults evicted pages that came back
 */
public record ReclaimCount(
        long nodeReclaimCalls, long nodeReclaimPages, long kswapdPages, long directPages, long refaults) {

    /** Reads the counters of a machine. */
    public static ReclaimCount of(Machine machine) {
        SortedMap<String, SortedMap<String, Long>> ends =
                machine.trace().snapshot().getOrDefault("node_reclaim_end", Collections.emptySortedMap());
        long calls = 0;
        long pages = 0;
        for (Map<String, Long> task : ends.values()) {
            calls += task.getOrDefault("hits", 0L);
            pages += task.getOrDefault("nr_reclaimed", 0L);
        }
        long refaults = 0;
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            refaults += machine.gauge(nid, NodeGauge.WORKINGSET_REFAULT_FILE)
                    + machine.gauge(nid, NodeGauge.WORKINGSET_REFAULT_ANON);
        }
        return new ReclaimCount(calls, pages, machine.event(VmEvent.PGSTEAL_KSWAPD),
                machine.event(VmEvent.PGSTEAL_DIRECT) - pages, refaults);
    }

    /** What came after another count. */
    public ReclaimCount since(ReclaimCount before) {
        return new ReclaimCount(nodeReclaimCalls - before.nodeReclaimCalls, nodeReclaimPages - before.nodeReclaimPages,
                kswapdPages - before.kswapdPages, directPages - before.directPages, refaults - before.refaults);
    }
}
