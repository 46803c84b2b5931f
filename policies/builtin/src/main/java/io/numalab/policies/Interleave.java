package io.numalab.policies;

import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Capability;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
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
 * {@code interleave:NODES}: page after page on the next of these nodes. A page of a mapping has its node by its index,
 * whenever it is touched; page cache and kernel pages take turns, task by task. The node is only where the walk starts:
 * a full one falls back along its zonelist. Without nodes: all nodes with memory that the cpuset allows.
 *
 * <p>Source: MPOL_INTERLEAVE, {@code offset_il_node} (later {@code interleave_nid}) and {@code interleave_nodes} in
 * mm/mempolicy.c, all versions; linux-model 13.4, 13.8, 15.2.
 */
public final class Interleave implements PolicyProvider {

    /** Called by ServiceLoader. */
    public Interleave() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "interleave";
    }

    @Override
    public String description() {
        return "page after page on the next of these nodes";
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
        return List.of(Parameter.nodes(false, "the nodes to spread over; all nodes with memory if none are given"));
    }

    @Override
    public AllocationPolicy create(PolicyConfig config, PolicyContext context) {
        return new Spread(NodeSelection.of(config, context, NodeSelection.Numbers.REMAPPED));
    }

    /** Faults know the index of their page; page cache and kernel memory have none that Linux would use. */
    static Placement.Form formFor(PageKind kind) {
        boolean hasIndex = kind == PageKind.ANON || kind == PageKind.SHARED;
        return hasIndex ? Placement.Form.INDEXED : Placement.Form.SEQUENCED;
    }

    private record Spread(NodeSelection selection) implements AllocationPolicy {

        @Override
        public Placement place(PlacementQuery query) {
            NodeMask nodes = selection.isEmpty() ? query.cpusetNodes() : selection.in(query);
            return Placement.interleaved(formFor(query.kind()), nodes.toArray(), true);
        }
    }
}
