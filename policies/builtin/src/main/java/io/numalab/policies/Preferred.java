package io.numalab.policies;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Parameter;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.Scope;
import java.util.List;
import java.util.Set;

/**
 * {@code preferred:NODE}, also {@code prefer}: one node first, then that node's fallback order (not the CPU's). Of
 * several nodes the smallest counts; without nodes it is the node of the task's CPU. Spills as silently as the default
 * does.
 *
 * <p>The node stays the same when the cpuset changes; if the cpuset forbids it, the walk merely starts there.
 *
 * <p>Source: MPOL_PREFERRED, {@code mpol_new_preferred}, {@code policy_node} and {@code mpol_rebind_preferred} in
 * mm/mempolicy.c, all versions; linux-model 13.1, 13.8.
 */
public final class Preferred implements PolicyProvider {

    /** Called by ServiceLoader. */
    public Preferred() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "preferred";
    }

    @Override
    public String description() {
        return "one node first, then the nodes nearest to it";
    }

    @Override
    public List<String> aliases() {
        return List.of("prefer");
    }

    @Override
    public Scope usualScope() {
        return Scope.TASK;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.PLACEMENT);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.nodes(
                false, "the node to start at, the smallest of several; the node of the task's CPU if none is given"));
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return new Preference(NodeSelection.of(config, context, NodeSelection.Numbers.REMAPPED));
    }

    private record Preference(NodeSelection selection) implements AllocationPolicy {

        @Override
        public Placement place(PlacementQuery query) {
            NodeMask granted = selection.requested().and(query.cpusetNodesAtAttach());
            return Placement.preferred(granted.isEmpty() ? query.cpuNode() : granted.first());
        }
    }
}
