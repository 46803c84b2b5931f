package io.numalab.memory;

import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Zonelists word for word as linux-model 1.3 tells it: pick by pick. The slow twin of {@link FallbackOrder}. */
final class NaiveFallbackOrder {

    /** Mistakes that can be planted, to show that the properties notice. */
    enum Fault {
        NONE,
        /** Equal distances do not prefer the next higher id. */
        NO_ID_PENALTY,
        /** The load weighs as much as the distance. */
        HEAVY_LOAD,
        /** Lists do not influence later ones. */
        NO_LOAD,
        /** The load is counted for every pick. */
        EAGER_LOAD,
        /** The distance back instead of the distance there. */
        WRONG_DIRECTION,
        /** The farthest node is forgotten. */
        LOST_NODE,
        /** The node's own memory is treated as any other. */
        NOT_LOCAL_FIRST
    }

    private final MachineSpec spec;
    private final boolean rebuilt;
    private final Fault fault;
    private final TreeMap<Integer, Integer> load = new TreeMap<>();

    NaiveFallbackOrder(MachineSpec spec, boolean rebuilt, Fault fault) {
        this.spec = spec;
        this.rebuilt = rebuilt;
        this.fault = fault;
    }

    int[][] lists() {
        List<int[]> lists = new ArrayList<>();
        for (int me = 0; me < spec.nodeCount(); me++) {
            boolean exists = spec.node(me).managedPages() > 0 || !spec.node(me).cpus().isEmpty();
            List<Integer> list = exists ? list(me) : List.of();
            if (fault == Fault.LOST_NODE && list.size() > 2) {
                list = list.subList(0, list.size() - 1);
            }
            lists.add(list.stream().mapToInt(Integer::intValue).toArray());
        }
        return lists.toArray(int[][]::new);
    }

    private List<Integer> list(int me) {
        List<Integer> list = new ArrayList<>();
        Set<Integer> unused = new TreeSet<>();
        spec.nodes().stream().filter(node -> node.managedPages() > 0).forEach(node -> unused.add(node.nid()));
        int previousPick = me;
        while (!unused.isEmpty()) {
            int pick = unused.contains(me) && fault != Fault.NOT_LOCAL_FIRST
                    ? me
                    : unused.stream().min(Comparator.comparingLong((Integer n) -> score(me, n))).orElseThrow();
            unused.remove(pick);
            boolean otherDistance = spec.distance(me, pick) != spec.distance(me, previousPick);
            if ((otherDistance || fault == Fault.EAGER_LOAD) && fault != Fault.NO_LOAD) {
                load.merge(pick, 1, Integer::sum);
            }
            list.add(pick);
            previousPick = pick;
        }
        return list;
    }

    private long score(int me, int n) {
        long distance = fault == Fault.WRONG_DIRECTION ? spec.distance(n, me) : spec.distance(me, n);
        if (fault == Fault.NOT_LOCAL_FIRST && n == me) {
            distance = 25;
        }
        if (n < me && fault != Fault.NO_ID_PENALTY) {
            distance += 1;
        }
        if (rebuilt && !spec.node(n).cpus().isEmpty()) {
            distance += 1;
        }
        return distance * (fault == Fault.HEAVY_LOAD ? 1 : 1024) + load.getOrDefault(n, 0);
    }
}
