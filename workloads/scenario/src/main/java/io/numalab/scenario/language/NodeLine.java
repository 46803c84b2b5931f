package io.numalab.scenario.language;

import java.util.List;

/**
 * A {@code @node SIZE [cpus=LIST]} line.
 *
 * @param bytes memory, 0 for a node without
 * @param cpus empty for a node without CPUs
 */
public record NodeLine(long bytes, List<Integer> cpus) {
    /** Copies the list. */
    public NodeLine {
        cpus = List.copyOf(cpus);
    }

    /** The canonical spelling. */
    public String text() {
        return "@node " + ByteSize.format(bytes) + (cpus.isEmpty() ? "" : " cpus=" + NumberList.format(cpus));
    }
}
