package io.numalab.tck;

import io.numalab.spi.NodeMask;

/**
 * What a task was told about pages of one kind, found without asking the engine.
 *
 * @param form what its placement promises
 * @param nodes the nodes of the promise; null if it names none
 * @param maskIgnored whether the nodes stand for a cpuset that shares none with the mask the user gave
 * @param cpuset the nodes its cpuset allows, or null for all
 * @param cpuNode the node of its CPU
 * @param reclaimMode the bits of zone_reclaim in force, 0 for off
 */
record Intent(Form form, NodeMask nodes, boolean maskIgnored, NodeMask cpuset, int cpuNode, int reclaimMode) {

    /** Promises of placements. */
    enum Form {
        /** The CPU's node, then the others. */
        LOCAL,
        /** These nodes and no others. */
        BIND,
        /** One node, and no failure over to others (THISNODE). */
        THIS_NODE,
        /** These nodes down to the min mark, then all. */
        PREFERRED_MANY,
        /** Something about which the rules say nothing. */
        OTHER
    }

    /** Before anything was said. */
    static final Intent NONE = new Intent(Form.OTHER, null, false, null, 0, 0);

    boolean isPlainLocal() {
        return form == Form.LOCAL && cpuset == null && reclaimMode == 0;
    }

    /** Where pages may lie at most; null for anywhere. */
    NodeMask confines() {
        return form == Form.BIND || form == Form.THIS_NODE ? nodes : cpuset;
    }
}
