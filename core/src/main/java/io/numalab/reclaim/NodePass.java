package io.numalab.reclaim;

import io.numalab.memory.Node;

/**
 * One pass over the LRU lists of one node, a batch at a time, so that other actors can act between batches: ask
 * {@link #plan}, let the time of that many pages pass, then {@link #execute}.
 */
interface NodePass {
    /** Starts a pass. */
    void begin(Node node, ScanControl control);

    /** How many pages the next batch looks at; 0 when the pass is over. */
    int plan();

    /** Does what was planned. */
    void execute(long nowNanos);

    /** What kswapd notes about the node after a pass. */
    default void flagNode() {}

    /** What kswapd does at the top of each of its loops. */
    default void ageBeforeLoop(Node node, ScanControl control) {}
}
