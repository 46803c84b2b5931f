package io.numalab.policies;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.GfpFlags;
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
 * {@code membind:NODES}, also {@code bind}: memory only from these nodes, the one nearest to the CPU first. When they
 * are full the task reclaims on them, down to the min mark, and is killed rather than served elsewhere. Without nodes:
 * the node of the task's CPU.
 *
 * <p>Under a cpuset the mask follows the cpuset by position. {@code bind-static} (MPOL_F_STATIC_NODES, or the parameter
 * {@code static}) keeps the node numbers, {@code bind-relative} (MPOL_F_RELATIVE_NODES) takes them for positions
 * within the cpuset. {@code bind-balancing} (MPOL_F_NUMA_BALANCING) places pages exactly as
 * {@code bind} does, but NUMA balancing may move them later, within the nodes.
 *
 * <p>The mask is ignored for requests that cannot use the highest zone type and while it is disjoint from the cpuset.
 *
 * <p>Source: MPOL_BIND, {@code policy_nodemask} and {@code apply_policy_zone} in mm/mempolicy.c, all versions;
 * linux-model 13.1, 13.2, 13.8.
 */
public final class Membind implements PolicyProvider {

    /** Called by ServiceLoader. */
    public Membind() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "membind";
    }

    @Override
    public String description() {
        return "only from these nodes, nearest first; reclaims there rather than going elsewhere";
    }

    @Override
    public List<String> aliases() {
        return List.of("bind", "bind-static", "bind-relative", "bind-balancing");
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
                Parameter.nodes(false, "the nodes to stay on; the node of the task's CPU if none are given"),
                Parameter.flag("static", false,
                        "node numbers stay when the cpuset changes; always so as bind-static"),
                Parameter.flag("relative", false,
                        "node numbers are positions within the cpuset; always so as bind-relative"),
                Parameter.flag("balancing", false,
                        "let NUMA balancing move pages within the nodes; always so as bind-balancing"));
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        boolean balancing = config.flag("balancing") || config.policy().equals("bind-balancing");
        return new Binding(NodeSelection.of(config, context, numbers(config)), balancing, context);
    }

    private static NodeSelection.Numbers numbers(PolicyConfig config) {
        if (config.flag("relative") || config.policy().equals("bind-relative")) {
            return NodeSelection.Numbers.RELATIVE;
        }
        return config.flag("static") || config.policy().equals("bind-static")
                ? NodeSelection.Numbers.STATIC
                : NodeSelection.Numbers.REMAPPED;
    }

    private record Binding(NodeSelection selection, boolean balancing, PolicyContext context)
            implements AllocationPolicy {

        @Override
        public Placement place(PlacementQuery query) {
            NodeMask nodes = selection.isEmpty() ? NodeMask.of(query.localNode()) : selection.in(query);
            boolean mayUseHighestZone = GfpFlags.zoneClass(query.gfp()).compareTo(context.policyZone()) >= 0;
            if (!mayUseHighestZone || !nodes.intersects(query.cpusetNodes())) {
                return Placement.preferred(query.cpuNode());
            }
            Placement placement = Placement.bind(query.cpuNode(), nodes);
            return balancing ? placement.balanced() : placement;
        }
    }
}
