package io.numalab.spi;

import java.util.List;

/** A request as a policy sees it when it is asked for a placement. Valid only during the call. */
public interface PlacementQuery {
    /** {@return what the page is for} */
    PageKind kind();

    /** {@return the flags of the request, see {@link GfpFlags}} */
    int gfp();

    /** {@return the node of the CPU the task runs on} It may have no memory. */
    int cpuNode();

    /** {@return the node of the CPU, or the nearest node with memory if that one has none} */
    int localNode();

    /** {@return the nodes that the cpuset of the task allows; all memory nodes without a cpuset} */
    NodeMask cpusetNodes();

    /**
     * {@return the nodes that the cpuset allowed since the policy was attached, oldest first and at least one: a mask
     * is remapped from each to the next (linux-model 13.8)}
     */
    List<NodeMask> cpusetSteps();

    /** {@return the nodes the cpuset allowed when the policy was attached} */
    default NodeMask cpusetNodesAtAttach() {
        return cpusetSteps().get(0);
    }
}
