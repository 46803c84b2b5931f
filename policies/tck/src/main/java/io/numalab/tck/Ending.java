package io.numalab.tck;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.machine.ZoneState;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a machine shows at the end of a run.
 *
 * @param zones its zones
 * @param gauges by node
 * @param numastat by node
 * @param counters of the machine
 * @param anonymousPages pages of each node that private mappings show
 * @param cachedPages pages that files have in the cache
 * @param liveTasks tasks that still hold their kernel pages
 * @param kernelBlocks pages that tasks asked for as kernel memory and still hold
 */
record Ending(
        List<ZoneState> zones, List<Map<NodeGauge, Long>> gauges, List<Map<NumaEvent, Long>> numastat,
        Map<VmEvent, Long> counters, long[] anonymousPages, long cachedPages, int liveTasks, long kernelBlocks) {

    static Ending of(Machine machine, long kernelBlocks) {
        List<Map<NodeGauge, Long>> gauges = machine.spec().nodes().stream().map(node -> {
            Map<NodeGauge, Long> values = new EnumMap<>(NodeGauge.class);
            for (NodeGauge gauge : NodeGauge.values()) {
                values.put(gauge, machine.gauge(node.nid(), gauge));
            }
            return values;
        }).toList();
        List<Map<NumaEvent, Long>> numastat = machine.spec().nodes().stream().map(node -> {
            Map<NumaEvent, Long> values = new EnumMap<>(NumaEvent.class);
            for (NumaEvent event : NumaEvent.values()) {
                values.put(event, machine.numastat(node.nid(), event));
            }
            return values;
        }).toList();
        Map<VmEvent, Long> counters = new EnumMap<>(VmEvent.class);
        for (VmEvent event : VmEvent.values()) {
            counters.put(event, machine.event(event));
        }
        long cached = machine.files().stream().mapToLong(Ending::cachedPages).sum();
        int live = (int) machine.tasks().stream().filter(Task::alive).count();
        return new Ending(machine.zones(), gauges, numastat, counters, anonymousPages(machine), cached, live,
                kernelBlocks);
    }

    private static long[] anonymousPages(Machine machine) {
        long[] pages = new long[machine.spec().nodeCount()];
        for (Task task : machine.tasks()) {
            for (Mapping mapping : task.mappings()) {
                for (long page = 0; page < mapping.pages() && mapping.kind().equals("anon"); page++) {
                    int nid = mapping.nodeAt(page);
                    if (nid >= 0) {
                        pages[nid]++;
                    }
                }
            }
        }
        return pages;
    }

    private static long cachedPages(SimulatedFile file) {
        long pages = 0;
        for (long page = 0; page < file.pages(); page++) {
            pages += file.resident(page) ? 1 : 0;
        }
        return pages;
    }

    long gauge(int nid, NodeGauge gauge) {
        return gauges.get(nid).get(gauge);
    }

    long total(NodeGauge gauge) {
        return gauges.stream().mapToLong(values -> values.get(gauge)).sum();
    }

    long numastat(int nid, NumaEvent event) {
        return numastat.get(nid).get(event);
    }

    long total(NumaEvent event) {
        return numastat.stream().mapToLong(values -> values.get(event)).sum();
    }

    long counter(VmEvent event) {
        return counters.get(event);
    }

    /** The same with one counter changed: a planted fault. */
    Ending with(VmEvent event, long value) {
        Map<VmEvent, Long> other = new EnumMap<>(counters);
        other.put(event, value);
        return new Ending(zones, gauges, numastat, other, anonymousPages, cachedPages, liveTasks, kernelBlocks);
    }

    /** The same with one gauge changed by so much: a planted fault. */
    Ending with(int nid, NodeGauge gauge, long change) {
        Map<NodeGauge, Long> other = new EnumMap<>(gauges.get(nid));
        other.merge(gauge, change, Long::sum);
        return new Ending(zones, replaced(gauges, nid, other), numastat, counters, anonymousPages, cachedPages,
                liveTasks, kernelBlocks);
    }

    /** The same with one numastat counter changed by so much: a planted fault. */
    Ending with(int nid, NumaEvent event, long change) {
        Map<NumaEvent, Long> other = new EnumMap<>(numastat.get(nid));
        other.merge(event, change, Long::sum);
        return new Ending(zones, gauges, replaced(numastat, nid, other), counters, anonymousPages, cachedPages,
                liveTasks, kernelBlocks);
    }

    private static <T> List<T> replaced(List<T> list, int position, T value) {
        List<T> copy = new java.util.ArrayList<>(list);
        copy.set(position, value);
        return copy;
    }
}
