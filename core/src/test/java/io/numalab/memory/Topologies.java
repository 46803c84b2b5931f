package io.numalab.memory;

import io.numalab.spi.ZoneType;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random machines: 1 to 8 nodes, some without CPUs, memory or both, with distances that need not be symmetric. */
final class Topologies {
    private static final int NODES_MAX = 8;

    private enum Kind { FULL, CPULESS, MEMORYLESS, MISSING }

    private Topologies() {}

    static Arbitrary<MachineSpec> any() {
        Arbitrary<List<Kind>> kinds = Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.just(Kind.FULL)),
                        Tuple.of(2, Arbitraries.just(Kind.CPULESS)),
                        Tuple.of(2, Arbitraries.just(Kind.MEMORYLESS)),
                        Tuple.of(1, Arbitraries.just(Kind.MISSING)))
                .list().ofMinSize(1).ofMaxSize(NODES_MAX)
                .filter(Topologies::canRun);
        // Few values, so that nodes are often equally far; neighbours, so that a unit more or less matters.
        Arbitrary<List<Integer>> distances = Arbitraries.of(20, 21, 11, 12, 17, 40, 255)
                .list().ofSize(NODES_MAX * NODES_MAX);
        return Combinators.combine(kinds, distances, Arbitraries.of(true, false)).as(Topologies::machine)
                .withoutEdgeCases();
    }

    private static boolean canRun(List<Kind> kinds) {
        return kinds.contains(Kind.FULL) || kinds.contains(Kind.CPULESS) && kinds.contains(Kind.MEMORYLESS);
    }

    private static MachineSpec machine(List<Kind> kinds, List<Integer> distances, boolean symmetric) {
        List<NodeSpec> nodes = new ArrayList<>();
        int[][] table = new int[kinds.size()][kinds.size()];
        for (int nid = 0; nid < table.length; nid++) {
            Kind kind = kinds.get(nid);
            boolean cpus = kind == Kind.FULL || kind == Kind.MEMORYLESS;
            boolean memory = kind == Kind.FULL || kind == Kind.CPULESS;
            nodes.add(new NodeSpec(nid, cpus ? List.of(nid) : List.of(),
                    memory ? List.of(new ZoneSpec(ZoneType.NORMAL, 1L << 20, 1000)) : List.of()));
            for (int to = 0; to < table.length; to++) {
                int from = symmetric && to < nid ? to : nid;
                int target = symmetric && to < nid ? nid : to;
                table[nid][to] = nid == to ? 10 : distances.get(from * NODES_MAX + target);
            }
        }
        return MachineSpec.of(nodes, table, KernelVersion.V6_1, 0, 30);
    }
}
