package io.numalab.policies;

import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.Scope;
import io.numalab.spi.ZoneType;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The machine and attachment of a test: nodes at a distance of their difference, weights of node id + 1. */
record FakeMachine(NodeMask memoryNodes, NodeMask cpuNodes, NodeMask cpusetNodes, ZoneType policyZone)
        implements PolicyContext {

    static FakeMachine of(int nodes) {
        NodeMask all = NodeMask.range(0, nodes - 1);
        return new FakeMachine(all, all, all, ZoneType.NORMAL);
    }

    FakeMachine withMemoryNodes(NodeMask nodes) {
        return new FakeMachine(nodes, cpuNodes, nodes, policyZone);
    }

    FakeMachine withCpuset(NodeMask nodes) {
        return new FakeMachine(memoryNodes, cpuNodes, nodes, policyZone);
    }

    FakeMachine withPolicyZone(ZoneType zone) {
        return new FakeMachine(memoryNodes, cpuNodes, cpusetNodes, zone);
    }

    @Override
    public Scope scope() {
        return Scope.TASK;
    }

    @Override
    public int nodeCount() {
        return memoryNodes.or(cpuNodes).size();
    }

    @Override
    public int distance(int from, int to) {
        return 10 + Math.abs(from - to);
    }

    @Override
    public int[] fallbackOrder(int nid) {
        return Arrays.stream(memoryNodes.toArray())
                .boxed()
                .sorted((left, right) -> distance(nid, left) - distance(nid, right))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public int interleaveWeight(int nid) {
        return nid == 0 ? 0 : nid + 1;
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
