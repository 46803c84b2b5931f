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
 * {@code preferred-many:NODES}, also {@code prefer-many}: these nodes down to their min mark while kswapd refills them
 * in the background, then every node, the CPU's first. The task never reclaims itself as long as the second pass finds
 * a page. Without nodes: the node of the task's CPU.
 *
 * <p>The nodes stay the same when the cpuset changes. Pass 1 is left out while the cpuset forbids all of them: Linux
 * makes it, finds nothing and wakes nobody.
 *
 * <p>Source: MPOL_PREFERRED_MANY, {@code alloc_pages_preferred_many} in mm/mempolicy.c, 5.15 and later; linux-model
 * 13.3, 13.8.
 */
public final class PreferredMany implements PolicyProvider {

    /** Called by ServiceLoader. */
    public PreferredMany() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "preferred-many";
    }

    @Override
    public String description() {
        return "these nodes down to their min mark with kswapd's help, then all nodes";
    }

    @Override
    public List<String> aliases() {
        return List.of("prefer-many");
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
        return List.of(
                Parameter.nodes(false, "the nodes to try first; the node of the task's CPU if none are given"),
                Parameter.flag("balancing", false, "let NUMA balancing move pages within the nodes (6.12 and later)"));
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        NodeSelection selection = NodeSelection.of(config, context, NodeSelection.Numbers.REMAPPED);
        return new Preference(selection, config.flag("balancing"));
    }

    private record Preference(NodeSelection selection, boolean balancing) implements AllocationPolicy {

        @Override
        public Placement place(PlacementQuery query) {
            NodeMask nodes = selection.isEmpty()
                    ? NodeMask.of(query.localNode())
                    : selection.requested().and(query.cpusetNodesAtAttach());
            Placement.Pass everywhere = new Placement.Pass(query.cpuNode(), null, true);
            if (!nodes.intersects(query.cpusetNodes())) {
                return Placement.fixed(everywhere);
            }
            Placement placement = Placement.fixed(new Placement.Pass(query.cpuNode(), nodes, false), everywhere);
            return balancing ? placement.balanced() : placement;
        }
    }
}
