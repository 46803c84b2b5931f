package io.numalab.tck;

import io.numalab.machine.ZoneState;
import io.numalab.memory.FallbackOrder;
import io.numalab.memory.PerCpuLimits;
import io.numalab.spi.PageKind;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import java.util.List;

/**
 * What does not change while a machine runs.
 *
 * @param spec the machine
 * @param zones its zones at the start: sizes, marks and reserves
 * @param fallback the order of nodes for each node
 * @param perCpuLists whether CPUs keep lists
 */
record Layout(MachineSpec spec, List<ZoneState> zones, int[][] fallback, boolean perCpuLists) {

    /** Since 6.7 refills double up to five times (nr_pcp_alloc). */
    private static final int GROWN_BATCHES_MAX = 32;

    static Layout of(MachineSpec spec, List<ZoneState> zones, boolean perCpuLists) {
        return new Layout(spec, List.copyOf(zones), FallbackOrder.of(spec), perCpuLists);
    }

    /** The highest zone that a request may use: user pages MOVABLE, kernel pages NORMAL. */
    static int zoneClass(PageKind kind) {
        return (kind == PageKind.KERNEL ? ZoneType.NORMAL : ZoneType.MOVABLE).ordinal();
    }

    int position(int nid, ZoneType type) {
        for (int i = 0; i < zones.size(); i++) {
            if (zones.get(i).nid() == nid && zones.get(i).type() == type) {
                return i;
            }
        }
        throw new IllegalArgumentException("no zone " + type + " on node " + nid);
    }

    int needed(int zone, WatermarkLevel level, int zoneClass) {
        ZoneState state = zones.get(zone);
        int mark = switch (level) {
            case MIN -> state.minPages();
            case LOW -> state.lowPages();
            case HIGH -> state.highPages();
            default -> throw new IllegalArgumentException("level " + level + ": expected MIN, LOW or HIGH");
        };
        return mark + state.protectionPages().get(zoneClass);
    }

    /** Whether a zone of a node would have served a request at a mark. */
    boolean nodePasses(int nid, WatermarkLevel level, int zoneClass, int[] free) {
        for (int i = 0; i < zones.size(); i++) {
            if (zones.get(i).nid() == nid && zones.get(i).type().ordinal() <= zoneClass
                    && free[i] > needed(i, level, zoneClass)) {
                return true;
            }
        }
        return false;
    }

    boolean anyNodePasses(WatermarkLevel level, int zoneClass, int[] free) {
        return spec.nodes().stream().anyMatch(node -> nodePasses(node.nid(), level, zoneClass, free));
    }

    /** Pages by which a refill of a per-CPU list may undercut the mark that was tested before. */
    int refillPages(int zone) {
        ZoneState state = zones.get(zone);
        int batches = spec.kernel().atLeast(KernelVersion.V6_12) ? GROWN_BATCHES_MAX : 1;
        return perCpuLists
                ? batches * PerCpuLimits.of(
                        state.managedPages(), state.lowPages(), spec.node(state.nid()).cpus().size(),
                        spec.cpuCount()).batch()
                : 1;
    }

    /** A percentage of a node's pages, rounded down zone by zone. */
    long ratioPages(int nid, int percent) {
        return zones.stream().filter(zone -> zone.nid() == nid)
                .mapToLong(zone -> (long) zone.managedPages() * percent / 100).sum();
    }

    boolean hasCpus(int nid) {
        return !spec.node(nid).cpus().isEmpty();
    }
}
