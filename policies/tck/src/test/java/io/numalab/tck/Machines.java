package io.numalab.tck;

import io.numalab.spi.ZoneType;
import io.numalab.tck.MachineLines.Kind;
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

/** Random small machines on kernel 6.1: 1 to 8 nodes, with CPUs, memory or both, at distances that need not agree. */
final class Machines {
    private static final int DMA_PAGES = 256;
    private static final int PAGES_PER_MIB = 256;
    private static final long SWAP_BYTES = 12L << 20;

    /** Which zones node 0 has beside its ordinary one. */
    enum Lowmem { NONE, DMA, DMA32, BOTH }

    private Machines() {}

    static Arbitrary<MachineSpec> any() {
        Arbitrary<List<Integer>> mebibytes = Arbitraries.frequency(
                        Tuple.of(4, 4), Tuple.of(4, 6), Tuple.of(3, 9), Tuple.of(2, 16), Tuple.of(1, 64))
                .list().ofSize(MachineLines.NODES_MAX);
        return Combinators
                .combine(MachineLines.anyKinds(), mebibytes, MachineLines.anyDistances(),
                        Arbitraries.of(Lowmem.class), Arbitraries.of(true, false))
                .as(Machines::of).withoutEdgeCases();
    }

    static MachineSpec of(
            List<Kind> kinds, List<Integer> mebibytes, List<Integer> distances, Lowmem lowmem, boolean swap) {
        List<NodeSpec> nodes = new ArrayList<>();
        int[][] table = new int[kinds.size()][kinds.size()];
        int cpu = 0;
        long pfn = 1L << 20;
        for (int nid = 0; nid < table.length; nid++) {
            List<Integer> cpus = new ArrayList<>();
            for (int i = 0; i < 1 + nid % 2 && kinds.get(nid) != Kind.CPULESS; i++) {
                cpus.add(cpu++);
            }
            List<ZoneSpec> zones = kinds.get(nid) == Kind.MEMORYLESS
                    ? List.of()
                    : zones(nid == 0 ? lowmem : Lowmem.NONE, pfn, mebibytes.get(nid) * PAGES_PER_MIB);
            nodes.add(new NodeSpec(nid, cpus, zones));
            pfn += 1L << 20;
            for (int to = 0; to < table.length; to++) {
                table[nid][to] = nid == to ? 10 : distances.get(nid * MachineLines.NODES_MAX + to);
            }
        }
        return MachineSpec.of(nodes, table, KernelVersion.V6_1, swap ? SWAP_BYTES : 0, 30);
    }

    private static List<ZoneSpec> zones(Lowmem lowmem, long pfn, int pages) {
        List<ZoneSpec> zones = new ArrayList<>();
        if (lowmem == Lowmem.DMA || lowmem == Lowmem.BOTH) {
            zones.add(new ZoneSpec(ZoneType.DMA, 1, DMA_PAGES));
        }
        if (lowmem == Lowmem.DMA32 || lowmem == Lowmem.BOTH) {
            zones.add(new ZoneSpec(ZoneType.DMA32, 4096, pages));
        }
        zones.add(new ZoneSpec(ZoneType.NORMAL, pfn, pages));
        return zones;
    }

    /** Equal nodes with a CPU each and an ordinary zone, all at the usual distance. */
    static MachineSpec equal(int nodes, int mebibytes) {
        List<Kind> kinds = java.util.Collections.nCopies(nodes, Kind.FULL);
        List<Integer> sizes = java.util.Collections.nCopies(MachineLines.NODES_MAX, mebibytes);
        List<Integer> distances = java.util.Collections.nCopies(MachineLines.NODES_MAX * MachineLines.NODES_MAX, 20);
        return of(kinds, sizes, distances, Lowmem.NONE, false);
    }
}
