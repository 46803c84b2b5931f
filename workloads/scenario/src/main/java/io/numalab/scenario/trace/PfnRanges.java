package io.numalab.scenario.trace;

import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * On which node a page frame of the traced machine lies, from where its zones start. A zone reaches to the start of
 * the next one, since its holes are not known; the last one has no end.
 */
final class PfnRanges {
    /** The frame lies below every zone. */
    static final int NOWHERE = -1;

    private final TreeMap<Long, Integer> nodeByStart = new TreeMap<>();

    PfnRanges(MachineSpec spec) {
        for (NodeSpec node : spec.nodes()) {
            for (ZoneSpec zone : node.zones()) {
                if (zone.managedPages() > 0) {
                    nodeByStart.put(zone.startPfn(), node.nid());
                }
            }
        }
    }

    int nodeOf(long pfn) {
        Map.Entry<Long, Integer> range = nodeByStart.floorEntry(pfn);
        return range == null ? NOWHERE : range.getValue();
    }
}
