package io.numalab.memory;

import io.numalab.topology.MachineSpec;
import java.util.Arrays;

/**
 * The order in which requests that prefer a node try the nodes with memory. Models {@code build_zonelists} (linux-model
 * 1.3). A pure function; runs once per machine.
 *
 * <p>The kernel repeatedly takes the unused node with the smallest score {@code (distance + 1 if the id is smaller +
 * penalty) * 1024 + load}. While one list is built only the load of nodes already taken grows, so the scores of the
 * rest stand still and the list is simply the nodes sorted by score. Between lists the load carries over: it rotates
 * the targets of nodes that are equally far.
 */
public final class FallbackOrder {

    /** MAX_NUMNODES of distribution kernels: larger than any load, so that load only breaks ties. */
    private static final int NODE_BITS = 10;

    private final MachineSpec spec;
    private final boolean cpuPenalty;
    private final int[] memoryNodes;
    private final int[] load;

    private FallbackOrder(MachineSpec spec, boolean cpuPenalty) {
        this.spec = spec;
        this.cpuPenalty = cpuPenalty;
        memoryNodes = spec.memoryNodes().toArray();
        load = new int[spec.nodeCount()];
    }

    /**
     * The lists as built at boot, when no CPU is known to belong to a node yet.
     *
     * @return for every node id the memory nodes, its own first if it has memory; empty for an id that is missing
     */
    public static int[][] of(MachineSpec spec) {
        return new FallbackOrder(spec, false).build();
    }

    /**
     * The lists as built again later (memory hotplug): a node with CPUs counts as one unit farther.
     *
     * @return as {@link #of}
     */
    public static int[][] rebuilt(MachineSpec spec) {
        return new FallbackOrder(spec, true).build();
    }

    private int[][] build() {
        int[][] orders = new int[spec.nodeCount()][];
        for (int nid = 0; nid < orders.length; nid++) {
            boolean missing = !spec.memoryNodes().contains(nid) && !spec.cpuNodes().contains(nid);
            orders[nid] = missing ? new int[0] : order(nid);
        }
        return orders;
    }

    private int[] order(int nid) {
        long[] keys = new long[memoryNodes.length];
        for (int i = 0; i < keys.length; i++) {
            int target = memoryNodes[i];
            keys[i] = target == nid ? target : score(nid, target) << NODE_BITS | target;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        int previous = nid;
        for (int i = 0; i < order.length; i++) {
            int target = (int) (keys[i] & (1 << NODE_BITS) - 1);
            if (spec.distance(nid, target) != spec.distance(nid, previous)) {
                load[target]++;
            }
            order[i] = target;
            previous = target;
        }
        return order;
    }

    private long score(int nid, int target) {
        int farther = (target < nid ? 1 : 0) + (cpuPenalty && spec.cpuNodes().contains(target) ? 1 : 0);
        return ((long) spec.distance(nid, target) + farther << NODE_BITS) + load[target];
    }
}
