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
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * {@code weighted-interleave:NODES}: as {@code interleave}, but each node gets as many pages in a row as its weight
 * says. The weights are the machine's ({@code /sys/kernel/mm/mempolicy/weighted_interleave/nodeN}), read when a
 * placement is asked for. Does not count {@code interleave_hit}. Without nodes: all nodes with memory that the cpuset
 * allows.
 *
 * <p>Source: MPOL_WEIGHTED_INTERLEAVE, {@code weighted_interleave_nid} and {@code weighted_interleave_nodes} in
 * mm/mempolicy.c, 6.9 and later (6.1 does not have it); linux-model 13.5, 15.2.
 */
public final class WeightedInterleave implements PolicyProvider {

    /** Called by ServiceLoader. */
    public WeightedInterleave() {}

    @Override
    public int spiVersion() {
        return SPI_VERSION;
    }

    @Override
    public String name() {
        return "weighted-interleave";
    }

    @Override
    public String description() {
        return "as interleave, each node as many pages in a row as its weight";
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
        return new WeightedSpread(NodeSelection.of(config, context, NodeSelection.Numbers.REMAPPED), context);
    }

    private record WeightedSpread(NodeSelection selection, PolicyContext context) implements AllocationPolicy {

        @Override
        public Placement place(PlacementQuery query) {
            NodeMask nodes = selection.isEmpty() ? query.cpusetNodes() : selection.in(query);
            return Placement.interleaved(Interleave.formFor(query.kind()), table(nodes), false);
        }

        /** Each node as often in a row as its weight. */
        private int[] table(NodeMask nodes) {
            int length = 0;
            for (int nid = nodes.first(); nid >= 0; nid = nodes.next(nid)) {
                length += weight(nid);
            }
            int[] table = new int[length];
            int end = 0;
            for (int nid = nodes.first(); nid >= 0; nid = nodes.next(nid)) {
                int begin = end;
                end += weight(nid);
                Arrays.fill(table, begin, end, nid);
            }
            return table;
        }

        /** A weight that was never set reads as 0 and counts as 1. */
        private int weight(int nid) {
            return Math.max(1, context.interleaveWeight(nid));
        }
    }
}
