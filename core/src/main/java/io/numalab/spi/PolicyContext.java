package io.numalab.spi;

import java.util.random.RandomGenerator;

/**
 * The machine and the attachment a policy is created for. Valid for the life of the policy; one thread only. Only
 * {@link #fallbackOrder} and {@link #random()} allocate on the heap.
 */
public interface PolicyContext {
    /** {@return what the policy is attached to} */
    Scope scope();

    /** {@return one more than the largest node id} */
    int nodeCount();

    /** {@return the nodes with memory} */
    NodeMask memoryNodes();

    /**
     * {@return the nodes that the cpuset of the attachment's tasks allows at creation: a node list without any of them
     * is refused (linux-model 13.8)} All memory nodes without a cpuset.
     */
    default NodeMask cpusetNodes() {
        return memoryNodes();
    }

    /**
     * {@return the highest zone type present in the machine, MOVABLE excepted: a request of a lower class escapes a
     * node mask, as it might find no memory in it} Models {@code policy_zone} (linux-model 13.2).
     */
    default ZoneType policyZone() {
        return ZoneType.NORMAL;
    }

    /** {@return the nodes with CPUs} */
    NodeMask cpuNodes();

    /**
     * {@return SLIT distance, 10 for the node itself}
     *
     * @param from the node of the CPU, 0 to {@link #nodeCount()} - 1
     * @param to the node of the memory, 0 to {@link #nodeCount()} - 1
     */
    int distance(int from, int to);

    /**
     * {@return the memory nodes in fallback order of {@code nid}: its zonelist without the zones (linux-model 1.3); a
     * copy}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    int[] fallbackOrder(int nid);

    /**
     * {@return the interleave weight of a node as set in {@code mempolicy/weighted_interleave}, 1 by default}
     *
     * @param nid the node, 0 to {@link #nodeCount()} - 1
     */
    int interleaveWeight(int nid);

    /**
     * {@return randomness of this attachment, derived from the seed of the run and the number of attachments before it:
     * the only source of randomness a policy may use} On a fork of the machine it starts anew.
     */
    RandomGenerator random();

    /**
     * {@return virtual time of the call in progress, in nanoseconds since the machine was built; 0 during creation at
     * boot}
     */
    long nowNanos();
}
