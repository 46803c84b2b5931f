package io.numalab.alloc;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PolicySpec;
import io.numalab.spi.Scope;
import java.util.Set;

/**
 * A policy attached to something.
 *
 * @param spec how it was asked for
 * @param policy the instance of this attachment
 * @param capabilities the decision points it takes part in
 * @param scope what it is attached to
 * @param cpusetAtAttach the nodes the cpuset allowed then
 * @param number how many were attached before on this machine: the seed of its randomness
 */
public record PolicyBinding(
        PolicySpec spec, AllocationPolicy policy, Set<Capability> capabilities, Scope scope, NodeMask cpusetAtAttach,
        int number) {

    /** Whether it takes part in a decision point. */
    public boolean has(Capability capability) {
        return capabilities.contains(capability);
    }
}
