package io.numalab.topology;

/**
 * How long a load takes at an idle node, by the node of the CPU and that of the memory: from a price list, and where it
 * has a price for a pair of nodes, that one. Immutable, but for the array it is asked for.
 */
public final class AccessLatencies {
    private static final int SOCKET_DISTANCE = MachineSpec.REMOTE_DISTANCE;

    private AccessLatencies() {}

    /** Whether a node is on another socket than a CPU. */
    public static boolean isFar(MachineSpec spec, int from, int to) {
        return from != to && spec.distance(from, to) >= SOCKET_DISTANCE;
    }

    /** {@return picoseconds of a load, at {@code from * nodeCount + to}; allocates the array} */
    public static long[] idlePicos(MachineSpec spec, Prices prices) {
        int nodes = spec.nodeCount();
        long[] picos = new long[nodes * nodes];
        for (int to = 0; to < nodes; to++) {
            boolean cpuless = spec.node(to).cpus().isEmpty();
            for (int from = 0; from < nodes; from++) {
                picos[from * nodes + to] = prices.picos(from == to ? Price.ACCESS_LOCAL
                        : cpuless ? Price.ACCESS_CPULESS
                        : isFar(spec, from, to) ? Price.ACCESS_REMOTE : Price.ACCESS_NEAR);
            }
        }
        prices.ofNodes().forEach((name, thousandths) -> {
            String[] parts = name.split("\\.");
            if (parts[0].equals("ACCESS")) {
                picos[Integer.parseInt(parts[1]) * nodes + Integer.parseInt(parts[2])] = thousandths;
            }
        });
        return picos;
    }
}
