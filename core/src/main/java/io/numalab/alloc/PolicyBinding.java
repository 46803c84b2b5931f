package io.numalab.alloc;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A policy attached to something.
 *
 * @param spec how it was asked for
 * @param policy the instance of this attachment
 * @param capabilities the decision points it takes part in
 * @param scope what it is attached to
 * @param cpusets the nodes that the cpuset allowed since then, oldest first; the last ones are in force
 * @param number how many were attached before on this machine: the seed of its randomness
 */
public record PolicyBinding(
        PolicySpec spec, AllocationPolicy policy, Set<Capability> capabilities, Scope scope, List<NodeMask> cpusets,
        int number) {
    /** Copies the list. */
    public PolicyBinding {
        cpusets = List.copyOf(cpusets);
    }

    /** The same after the cpuset has changed: policies follow it step by step (linux-model 13.8). */
    public PolicyBinding rebound(NodeMask cpuset) {
        List<NodeMask> steps = new ArrayList<>(cpusets);
        steps.add(cpuset);
        return new PolicyBinding(spec, policy, capabilities, scope, steps, number);
    }

    /** Whether it takes part in a decision point. */
    public boolean has(Capability capability) {
        return capabilities.contains(capability);
    }
}
