package io.numalab.policies;

import io.numalab.spi.NodeMask;
import io.numalab.spi.PlacementQuery;
import io.numalab.spi.PolicyConfig;
import io.numalab.spi.PolicyContext;
import io.numalab.spi.PolicyException;

/**
 * The nodes a user asked for and what becomes of them when a cpuset changes. Models {@code mpol_set_nodemask},
 * {@code mpol_rebind_nodemask} and {@code nodes_remap} of mm/mempolicy.c (linux-model 13.8).
 *
 * <p>Simplified: Linux remaps step by step with every change of the cpuset; here the mask is remapped once, from the
 * cpuset at attachment to the present one. The two differ only after a cpuset lost nodes and got others back.
 *
 * @param requested the nodes of the user that have memory; empty if none were given
 * @param keepsNumbers whether node numbers are kept (MPOL_F_STATIC_NODES) instead of positions within the cpuset
 */
record NodeSelection(NodeMask requested, boolean keepsNumbers) {

    /**
     * Reads the node list of a configuration.
     *
     * @throws PolicyException if nodes were given, but none has memory and is in the cpuset (EINVAL in Linux)
     */
    static NodeSelection of(PolicyConfig config, PolicyContext context, boolean keepsNumbers) {
        NodeMask nodes = config.nodes().and(context.memoryNodes());
        NodeMask choices = context.memoryNodes().and(context.cpusetNodes());
        if (!config.nodes().isEmpty() && !nodes.intersects(choices)) {
            throw new PolicyException("policy \"" + config.policy() + "\": nodes " + config.nodes()
                    + " have no memory that the task may use; nodes that do: " + choices);
        }
        return new NodeSelection(nodes, keepsNumbers);
    }

    /** Whether the user gave no nodes. */
    boolean isEmpty() {
        return requested.isEmpty();
    }

    /** The nodes in force under the cpuset of the query; not empty unless the cpuset is. */
    NodeMask in(PlacementQuery query) {
        NodeMask current = query.cpusetNodes();
        if (keepsNumbers) {
            NodeMask kept = requested.and(current);
            return kept.isEmpty() ? current : kept;
        }
        NodeMask attached = query.cpusetNodesAtAttach();
        NodeMask granted = requested.and(attached);
        NodeMask remapped = current.equals(attached) ? granted : remap(granted, attached, current);
        return remapped.isEmpty() ? current : remapped;
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
}
