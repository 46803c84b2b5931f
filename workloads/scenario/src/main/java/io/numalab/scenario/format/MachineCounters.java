package io.numalab.scenario.format;

import io.numalab.machine.Machine;
import io.numalab.machine.ZoneState;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters of one machine at one moment under the names that {@code /proc/vmstat} gives them. One thread only.
 *
 * <p>Linux keeps the number of unwritten pages by zone, the simulator by node, and of allocation events and locked
 * pages before the start only the sums by node are known: the highest zone of a node shows them, so that the sums of
 * the node and of the machine are right. The pages locked at boot are there indeed, on every node of every recording.
 */
final class MachineCounters {
    private final Machine machine;
    private final List<ZoneState> zones;
    private final Map<String, NodeGauge> gauges = new TreeMap<>();
    private final Map<String, NumaEvent> numaEvents = new TreeMap<>();
    private final Map<String, VmEvent> events = new TreeMap<>();

    MachineCounters(Machine machine) {
        this.machine = machine;
        zones = machine.zones();
        for (NodeGauge gauge : NodeGauge.values()) {
            gauges.put(gauge.kernelName(), gauge);
        }
        for (NumaEvent event : NumaEvent.values()) {
            numaEvents.put(vmstatName(event), event);
        }
        for (VmEvent event : VmEvent.values()) {
            events.put(event.kernelName(), event);
        }
    }

    /** Under which name {@code /proc/vmstat} gives an event of {@code numastat}. */
    static String vmstatName(NumaEvent event) {
        return switch (event) {
            case INTERLEAVE_HIT -> "numa_interleave";
            case LOCAL_NODE -> "numa_local";
            case OTHER_NODE -> "numa_other";
            default -> event.kernelName();
        };
    }

    List<ZoneState> zones() {
        return zones;
    }

    long gauge(int nid, NodeGauge gauge) {
        return machine.gauge(nid, gauge);
    }

    /** A counter of the section {@code node}. */
    long ofNode(int nid, String name) {
        NodeGauge gauge = gauges.get(name);
        return gauge == null ? 0 : machine.gauge(nid, gauge);
    }

    /** A counter of the sections {@code zone} and {@code numa}. */
    long ofZone(ZoneState zone, String name) {
        return switch (name) {
            case "nr_free_pages" -> zone.freePages();
            case "nr_zone_inactive_anon" -> zone.inactiveAnonPages();
            case "nr_zone_active_anon" -> zone.activeAnonPages();
            case "nr_zone_inactive_file" -> zone.inactiveFilePages();
            case "nr_zone_active_file" -> zone.activeFilePages();
            case "nr_zone_unevictable" -> zone.unevictablePages() + lockedBefore(zone, NodeGauge.NR_UNEVICTABLE);
            case "nr_mlock" -> zone.unevictablePages() + lockedBefore(zone, NodeGauge.NR_MLOCK);
            case "nr_zone_write_pending" -> isHighest(zone) ? unwritten(zone.nid()) : 0;
            default -> numaEvents.containsKey(name)
                    ? machine.numastat(zone.nid(), zone.type(), numaEvents.get(name)) : 0;
        };
    }

    /** The sum of a counter of the sections {@code zone} and {@code numa} over the zones of a node. */
    long ofZones(int nid, String name) {
        long sum = 0;
        for (ZoneState zone : zones) {
            sum += zone.nid() == nid ? ofZone(zone, name) : 0;
        }
        return sum;
    }

    /** A counter of the section {@code events}, since the machine was built. */
    long ofMachine(String name) {
        VmEvent event = events.get(name);
        return event == null ? 0 : machine.event(event);
    }

    private long lockedBefore(ZoneState zone, NodeGauge gauge) {
        if (!isHighest(zone)) {
            return 0;
        }
        long pages = machine.gauge(zone.nid(), gauge);
        for (ZoneState other : zones) {
            pages -= other.nid() == zone.nid() ? other.unevictablePages() : 0;
        }
        return pages;
    }

    private long unwritten(int nid) {
        return machine.gauge(nid, NodeGauge.NR_DIRTY) + machine.gauge(nid, NodeGauge.NR_WRITEBACK);
    }

    private boolean isHighest(ZoneState zone) {
        int next = zones.indexOf(zone) + 1;
        return next == zones.size() || zones.get(next).nid() != zone.nid();
    }
}
