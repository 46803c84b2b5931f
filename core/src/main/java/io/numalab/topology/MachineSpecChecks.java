package io.numalab.topology;

import java.util.ArrayList;
import java.util.List;

/** What must hold between the parts of a {@link MachineSpec}. */
final class MachineSpecChecks {

    private MachineSpecChecks() {}

    /** The nodes by id, missing ones filled in. */
    static List<NodeSpec> dense(List<NodeSpec> nodes) {
        int count = nodes.stream().mapToInt(NodeSpec::nid).max().orElse(-1) + 1;
        NodeSpec[] dense = new NodeSpec[count];
        for (NodeSpec node : nodes) {
            if (dense[node.nid()] != null) {
                throw new IllegalArgumentException("node " + node.nid() + " is given twice");
            }
            dense[node.nid()] = node;
        }
        for (int nid = 0; nid < count; nid++) {
            if (dense[nid] == null) {
                dense[nid] = new NodeSpec(nid, List.of(), List.of());
            }
        }
        return List.of(dense);
    }

    static void memoryAndCpus(List<NodeSpec> nodes) {
        long pages = nodes.stream().mapToLong(NodeSpec::managedPages).sum();
        if (pages < 1 || pages > MachineSpec.FRAMES_MAX) {
            throw new IllegalArgumentException("a machine of " + pages + " pages (" + (pages >> 18)
                    + " GiB): expected 1 to " + MachineSpec.FRAMES_MAX + " pages (8 TiB)");
        }
        if (nodes.stream().allMatch(node -> node.cpus().isEmpty())) {
            throw new IllegalArgumentException("no node has a CPU: expected at least one that has");
        }
    }

    static void distances(int[][] distances, int nodeCount) {
        if (distances.length != nodeCount) {
            throw new IllegalArgumentException(
                    distances.length + " rows of distances: expected " + nodeCount + ", one for each node");
        }
        for (int from = 0; from < nodeCount; from++) {
            if (distances[from].length != nodeCount) {
                throw new IllegalArgumentException(distances[from].length + " distances of node " + from
                        + ": expected " + nodeCount + ", one to each node");
            }
            for (int to = 0; to < nodeCount; to++) {
                distance(from, to, distances[from][to]);
            }
        }
    }

    private static void distance(int from, int to, int distance) {
        int most = from == to ? MachineSpec.LOCAL_DISTANCE : MachineSpec.DISTANCE_MAX;
        if (distance < MachineSpec.LOCAL_DISTANCE || distance > most) {
            throw new IllegalArgumentException("distance " + distance + " from node " + from + " to node " + to
                    + ": expected " + MachineSpec.LOCAL_DISTANCE + (from == to ? "" : " to " + most));
        }
    }

    /** The node of each CPU, -1 where a number is missing. */
    static int[] nodeOfCpu(List<NodeSpec> nodes) {
        List<Integer> nids = new ArrayList<>();
        for (NodeSpec node : nodes) {
            for (int cpu : node.cpus()) {
                while (nids.size() <= cpu) {
                    nids.add(-1);
                }
                if (nids.set(cpu, node.nid()) >= 0) {
                    throw new IllegalArgumentException("CPU " + cpu + " is given twice: expected each CPU on one of "
                            + nodes.size() + " nodes, once");
                }
            }
        }
        return nids.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The table that a short text means, see {@link MachineSpec#parse}. */
    static int[][] table(int[] row, int nodeCount) {
        int[][] table = new int[nodeCount][nodeCount];
        for (int from = 0; from < nodeCount; from++) {
            for (int to = 0; to < nodeCount; to++) {
                table[from][to] = row[row.length == 2 ? Math.min(1, from ^ to) : from ^ to];
            }
        }
        return table;
    }
}
