package io.numalab.scenario.result;

import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.SimulatedFile;
import io.numalab.machine.Task;
import io.numalab.machine.ZoneState;
import io.numalab.spi.ZoneType;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import io.numalab.topology.ZoneSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes snapshots of one machine; keeps the counters of the last one to form differences. Walks every page of every
 * mapping and file, so a snapshot of a large machine takes a noticeable fraction of a second. One thread only.
 */
public final class Snapshooter {
    /** Gauges that the recordings give even when they are 0. */
    private static final Set<NodeGauge> ALWAYS = Set.of(NodeGauge.FREE, NodeGauge.NR_INACTIVE_ANON,
            NodeGauge.NR_ACTIVE_ANON, NodeGauge.NR_INACTIVE_FILE, NodeGauge.NR_ACTIVE_FILE, NodeGauge.NR_ANON_PAGES,
            NodeGauge.NR_FILE_PAGES);

    private final Machine machine;
    private int loggedLines;
    private SortedMap<String, Long> events = new TreeMap<>();
    private SortedMap<String, SortedMap<String, SortedMap<String, Long>>> trace = new TreeMap<>();

    /** Starts with every counter at 0. */
    public Snapshooter(Machine machine) {
        this.machine = machine;
    }

    /** The same history on a fork of the machine. */
    public Snapshooter onFork(Machine fork) {
        Snapshooter copy = new Snapshooter(fork);
        copy.events = events;
        copy.trace = trace;
        copy.loggedLines = loggedLines;
        return copy;
    }

    /**
     * The machine as it is now.
     *
     * @param outcome what the last step did
     * @param liveTasks the tasks whose mappings are wanted, in order
     * @param usedBytes the files that are wanted and how much of each
     */
    public StepSnapshot take(StepOutcome outcome, List<Task> liveTasks, Map<String, Long> usedBytes) {
        boolean boot = outcome.index() == 0;
        List<NodeSnapshot> nodes = new ArrayList<>();
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            nodes.add(node(nid));
        }
        List<MappingSnapshot> mappings = new ArrayList<>();
        for (Task task : liveTasks) {
            task.mappings().forEach(mapping -> mappings.add(mapping(task.name(), mapping)));
        }
        List<FileSnapshot> files = new ArrayList<>();
        usedBytes.forEach((name, bytes) -> files.add(file(machine.file(name), bytes)));
        SortedMap<String, Long> eventDeltas = eventDeltas();
        return new StepSnapshot(outcome, nodes, zones(boot), boot ? null : eventDeltas, traceDeltas(), mappings, files,
                kernelLog());
    }

    private List<String> kernelLog() {
        List<String> lines = machine.kernelLog().lines();
        List<String> fresh = lines.subList(loggedLines, lines.size());
        loggedLines = lines.size();
        return List.copyOf(fresh);
    }

    private NodeSnapshot node(int nid) {
        Map<String, Long> gauges = new LinkedHashMap<>();
        for (NodeGauge gauge : NodeGauge.values()) {
            long pages = machine.gauge(nid, gauge);
            if (pages != 0 || ALWAYS.contains(gauge)) {
                gauges.put(gauge.kernelName(), pages);
            }
        }
        Map<String, Long> numastat = new LinkedHashMap<>();
        for (NumaEvent event : NumaEvent.values()) {
            numastat.put(event.kernelName(), machine.numastat(nid, event));
        }
        long managedPages = 0;
        for (ZoneSpec zone : machine.spec().node(nid).zones()) {
            managedPages += zone.managedPages();
        }
        return new NodeSnapshot(gauges, managedPages * 4, numastat);
    }

    private List<ZoneSnapshot> zones(boolean boot) {
        List<ZoneSnapshot> zones = new ArrayList<>();
        for (ZoneState zone : machine.zones()) {
            ZoneSnapshot.Marks marks = !boot ? null : new ZoneSnapshot.Marks(zone.minPages(), zone.lowPages(),
                    zone.highPages(), zone.managedPages(), zone.protectionPages());
            ZoneType type = zone.type();
            zones.add(new ZoneSnapshot(zone.nid(), type.kernelName(), zone.perCpuPages(), zone.freePages(), marks));
        }
        return zones;
    }

    private SortedMap<String, Long> eventDeltas() {
        SortedMap<String, Long> now = new TreeMap<>();
        for (VmEvent event : VmEvent.values()) {
            now.put(event.kernelName(), machine.event(event));
        }
        for (NumaEvent event : NumaEvent.values()) {
            long sum = 0;
            for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
                sum += machine.numastat(nid, event);
            }
            now.put(vmstatName(event), sum);
        }
        SortedMap<String, Long> deltas = new TreeMap<>();
        now.forEach((name, count) -> {
            long delta = count - events.getOrDefault(name, 0L);
            if (delta != 0) {
                deltas.put(name, delta);
            }
        });
        events = now;
        return Collections.unmodifiableSortedMap(deltas);
    }

    /** Under which name {@code /proc/vmstat} gives the sum over the nodes. */
    private static String vmstatName(NumaEvent event) {
        return switch (event) {
            case INTERLEAVE_HIT -> "numa_interleave";
            case LOCAL_NODE -> "numa_local";
            case OTHER_NODE -> "numa_other";
            default -> event.kernelName();
        };
    }

    private SortedMap<String, SortedMap<String, SortedMap<String, Long>>> traceDeltas() {
        SortedMap<String, SortedMap<String, SortedMap<String, Long>>> now = machine.trace().snapshot();
        SortedMap<String, SortedMap<String, SortedMap<String, Long>>> deltas = new TreeMap<>();
        now.forEach((histogram, entries) -> entries.forEach((key, values) -> {
            SortedMap<String, Long> before = trace.getOrDefault(histogram, Collections.emptySortedMap())
                    .getOrDefault(key, Collections.emptySortedMap());
            SortedMap<String, Long> change = new TreeMap<>();
            values.forEach((name, value) -> change.put(name, value - before.getOrDefault(name, 0L)));
            if (change.values().stream().anyMatch(value -> value != 0)) {
                deltas.computeIfAbsent(histogram, name -> new TreeMap<>()).put(key, change);
            }
        }));
        trace = now;
        return deltas.isEmpty() ? null : Collections.unmodifiableSortedMap(deltas);
    }

    private MappingSnapshot mapping(String task, Mapping mapping) {
        long pages = mapping.pages();
        int nodeCount = machine.spec().nodeCount();
        long[] perNode = new long[nodeCount];
        long[][] byOrder = new long[nodeCount][StepSnapshot.SLICES];
        long absent = 0;
        for (long page = 0; page < pages; page++) {
            int nid = mapping.nodeAt(page);
            if (nid < 0) {
                absent++;
            } else {
                perNode[nid]++;
                byOrder[nid][(int) (page * StepSnapshot.SLICES / pages)]++;
            }
        }
        return new MappingSnapshot(task, mapping.name(), mapping.kind(), pages, perNode, absent, byOrder);
    }

    private static FileSnapshot file(SimulatedFile file, long usedBytes) {
        long pages = usedBytes / 4096;
        long[] byOffset = new long[StepSnapshot.SLICES];
        long resident = 0;
        for (long page = 0; page < Math.min(pages, file.pages()); page++) {
            if (file.resident(page)) {
                byOffset[(int) (page * StepSnapshot.SLICES / pages)]++;
                resident++;
            }
        }
        return new FileSnapshot(file.name(), pages, resident, byOffset);
    }
}
