package io.numalab.scenario.topology;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A node as far as a source describes it.
 *
 * @param nid the kernel's id, 0 to 1023
 * @param cpus its CPUs, ascending, none for a node of memory only; empty if the source does not say
 * @param bytes its memory, 0 for a node of CPUs only; empty if the source does not say
 */
public record TopologyNode(int nid, Optional<List<Integer>> cpus, OptionalLong bytes) {
    /** Copies the list. */
    public TopologyNode {
        cpus = cpus.map(List::copyOf);
    }
}
