package io.numalab.policies;

import io.numalab.spi.NodeMask;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyException;
import java.util.List;

/**
 * The nodes a user asked for and what becomes of them when a cpuset changes. Models {@code mpol_set_nodemask},
 * {@code mpol_rebind_nodemask}, {@code nodes_remap} and {@code nodes_fold} of mm/mempolicy.c (linux-model 13.8).
 *
 * @param requested the nodes of the user that have memory, for {@link Numbers#RELATIVE} all of them; empty if none were
 *     given
 * @param numbers what the numbers of the nodes mean when the cpuset changes
 */
record NodeSelection(NodeMask requested, Numbers numbers) {

    /** What node numbers mean under a cpuset. */
    enum Numbers {
        /** Those of the cpuset at attachment; with each change a node goes to the same position in the new cpuset. */
        REMAPPED,
        /** Physical nodes whatever the cpuset is (MPOL_F_STATIC_NODES). */
        STATIC,
        /** Positions within the cpuset, modulo its size (MPOL_F_RELATIVE_NODES). */
        RELATIVE
    }

    /**
     * Reads the node list of a configuration.
     *
     * @throws PolicyException if nodes were given, but none has memory and is in the cpuset (EINVAL in Linux)
     */
    static NodeSelection of(PolicyConfig config, PolicyContext context, Numbers numbers) {
        if (numbers == Numbers.RELATIVE) {
            return new NodeSelection(config.nodes(), numbers);
        }
        NodeMask nodes = config.nodes().and(context.memoryNodes());
        NodeMask choices = context.memoryNodes().and(context.cpusetNodes());
        if (!config.nodes().isEmpty() && !nodes.intersects(choices)) {
            throw new PolicyException("policy \"" + config.policy() + "\": nodes " + config.nodes()
                    + " have no memory that the task may use; nodes that do: " + choices);
        }
        return new NodeSelection(nodes, numbers);
    }

    /** Whether the user gave no nodes. */
    boolean isEmpty() {
        return requested.isEmpty();
    }

    /** The nodes in force under the cpuset of the query; not empty unless the cpuset is. */
    NodeMask in(PlacementQuery query) {
        NodeMask current = query.cpusetNodes();
        NodeMask nodes = switch (numbers) {
            case STATIC -> requested.and(current);
            case RELATIVE -> fold(requested, current);
            case REMAPPED -> remapped(query.cpusetSteps());
        };
        return nodes.intersects(current) ? nodes.and(current) : current;
    }

    // A cpuset that loses nodes and gets others back does not restore the mask: every change starts from the last one.
    private NodeMask remapped(List<NodeMask> cpusets) {
        NodeMask nodes = requested.and(cpusets.get(0));
        for (int i = 1; i < cpusets.size(); i++) {
            NodeMask next = remap(nodes, cpusets.get(i - 1), cpusets.get(i));
            nodes = next.isEmpty() ? cpusets.get(i) : next;
        }
        return nodes;
    }

    /** Moves each node from its position in {@code from} to the same position in {@code to}, modulo its size. */
    static NodeMask remap(NodeMask nodes, NodeMask from, NodeMask to) {
        if (to.isEmpty()) {
            return NodeMask.EMPTY;
        }
        int[] targets = to.toArray();
        NodeMask remapped = NodeMask.EMPTY;
        int position = 0;
        for (int nid = from.first(); nid >= 0; nid = from.next(nid)) {
            if (nodes.contains(nid)) {
                remapped = remapped.or(NodeMask.of(targets[position % targets.length]));
            }
            position++;
        }
        return remapped;
    }

    /** The nodes at these positions of {@code onto}, modulo its size. */
    static NodeMask fold(NodeMask positions, NodeMask onto) {
        int[] targets = onto.toArray();
        NodeMask folded = NodeMask.EMPTY;
        for (int position = positions.first(); position >= 0 && targets.length > 0;
                position = positions.next(position)) {
            folded = folded.or(NodeMask.of(targets[position % targets.length]));
        }
        return folded;
    }
}
