package io.numalab.tck;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A small machine, as the header of a scenario describes it: 1 to 8 nodes, with CPUs, memory or both, at distances that
 * need not agree, with zones as small as a node of 4 MiB has them.
 *
 * @param kernel 6.1, 6.12 or 6.18
 * @param kinds of the nodes
 * @param mebibytes of the nodes that have memory
 * @param distances row by row, {@link #NODES_MAX} to a row
 * @param swap whether there is swap space
 */
record MachineLines(
        String kernel, List<Kind> kinds, List<Integer> mebibytes, List<Integer> distances, boolean swap) {
    static final int NODES_MAX = 8;
    private static final int SWAP_MEBIBYTES = 12;

    enum Kind { FULL, CPULESS, MEMORYLESS }

    /** Random machines; they shrink to a single node. */
    static Arbitrary<MachineLines> any() {
        Arbitrary<List<Integer>> mebibytes = Arbitraries.frequency(
                        Tuple.of(4, 4), Tuple.of(4, 6), Tuple.of(3, 9), Tuple.of(2, 18), Tuple.of(1, 32))
                .list().ofSize(NODES_MAX);
        return Combinators
                .combine(Arbitraries.of("6.1", "6.1", "6.12", "6.18"), anyKinds(), mebibytes, anyDistances(),
                        Arbitraries.of(true, false))
                .as(MachineLines::new).withoutEdgeCases();
    }

    /** One to {@link #NODES_MAX} nodes, with CPUs and memory somewhere. */
    static Arbitrary<List<Kind>> anyKinds() {
        return Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.just(Kind.FULL)),
                        Tuple.of(1, Arbitraries.just(Kind.CPULESS)),
                        Tuple.of(1, Arbitraries.just(Kind.MEMORYLESS)))
                .list().ofMinSize(1).ofMaxSize(NODES_MAX)
                .filter(MachineLines::canRun);
    }

    /** Distances that need not agree, row by row. */
    static Arbitrary<List<Integer>> anyDistances() {
        return Arbitraries.of(20, 20, 11, 15, 30, 31, 60).list().ofSize(NODES_MAX * NODES_MAX);
    }

    private static boolean canRun(List<Kind> kinds) {
        return kinds.contains(Kind.FULL) || kinds.contains(Kind.CPULESS) && kinds.contains(Kind.MEMORYLESS);
    }

    /** The nodes with CPUs. */
    List<Integer> cpuNodes() {
        return nodes(Kind.CPULESS);
    }

    /** The nodes with memory. */
    List<Integer> memoryNodes() {
        return nodes(Kind.MEMORYLESS);
    }

    private List<Integer> nodes(Kind except) {
        List<Integer> nodes = new ArrayList<>();
        for (int nid = 0; nid < kinds.size(); nid++) {
            if (kinds.get(nid) != except) {
                nodes.add(nid);
            }
        }
        return nodes;
    }

    /** Pages of all nodes. */
    int pages() {
        return memoryNodes().stream().mapToInt(nid -> mebibytes.get(nid) << 8).sum();
    }

    /** The lines with {@code @}. */
    List<String> header() {
        List<String> lines = new ArrayList<>(List.of("@title a case of the policy test kit", "@kernel " + kernel));
        int cpu = 0;
        for (int nid = 0; nid < kinds.size(); nid++) {
            String memory = kinds.get(nid) == Kind.MEMORYLESS ? "0" : mebibytes.get(nid) + "M";
            String cpus = kinds.get(nid) == Kind.CPULESS ? "" : " cpus=" + cpu++;
            lines.add("@node " + memory + cpus);
        }
        if (kinds.size() > 1) {
            lines.add("@distance " + distanceRows());
        }
        if (swap) {
            lines.add("@swap " + SWAP_MEBIBYTES + "M");
        }
        return lines;
    }

    private String distanceRows() {
        List<String> rows = new ArrayList<>();
        for (int from = 0; from < kinds.size(); from++) {
            List<String> row = new ArrayList<>();
            for (int to = 0; to < kinds.size(); to++) {
                row.add(String.valueOf(from == to ? 10 : distances.get(from * NODES_MAX + to)));
            }
            rows.add(String.join(" ", row));
        }
        return String.join(" / ", rows);
    }
}
