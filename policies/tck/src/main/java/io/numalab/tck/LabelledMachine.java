package io.numalab.tck;

import io.numalab.spi.MachineView;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.Scope;
import io.numalab.spi.WatermarkLevel;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A made-up machine under a numbering of its nodes: node {@code label[i]} is what node {@code i} is in the plain
 * numbering. All nodes have memory and a CPU, and no two are equally far from a third, so that nothing but the numbers
 * can break a tie.
 */
final class LabelledMachine implements PolicyContext, MachineView {
    private final int[] label;
    private final int[] plain;
    private final int[][] facts;
    private final long seed;
    private final int cpuNode;

    /** The machine of a seed. */
    LabelledMachine(long seed, int[] label) {
        this.seed = seed;
        this.label = label.clone();
        plain = new int[label.length];
        for (int i = 0; i < label.length; i++) {
            plain[label[i]] = i;
        }
        SplittableRandom random = new SplittableRandom(seed);
        facts = new int[label.length][];
        for (int i = 0; i < label.length; i++) {
            facts[i] = random.ints(8, 0, 5_000).toArray();
        }
        cpuNode = random.nextInt(label.length);
    }

    /** The identity, for so many nodes. */
    static int[] plainLabels(int nodes) {
        return IntStream.range(0, nodes).toArray();
    }

    /** A node of the plain numbering under this one. */
    int labelOf(int plainNode) {
        return label[plainNode];
    }

    /** A number about a node that any numbering gives the same, 0 to 4 999. */
    int fact(int nid, int which) {
        return facts[plain[nid]][which];
    }

    /** The node of the task's CPU. */
    int cpuNode() {
        return label[cpuNode];
    }

    private NodeMask all() {
        return NodeMask.range(0, label.length - 1);
    }

    /** A request of its task. */
    PlacementQuery query(PageKind kind, int gfp) {
        record Query(PageKind kind, int gfp, int cpuNode, int localNode, NodeMask cpusetNodes,
                List<NodeMask> cpusetSteps) implements PlacementQuery {}

        return new Query(kind, gfp, cpuNode(), cpuNode(), all(), List.of(all()));
    }

    @Override
    public Scope scope() {
        return Scope.TASK;
    }

    @Override
    public int nodeCount() {
        return label.length;
    }

    @Override
    public NodeMask memoryNodes() {
        return all();
    }

    @Override
    public NodeMask cpuNodes() {
        return all();
    }

    @Override
    public int distance(int from, int to) {
        int other = plain[to];
        // Each row climbs by one, so that no two are equal.
        return from == to ? 10 : 11 + (other + 3 * plain[from]) % (2 * label.length);
    }

    @Override
    public int[] fallbackOrder(int nid) {
        return Arrays.stream(all().toArray()).boxed()
                .sorted((left, right) -> distance(nid, left) - distance(nid, right))
                .mapToInt(Integer::intValue).toArray();
    }

    @Override
    public int interleaveWeight(int nid) {
        return 1 + fact(nid, 7) % 4;
    }

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(seed)::nextLong;
    }

    @Override
    public long nowNanos() {
        return 1_000_000;
    }

    @Override
    public long managedPages(int nid) {
        return 20_000;
    }

    @Override
    public long freePages(int nid) {
        return fact(nid, 0);
    }

    @Override
    public long markPages(int nid, WatermarkLevel level) {
        return 100L * (level.ordinal() + 1);
    }

    @Override
    public long reclaimableFilePages(int nid, boolean write, boolean unmap) {
        return fact(nid, 1) + (write ? fact(nid, 2) : 0L) + (unmap ? fact(nid, 3) : 0L);
    }

    @Override
    public long filePages(int nid) {
        return reclaimableFilePages(nid, true, true);
    }

    @Override
    public long anonymousPages(int nid) {
        return fact(nid, 4);
    }

    @Override
    public long reclaimableSlabPages(int nid) {
        return fact(nid, 5);
    }

    @Override
    public boolean hasCpus(int nid) {
        return true;
    }

    @Override
    public boolean kswapdAwake(int nid) {
        return fact(nid, 6) % 3 == 0;
    }

    @Override
    public boolean reclaimBusy(int nid) {
        return fact(nid, 6) % 5 == 0;
    }

    @Override
    public int tier(int nid) {
        return 0;
    }

    @Override
    public double accessNanos(int from, int to) {
        return 8.0 * distance(from, to);
    }

    @Override
    public int reclaimDistance() {
        return 30;
    }

    @Override
    public int minUnmappedRatio() {
        return 1;
    }

    @Override
    public int minSlabRatio() {
        return 5;
    }
}
