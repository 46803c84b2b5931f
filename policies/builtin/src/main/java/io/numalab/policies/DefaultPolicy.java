package io.numalab.policies;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.Placement;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyProvider;
import io.numalab.spi.Scope;
import java.util.List;
import java.util.Set;

/**
 * {@code default}, also {@code local} and {@code localalloc}: the node of the CPU the task runs on, then its fallback
 * order. Never reclaims as long as any node of the zonelist is above its low mark, which is what the thread complains
 * about (linux-model 5.4).
 *
 * <p>Source: MPOL_DEFAULT and MPOL_LOCAL, {@code policy_node} in mm/mempolicy.c, all versions; linux-model 13.1.
 */
public final class DefaultPolicy implements PolicyProvider, AllocationPolicy {

    /** Called by ServiceLoader. */
    public DefaultPolicy() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "default";
    }

    @Override
    public String description() {
        return "the node of the CPU the task runs on, then the nodes nearest to it";
    }

    @Override
    public List<String> aliases() {
        return List.of("local", "localalloc");
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
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return new DefaultPolicy();
    }

    @Override
    public Placement place(PlacementQuery query) {
        return Placement.preferred(query.cpuNode());
    }
}
