package io.numalab.spi;

import java.util.random.RandomGenerator;

/**
 * The machine and the attachment a policy is created for. Valid for the life of the policy; one thread only. Only
 * {@link #fallbackOrder} and {@link #random()} allocate on the heap.
 */
public interface PolicyContext {
    /** What the policy is attached to. */
    Scope scope();

    /** One more than the largest node id. */
    int nodeCount();

    /** The nodes with memory. */
    NodeMask memoryNodes();

    /**
     * The nodes that the cpuset of the attachment's tasks allows at creation: a node list without any of them is
     * refused (linux-model 13.8). All memory nodes without a cpuset.
     */
    default NodeMask cpusetNodes() {
        return memoryNodes();
    }

    /**
     * The highest zone type present in the machine, MOVABLE excepted: a request of a lower class escapes a node mask,
     * as it might find no memory in it. Models {@code policy_zone} (linux-model 13.2).
     */
    default ZoneType policyZone() {
        return ZoneType.NORMAL;
    }

    /** The nodes with CPUs. */
    NodeMask cpuNodes();

    /** SLIT distance, 10 for the node itself. */
    int distance(int from, int to);

    /** The memory nodes in fallback order of {@code nid}: its zonelist without the zones (linux-model 1.3); a copy. */
    int[] fallbackOrder(int nid);

    /** The interleave weight of a node as set in {@code mempolicy/weighted_interleave}, 1 by default. */
    int interleaveWeight(int nid);

    /**
     * Randomness of this attachment, derived from the seed of the run and the number of attachments before it: the only
     * source of randomness a policy may use. On a fork of the machine it starts anew.
     */
    RandomGenerator random();

    /** Virtual time of the call in progress, in nanoseconds since the machine was built; 0 during creation at boot. */
    long nowNanos();
}
