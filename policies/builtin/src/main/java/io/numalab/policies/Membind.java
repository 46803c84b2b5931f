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
 * {@code static}) keeps the node numbers. {@code bind-balancing} (MPOL_F_NUMA_BALANCING) places pages exactly as
 * {@code bind} does; the flag matters only to NUMA balancing, which moves pages later.
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
        return List.of("bind", "bind-static", "bind-balancing");
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
                Parameter.flag("static", false, "keep node numbers when the cpuset changes; always so as bind-static"));
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        boolean keepsNumbers = config.flag("static") || config.policy().equals("bind-static");
        return new Binding(NodeSelection.of(config, context, keepsNumbers), context);
    }

    private record Binding(NodeSelection selection, PolicyContext context) implements AllocationPolicy {

        @Override
        public Placement place(PlacementQuery query) {
            NodeMask nodes = selection.isEmpty() ? NodeMask.of(query.localNode()) : selection.in(query);
            boolean mayUseHighestZone = GfpFlags.zoneClass(query.gfp()).compareTo(context.policyZone()) >= 0;
            if (!mayUseHighestZone || !nodes.intersects(query.cpusetNodes())) {
                return Placement.preferred(query.cpuNode());
            }
            return Placement.bind(query.cpuNode(), nodes);
        }
    }
}
