package io.numalab.spi;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A machine without distances, for tests. */
record FakeContext(NodeMask memoryNodes) implements PolicyContext {

    @Override
    public Scope scope() {
        return Scope.TASK;
    }

    @Override
    public int nodeCount() {
        return memoryNodes.size();
    }

    @Override
    public NodeMask cpuNodes() {
        return memoryNodes;
    }

    @Override
    public int distance(int from, int to) {
        return from == to ? 10 : 20;
    }

    @Override
    public int[] fallbackOrder(int nid) {
        return memoryNodes.toArray();
    }

    @Override
    public int interleaveWeight(int nid) {
        return 1;
    }

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(1);
    }

    @Override
    public long nowNanos() {
        return 0;
    }
}
