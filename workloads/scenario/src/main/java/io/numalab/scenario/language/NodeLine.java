package io.numalab.scenario.language;

import java.util.List;

/**
 * A {@code @node SIZE [cpus=LIST] [nid=N]} line.
 *
 * @param nid the kernel's id of the node; one more than that of the line before if none is given
 * @param bytes memory, 0 for a node without
 * @param cpus empty for a node without CPUs
 */
public record NodeLine(int nid, long bytes, List<Integer> cpus) {
    /** Copies the list. */
    public NodeLine {
        cpus = List.copyOf(cpus);
    }

    /** The canonical spelling behind a line for the node {@code nid - 1}. */
    public String text() {
        return "@node " + ByteSize.format(bytes) + (cpus.isEmpty() ? "" : " cpus=" + NumberList.format(cpus));
    }
}
