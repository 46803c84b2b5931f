package io.numalab.topology;

import io.numalab.spi.NodeMask;
import java.util.List;

/**
 * A NUMA node. A node without CPUs is a memory expander, one without zones has CPUs only; one without either is a hole
 * in the numbering.
 *
 * @param nid its id, 0 to 1023
 * @param cpus numbers of its CPUs, 0 to {@value #CPU_MAX}
 * @param zones its zones, lowest type first, each type at most once
 */
public record NodeSpec(int nid, List<Integer> cpus, List<ZoneSpec> zones) {

    /** The largest CPU number (the kernel's NR_CPUS of a distribution less 1). */
    public static final int CPU_MAX = 8191;

    /**
     * Copies the lists and checks the values.
     *
     * @throws IllegalArgumentException if the id or a CPU number is out of range or the zones are not in order
     */
    public NodeSpec {
        if (nid < 0 || nid >= NodeMask.MAX_NODES) {
            throw new IllegalArgumentException("node " + nid + ": expected 0 to " + (NodeMask.MAX_NODES - 1));
        }
        cpus = List.copyOf(cpus);
        zones = List.copyOf(zones);
        for (int cpu : cpus) {
            if (cpu < 0 || cpu > CPU_MAX) {
                throw new IllegalArgumentException("CPU " + cpu + " of node " + nid + ": expected 0 to " + CPU_MAX);
            }
        }
        for (int i = 1; i < zones.size(); i++) {
            if (zones.get(i).type().compareTo(zones.get(i - 1).type()) <= 0) {
                throw new IllegalArgumentException("zone " + zones.get(i).type() + " of node " + nid + " after "
                        + zones.get(i - 1).type() + ": expected each type at most once, lowest first");
            }
        }
    }

    /** Pages of 4 KiB of all its zones. */
    public long managedPages() {
        long pages = 0;
        for (ZoneSpec zone : zones) {
            pages += zone.managedPages();
        }
        return pages;
    }
}
