package io.numalab.scenario.recording;

import java.util.Locale;

/** The figures in which a simulated run is compared with a recording, in the order of the columns. */
public enum Check {
    /** Anonymous and shared mappings: pages on the wrong node, percent of the mapping. */
    PLACE(2.0),
    /** When allocation moved between nodes: pages in the wrong slice, percent of the mapping. */
    ORDER(5.0),
    /** Free and per-CPU pages of a node, percent of its managed pages. */
    FREE(1.5),
    /** {@code numa_miss}, {@code numa_foreign} and {@code other_node}, percent of the node's managed pages. */
    NUMA(2.0),
    /** Page cache of a node, percent of its managed pages. */
    FILE(2.0),
    /** Which part of a file is resident, percent of the file. */
    WHICH(5.0),
    /** Pages reclaimed in all, percent of the recorded pages. */
    STOLEN(10.0),
    /** Pages reclaimed by {@code node_reclaim}, percent of the recorded pages. */
    NR(5.0),
    /** How every task ended. */
    END(0.0),
    /** Pages reclaimed by kswapd alone: reported, without a limit. */
    SPLIT(Double.POSITIVE_INFINITY);

    private final double limitPercent;

    Check(double limitPercent) {
        this.limitPercent = limitPercent;
    }

    /** The largest deviation that passes, in percent. */
    public double limitPercent() {
        return limitPercent;
    }

    /** The column's head. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
