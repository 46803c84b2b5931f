package io.numalab.scenario.language;

import java.util.List;

/**
 * Where a task may run: {@code any}, {@code node0}, {@code cpu2}, {@code cpu0-3}.
 *
 * @param nid the node whose CPUs are meant, or -1
 * @param cpus the CPUs named one by one, empty for {@code any} and for a node
 */
public record CpuChoice(int nid, List<Integer> cpus) {
    /** Every CPU of the machine. */
    public static final CpuChoice ANY = new CpuChoice(-1, List.of());

    /** Copies the list. */
    public CpuChoice {
        cpus = List.copyOf(cpus);
    }

    /** As a scenario spells it. */
    @Override
    public String toString() {
        return nid >= 0 ? "node" + nid : cpus.isEmpty() ? "any" : "cpu" + NumberList.format(cpus);
    }
}
