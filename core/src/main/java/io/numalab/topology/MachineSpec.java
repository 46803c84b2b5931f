package io.numalab.topology;

import io.numalab.spi.NodeMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A machine before it runs: its nodes, the distances between them, its kernel and its swap.
 *
 * <p>Node ids may have holes: a missing id is a node without CPUs and memory, so that {@link #nodes} can be indexed by
 * node id. Immutable, safe for use by any thread; the accessors of single values allocate nothing on the heap.
 */
public final class MachineSpec {

    /** The distance of a node to itself in every firmware table. */
    public static final int LOCAL_DISTANCE = 10;
    /** The distance that stands for "cannot be reached". */
    public static final int DISTANCE_MAX = 255;
    /** The distance between two nodes if none is given (the kernel's REMOTE_DISTANCE). */
    public static final int REMOTE_DISTANCE = 20;
    /** Nodes farther than this are not node-reclaimed (the kernel's RECLAIM_DISTANCE on most x86). */
    public static final int RECLAIM_DISTANCE = 30;
    /** Frames are numbered by an int: 8 TiB less one page. */
    public static final long FRAMES_MAX = Integer.MAX_VALUE;

    private static final long HEAP_BYTES_PER_FRAME = 18;
    private static final long HEAP_BYTES_FIXED = 64L << 20;

    private final List<NodeSpec> nodes;
    private final int[][] distances;
    private final KernelVersion kernel;
    private final long swapBytes;
    private final int reclaimDistance;
    private final long managedPages;
    private final NodeMask memoryNodes;
    private final NodeMask cpuNodes;
    private final int[] nodeOfCpu;

    private MachineSpec(
            List<NodeSpec> nodes, int[][] distances, KernelVersion kernel, long swapBytes, int reclaimDistance) {
        this.nodes = nodes;
        this.distances = distances;
        this.kernel = kernel;
        this.swapBytes = swapBytes;
        this.reclaimDistance = reclaimDistance;
        managedPages = nodes.stream().mapToLong(NodeSpec::managedPages).sum();
        memoryNodes = NodeMask.of(nodes.stream().filter(n -> n.managedPages() > 0).mapToInt(NodeSpec::nid).toArray());
        cpuNodes = NodeMask.of(nodes.stream().filter(n -> !n.cpus().isEmpty()).mapToInt(NodeSpec::nid).toArray());
        nodeOfCpu = MachineSpecChecks.nodeOfCpu(nodes);
    }

    /** A builder of a machine without boot state, described by sizes. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A machine of these nodes.
     *
     * @param nodes in any order, ids may have holes; at least one with memory and one with a CPU
     * @param distances a row for each node id up to the highest, each with as many values: {@value #LOCAL_DISTANCE} on
     *     the diagonal, {@value #LOCAL_DISTANCE} to {@value #DISTANCE_MAX} elsewhere, not necessarily symmetric
     * @param kernel whose rules hold
     * @param swapBytes size of the swap area, 0 for none
     * @param reclaimDistance the largest distance at which node reclaim works
     * @throws IllegalArgumentException if nodes, CPUs or distances contradict each other or there is too much memory;
     *     the message names value, range and choices
     */
    public static MachineSpec of(
            List<NodeSpec> nodes, int[][] distances, KernelVersion kernel, long swapBytes, int reclaimDistance) {
        Objects.requireNonNull(kernel, "kernel");
        List<NodeSpec> dense = MachineSpecChecks.dense(nodes);
        MachineSpecChecks.memoryAndCpus(dense);
        MachineSpecChecks.distances(distances, dense.size());
        if (swapBytes < 0) {
            throw new IllegalArgumentException("swap of " + swapBytes + " bytes: expected 0 or more");
        }
        if (reclaimDistance < LOCAL_DISTANCE || reclaimDistance > DISTANCE_MAX) {
            throw new IllegalArgumentException("reclaim distance " + reclaimDistance + ": expected " + LOCAL_DISTANCE
                    + " to " + DISTANCE_MAX);
        }
        int[][] copy = Arrays.stream(distances).map(int[]::clone).toArray(int[][]::new);
        return new MachineSpec(dense, copy, kernel, swapBytes, reclaimDistance);
    }

    /**
     * A machine described by a short text: groups of equal nodes {@code COUNTxSIZE[/CPUS]} joined by {@code +}, then
     * optionally {@code :} and distances. Sizes have K, M, G or T (powers of two), 0G is a node without memory; a node
     * has one CPU if none is given, none with {@code /0}. Distances are either the full table, rows separated by {@code
     * /}; or one row: {@code local,remote} for any machine, else the row of node 0 of a machine with 2, 4, 8, ...
     * nodes, in which node {@code j} is as far from node {@code i} as node {@code i xor j} is from node 0 (clusters
     * within sockets).
     *
     * <p>Examples: {@code 2x125GiB}, {@code 4x32GiB/8:10,12,20,22}, {@code
     * 2x64G/16+1x128G/0:10,20,17/20,10,28/17,28,10}.
     *
     * @throws IllegalArgumentException if the text is malformed; the message quotes it and shows examples
     */
    public static MachineSpec parse(String text) {
        return new MachineSpecParser(text).parse();
    }

    /** One more than the highest node id. */
    public int nodeCount() {
        return nodes.size();
    }

    /** All nodes by id, missing ids as nodes without CPUs and zones. */
    public List<NodeSpec> nodes() {
        return nodes;
    }

    /**
     * A node.
     *
     * @throws IllegalArgumentException if the id is out of range
     */
    public NodeSpec node(int nid) {
        return nodes.get(checked(nid));
    }

    /**
     * The distance from a CPU of one node to memory of another, 10 to 255.
     *
     * @throws IllegalArgumentException if an id is out of range
     */
    public int distance(int from, int to) {
        return distances[checked(from)][checked(to)];
    }

    private int checked(int nid) {
        if (nid < 0 || nid >= nodes.size()) {
            throw new IllegalArgumentException("node " + nid + ": expected 0 to " + (nodes.size() - 1));
        }
        return nid;
    }

    /** The kernel whose rules hold. */
    public KernelVersion kernel() {
        return kernel;
    }

    /** The size of the swap area in bytes, 0 for none. */
    public long swapBytes() {
        return swapBytes;
    }

    /** The largest distance at which node reclaim works. */
    public int reclaimDistance() {
        return reclaimDistance;
    }

    /** Pages of 4 KiB of all nodes, 1 to {@link #FRAMES_MAX}. */
    public long managedPages() {
        return managedPages;
    }

    /** The nodes with memory. */
    public NodeMask memoryNodes() {
        return memoryNodes;
    }

    /** The nodes with CPUs. */
    public NodeMask cpuNodes() {
        return cpuNodes;
    }

    /** The smallest CPU number: where the kernel boots and the process that creates tasks runs. */
    public int bootCpu() {
        int first = Integer.MAX_VALUE;
        for (NodeSpec node : nodes) {
            for (int cpu : node.cpus()) {
                first = Math.min(first, cpu);
            }
        }
        return first;
    }

    /** One more than the highest CPU number. */
    public int cpuCount() {
        return nodeOfCpu.length;
    }

    /**
     * The node of a CPU.
     *
     * @throws IllegalArgumentException if there is no such CPU
     */
    public int nodeOfCpu(int cpu) {
        if (cpu < 0 || cpu >= nodeOfCpu.length || nodeOfCpu[cpu] < 0) {
            throw new IllegalArgumentException("CPU " + cpu + " does not exist: expected 0 to "
                    + (nodeOfCpu.length - 1) + ", as listed by the nodes");
        }
        return nodeOfCpu[cpu];
    }

    /**
     * An estimate of the heap in bytes that a simulation of this machine needs: 18 for each page of memory and 64 MiB
     * for all else. That is enough, and at most twice what it takes from 16 GiB on, for tasks that map and files that
     * fill its memory once; add 4 for each further page of a mapping or file. A fork needs as much again.
     */
    public long heapBytes() {
        return HEAP_BYTES_FIXED + HEAP_BYTES_PER_FRAME * managedPages;
    }

    /**
     * Describes a machine node by node, ids in the order of the calls. Without boot state the first
     * node with memory has a DMA zone of 3840 pages and a DMA32 zone up to the address of 3 GiB, all other memory is
     * NORMAL. For use by one thread.
     */
    public static final class Builder {
        private final ZoneLayout layout = new ZoneLayout();
        private final List<NodeSpec> nodes = new ArrayList<>();
        private int[][] distances;
        private KernelVersion kernel = KernelVersion.V6_1;
        private long swapBytes;
        private int reclaimDistance = RECLAIM_DISTANCE;

        private Builder() {}

        /**
         * Adds a node with CPUs and memory.
         *
         * @param bytes at least 4096; a part of a page is cut off
         * @param cpus its CPUs, none for a memory expander
         * @throws IllegalArgumentException if a value is out of range
         */
        public Builder node(long bytes, int... cpus) {
            nodes.add(new NodeSpec(nodes.size(), boxed(cpus), layout.next(nodes.size(), bytes)));
            return this;
        }

        /**
         * Adds a node that has memory only.
         *
         * @param bytes at least 4096; a part of a page is cut off
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder cpulessNode(long bytes) {
            return node(bytes);
        }

        /**
         * Adds a node that has CPUs only.
         *
         * @throws IllegalArgumentException if a CPU number is out of range
         */
        public Builder memorylessNode(int... cpus) {
            nodes.add(new NodeSpec(nodes.size(), boxed(cpus), List.of()));
            return this;
        }

        /** Leaves out the next node id. */
        public Builder missingNode() {
            return memorylessNode();
        }

        /**
         * Sets the distances, a row for each node; {@value #LOCAL_DISTANCE} and {@value #REMOTE_DISTANCE} by default.
         */
        public Builder distances(int[][] rows) {
            distances = Arrays.stream(rows).map(int[]::clone).toArray(int[][]::new);
            return this;
        }

        /** Sets the kernel, 6.1 by default. */
        public Builder kernel(KernelVersion version) {
            kernel = version;
            return this;
        }

        /** Sets the size of the swap area in bytes, 0 by default. */
        public Builder swapBytes(long bytes) {
            swapBytes = bytes;
            return this;
        }

        /** Sets the largest distance at which node reclaim works, {@value #RECLAIM_DISTANCE} by default. */
        public Builder reclaimDistance(int distance) {
            reclaimDistance = distance;
            return this;
        }

        /**
         * The machine.
         *
         * @throws IllegalArgumentException as {@link MachineSpec#of}
         */
        public MachineSpec build() {
            int[][] table = distances == null ? uniform(nodes.size()) : distances;
            return of(nodes, table, kernel, swapBytes, reclaimDistance);
        }

        private static int[][] uniform(int count) {
            int[][] table = new int[count][count];
            for (int nid = 0; nid < count; nid++) {
                Arrays.fill(table[nid], REMOTE_DISTANCE);
                table[nid][nid] = LOCAL_DISTANCE;
            }
            return table;
        }

        private static List<Integer> boxed(int[] cpus) {
            return Arrays.stream(cpus).boxed().toList();
        }
    }
}
