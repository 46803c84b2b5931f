package io.numalab.scenario.topology;

import io.numalab.spi.NodeMask;
import java.util.Arrays;

/**
 * One value for each pair of nodes that a source states: distances, latencies or bandwidths, from a CPU of one node to
 * memory of another. Immutable.
 */
public final class NodeMatrix {
    /** A matrix that states nothing. */
    public static final NodeMatrix EMPTY = new NodeMatrix(new double[0][]);

    private final double[][] rows;

    private NodeMatrix(double[][] rows) {
        this.rows = rows;
    }

    /** The value of a pair, NaN if it is not stated. */
    public double get(int from, int to) {
        boolean stated = from >= 0 && to >= 0 && from < rows.length && rows[from] != null && to < rows[from].length;
        return stated ? rows[from][to] : Double.NaN;
    }

    /** Whether a pair has a value. */
    public boolean has(int from, int to) {
        return !Double.isNaN(get(from, to));
    }

    /** Whether no pair has a value. */
    public boolean isEmpty() {
        return Arrays.stream(rows).allMatch(row -> row == null || Arrays.stream(row).allMatch(Double::isNaN));
    }

    /** Collects values. One thread only. */
    static final class Builder {
        private final double[][] rows = new double[NodeMask.MAX_NODES][];
        private int length;

        /** States the value of a pair; ids are 0 to 1023. */
        void put(int from, int to, double value) {
            if (rows[from] == null || rows[from].length <= to) {
                int before = rows[from] == null ? 0 : rows[from].length;
                rows[from] = rows[from] == null ? new double[to + 1] : Arrays.copyOf(rows[from], to + 1);
                Arrays.fill(rows[from], before, to + 1, Double.NaN);
            }
            rows[from][to] = value;
            length = Math.max(length, from + 1);
        }

        /** States all values that another matrix states. */
        Builder putAll(NodeMatrix other) {
            for (int from = 0; from < other.rows.length; from++) {
                for (int to = 0; other.rows[from] != null && to < other.rows[from].length; to++) {
                    if (other.has(from, to)) {
                        put(from, to, other.get(from, to));
                    }
                }
            }
            return this;
        }

        NodeMatrix build() {
            return new NodeMatrix(Arrays.copyOf(rows, length));
        }
    }
}
