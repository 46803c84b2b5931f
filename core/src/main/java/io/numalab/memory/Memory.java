package io.numalab.memory;

import io.numalab.spi.NodeMask;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;
import io.numalab.stat.Counters;
import io.numalab.stat.EngineWork;
import io.numalab.stat.EventSink;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import io.numalab.stat.WorkCounters;
import io.numalab.topology.BootState;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.ZoneSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All physical memory of one machine: nodes, zones, the frame table, per-CPU lists, zonelists and counters. One thread
 * only. Taking and giving pages allocates nothing on the heap.
 */
public final class Memory {
    /**
     * Free pages in blocks of kernel pages on the node where the kernel booted; the other nodes have next to none. As
     * seen in the recordings: with less the NORMAL zone of {@code zones-*} would not hand over above its low mark, with
     * more kswapd would be woken by refills on 6.1 too (linux-model 5.2c, 27.4). No server's marks are as low as to
     * notice.
     */
    private static final int FOREIGN_FREE_PAGES = 800;

    private static final int CLASS_COUNT = ZoneType.values().length;

    private final MachineSpec spec;
    private final FrameTable frames;
    private final Zone[] zones;
    private final Node[] nodes;
    private final int[][] fallbackOrder;
    private final PerCpuLists perCpuLists;
    private final Counters counters;
    private EventSink events;
    private final WorkCounters work = new WorkCounters();

    /**
     * Builds the memory of a machine.
     *
     * @param spec the machine
     * @param boot its state after boot, or null for a machine on which nothing is used and marks are computed
     * @param perCpuLists whether per-CPU lists are in use
     */
    public Memory(MachineSpec spec, BootState boot, boolean perCpuLists) {
        this.spec = spec;
        zones = zonesOf(spec);
        frames = new FrameTable(Math.toIntExact(spec.managedPages()),
                Arrays.stream(zones).mapToInt(zone -> zone.firstFrame() + zone.managedPages()).toArray(),
                spec.nodeCount() * LruLists.ALL_LISTS);
        nodes = new Node[spec.nodeCount()];
        for (NodeSpec node : spec.nodes()) {
            nodes[node.nid()] = nodeOf(node);
        }
        fallbackOrder = FallbackOrder.of(spec);
        this.perCpuLists = new PerCpuLists(zones, Math.max(1, spec.cpuCount()), perCpuLists,
                spec.kernel().atLeast(KernelVersion.V6_12));
        counters = new Counters(zones.length);
        if (boot == null) {
            recompute(-1, 10);
        } else {
            restore(boot);
        }
        setPerCpuLimits();
        for (Zone zone : zones) {
            zone.foreignFreePages = zone.nid() == spec.nodeOfCpu(spec.bootCpu()) ? FOREIGN_FREE_PAGES : 0;
        }
    }

    private Memory(Memory other, Memory spent) {
        spec = other.spec;
        frames = other.frames.copy(spent == null ? null : spent.frames);
        zones = new Zone[other.zones.length];
        for (int i = 0; i < zones.length; i++) {
            zones[i] = new Zone(other.zones[i]);
        }
        nodes = new Node[other.nodes.length];
        for (int nid = 0; nid < nodes.length; nid++) {
            Node node = other.nodes[nid];
            Zone[] own = new Zone[node.zoneCount()];
            for (int i = 0; i < own.length; i++) {
                own[i] = zones[node.zone(i).index()];
            }
            nodes[nid] = new Node(node, own, new LruLists(node.lru(), frames, zones));
        }
        fallbackOrder = other.fallbackOrder;
        perCpuLists = new PerCpuLists(other.perCpuLists, zones);
        counters = other.counters.copy();
        events = other.events;
    }

    /**
     * An independent copy: about as much heap again.
     *
     * @param spent a memory of the same machine that nobody uses any more, whose heap serves the copy, or null
     */
    public Memory copy(Memory spent) {
        return new Memory(this, spent);
    }

    private static Zone[] zonesOf(MachineSpec spec) {
        List<Zone> zones = new ArrayList<>();
        int firstFrame = 0;
        for (NodeSpec node : spec.nodes()) {
            for (ZoneSpec zone : node.zones()) {
                zones.add(new Zone(zones.size(), node.nid(), zone.type(), firstFrame, zone.managedPages()));
                firstFrame += zone.managedPages();
            }
        }
        if (zones.size() > Character.MAX_VALUE) {
            throw new IllegalArgumentException(zones.size() + " zones: expected at most 65535");
        }
        return zones.toArray(Zone[]::new);
    }

    private Node nodeOf(NodeSpec node) {
        List<Zone> own = new ArrayList<>();
        for (Zone zone : zones) {
            if (zone.nid() == node.nid()) {
                own.add(zone);
            }
        }
        int firstList = node.nid() * LruLists.ALL_LISTS;
        int[] cpus = node.cpus().stream().mapToInt(Integer::intValue).toArray();
        LruLists lru = new LruLists(frames, zones, firstList, kernel());
        return new Node(node.nid(), cpus, own.toArray(Zone[]::new), lru);
    }

    /**
     * Computes all watermarks and reserves anew. Models {@code setup_per_zone_wmarks} (linux-model 2).
     *
     * @param minFreeKilobytes {@code vm.min_free_kbytes}, or -1 for the kernel's default
     * @param scaleFactor {@code vm.watermark_scale_factor}
     */
    public void recompute(int minFreeKilobytes, int scaleFactor) {
        int[] nids = new int[zones.length];
        int[] managed = new int[zones.length];
        ZoneType[] types = new ZoneType[zones.length];
        for (Zone zone : zones) {
            nids[zone.index()] = zone.nid();
            managed[zone.index()] = zone.managedPages();
            types[zone.index()] = zone.type();
        }
        long kilobytes = minFreeKilobytes >= 0
                ? minFreeKilobytes
                : Watermarks.defaultMinFreeKilobytes(types, managed);
        Watermarks[] marks = Watermarks.forZones(types, managed, kilobytes, scaleFactor, spec.kernel());
        int[][] reserves = Watermarks.lowmemReserve(nids, types, managed);
        for (Zone zone : zones) {
            Watermarks mark = marks[zone.index()];
            zone.setMarks(mark.min(), mark.low(), mark.high(), mark.promo());
            zone.setReserve(reserves[zone.index()]);
        }
        setPerCpuLimits();
    }

    private void setPerCpuLimits() {
        for (Zone zone : zones) {
            PerCpuLimits limits = PerCpuLimits.of(
                    zone.managedPages(), zone.mark(WatermarkLevel.LOW), nodes[zone.nid()].cpus().length,
                    Math.max(1, spec.cpuCount()));
            zone.perCpuBatch = limits.batch();
            zone.perCpuHigh = limits.high();
            int cpus = nodes[zone.nid()].cpus().length;
            zone.perCpuHighMost = Math.max(4 * limits.batch(),
                    zone.managedPages() / 8 / (cpus > 0 ? cpus : Math.max(1, spec.cpuCount())));
        }
    }

    private void restore(BootState boot) {
        for (BootState.ZoneBoot state : boot.zones()) {
            Zone zone = zoneOf(state.nid(), state.type());
            int gap = state.highPages() - state.lowPages();
            zone.setMarks(state.minPages(), state.lowPages(), state.highPages(), state.highPages() + gap);
            int[] reserve = new int[CLASS_COUNT];
            for (int i = 0; i < CLASS_COUNT && i < state.protectionPages().size(); i++) {
                reserve[i] = state.protectionPages().get(i);
            }
            zone.setReserve(reserve);
            int used = state.managedPages() - state.freePages() - state.perCpuPages();
            for (int i = 0; i < used; i++) {
                frames.set(zone.firstFrame() + zone.allocator.allocate(0), PageFlags.KERNEL);
            }
            zone.freePages -= Math.max(0, used);
            park(zone, state.perCpuPages());
        }
        for (BootState.NodeBoot state : boot.nodes()) {
            for (NodeGauge gauge : NodeGauge.values()) {
                nodes[state.nid()].setBase(gauge, longOf(state.gauges(), gauge.kernelName()));
            }
            restore(nodes[state.nid()], state.numastat());
        }
    }

    // Of events before the start only the sum over the zones of a node is known: the highest zone with pages, where
    // allocation begins, has them all.
    private void restore(Node node, Map<String, Long> numastat) {
        for (int i = node.zoneCount() - 1; i >= 0; i--) {
            if (node.zone(i).managedPages() > 0) {
                for (NumaEvent event : NumaEvent.values()) {
                    counters.count(node.zone(i).index(), event, longOf(numastat, event.kernelName()));
                }
                return;
            }
        }
    }

    private static long longOf(Map<String, Long> values, String key) {
        Long value = values.get(key);
        return value == null ? 0 : value;
    }

    // Pages found on per-CPU lists at boot are kernel pages nearly all (linux-model 27.5). The recorded sums exceed
    // what the CPUs of the node can hold, so they are spread over all CPUs.
    private void park(Zone zone, int pages) {
        int cpus = Math.max(1, spec.cpuCount());
        for (int cpu = 0; cpu < cpus; cpu++) {
            perCpuLists.park(cpu, zone, pages / cpus + (cpu < pages % cpus ? 1 : 0));
        }
    }

    /** The machine. */
    public MachineSpec spec() {
        return spec;
    }

    /** The kernel whose rules hold. */
    public KernelVersion kernel() {
        return spec.kernel();
    }

    /** The state of every frame. */
    public FrameTable frames() {
        return frames;
    }

    /** A new cursor. */
    public Page page() {
        return new Page(this);
    }

    /** The number of zones. */
    public int zoneCount() {
        return zones.length;
    }

    /** A zone by its index. */
    public Zone zone(int index) {
        return zones[index];
    }

    /** The zone of a frame. */
    public Zone zoneOfFrame(int frame) {
        return zones[frames.zoneIndex(frame)];
    }

    /** The node of a frame. */
    public Node nodeOfFrame(int frame) {
        return nodes[zones[frames.zoneIndex(frame)].nid()];
    }

    /**
     * A zone by node and type.
     *
     * @throws IllegalArgumentException if the node has no such zone
     */
    public Zone zoneOf(int nid, ZoneType type) {
        for (Zone zone : zones) {
            if (zone.nid() == nid && zone.type() == type) {
                return zone;
            }
        }
        throw new IllegalArgumentException("node " + nid + " has no zone " + type.kernelName());
    }

    /** One more than the largest node id. */
    public int nodeCount() {
        return nodes.length;
    }

    /** A node. */
    public Node node(int nid) {
        return nodes[nid];
    }

    /** The memory nodes in the order in which requests that prefer {@code nid} try them; a copy. */
    public int[] fallbackOrder(int nid) {
        return fallbackOrder[nid].clone();
    }

    /** The node itself if it has memory, else the nearest one that has. */
    public int localMemoryNode(int nid) {
        return fallbackOrder[nid].length == 0 ? nid : fallbackOrder[nid][0];
    }

    /** The way pages leave and enter zones. */
    public PerCpuLists perCpuLists() {
        return perCpuLists;
    }

    /** Events so far. */
    public Counters counters() {
        return counters;
    }

    /** Where the engine counts its own work. */
    public WorkCounters workCounters() {
        return work;
    }

    /** The engine's own work so far; that of a copy begins at 0. */
    public EngineWork work() {
        long words = 0;
        for (Zone zone : zones) {
            words += zone.searchedWords();
        }
        return work.with(words, frames.slots().visitedSlots(), frames.slots().packedPages());
    }

    /**
     * The candidates of a walk in order: all zones of the first node from highest to lowest, then the next node.
     * Allocates.
     *
     * @param nid the preferred node
     * @param zoneClass the highest zone index the request may use
     * @param allowed the nodes allowed, or null for all
     */
    public Zone[] zonelist(int nid, int zoneClass, NodeMask allowed) {
        List<Zone> list = new ArrayList<>();
        for (int candidate : fallbackOrder[nid]) {
            if (allowed == null || allowed.contains(candidate)) {
                Node node = nodes[candidate];
                for (int i = node.zoneCount() - 1; i >= 0; i--) {
                    if (node.zone(i).type().ordinal() <= zoneClass && node.zone(i).managedPages() > 0) {
                        list.add(node.zone(i));
                    }
                }
            }
        }
        return list.toArray(Zone[]::new);
    }

    /**
     * Counts a page that was served.
     *
     * @param zone where it lies
     * @param pages how many pages it has; one event is counted whatever the size
     * @param preferred where it was meant to go
     * @param cpuNode where the task runs
     * @param interleaveNode the node whose turn it was, or -1
     */
    public void countAllocation(Zone zone, int pages, Zone preferred, int cpuNode, int interleaveNode) {
        int nid = zone.nid();
        counters.countPlacement(preferred.index(), zone.index(), nid == preferred.nid(), nid == cpuNode);
        counters.countAllocation(zone.type().ordinal(), pages);
        if (interleaveNode == nid) {
            counters.count(zone.index(), NumaEvent.INTERLEAVE_HIT, 1);
        }
    }

    /** The events of a node so far: those of its zones. */
    public long numastat(int nid, NumaEvent event) {
        long sum = 0;
        for (int i = 0; i < nodes[nid].zoneCount(); i++) {
            sum += counters.get(nodes[nid].zone(i).index(), event);
        }
        return sum;
    }

    /** Counts a run of pages, each served from the first candidate of its walk, which is in the preferred node. */
    public void countHits(Zone zone, int pages, int cpuNode) {
        counters.countHits(zone.index(), zone.nid() == cpuNode, pages);
        counters.countAllocation(zone.type().ordinal(), pages);
    }

    /** Reports pages that are given back from now on. @param sink null for nobody */
    public void report(EventSink sink) {
        events = sink;
    }

    /** Gives a page back: it must be on no list. */
    public void free(int cpu, int frame) {
        boolean kernel = frames.has(frame, PageFlags.KERNEL);
        frames.release(frame);
        counters.count(VmEvent.PGFREE);
        if (events != null) {
            events.freed(cpu, frame);
        }
        perCpuLists.give(cpu, zoneOfFrame(frame), frame, kernel);
    }

    /** Gives user pages back in order; nothing of their state may be left. */
    public void free(int cpu, int[] pages, int count) {
        counters.count(VmEvent.PGFREE, count);
        for (int i = 0; i < count && events != null; i++) {
            events.freed(cpu, pages[i]);
        }
        for (int next = 0; next < count;) {
            Zone zone = zoneOfFrame(pages[next]);
            int first = next;
            while (next < count && zone.contains(pages[next])) {
                next++;
            }
            perCpuLists.giveRun(cpu, zone, pages, first, next);
        }
    }

    /** Free pages of a node, those on per-CPU lists included. */
    public long availablePages(int nid) {
        long pages = 0;
        for (Zone zone : zones) {
            if (zone.nid() == nid) {
                pages += zone.freePages() + perCpuLists.parkedPages(zone);
            }
        }
        return pages;
    }

    /**
     * Walks every zone, list and gauge and checks that they agree (conservation of pages among them).
     *
     * @throws IllegalStateException naming what does not agree
     */
    public void validate() {
        for (Zone zone : zones) {
            zone.validate();
            int used = 0;
            for (int frame = 0; frame < zone.managedPages(); frame++) {
                used += frames.flags(zone.firstFrame() + frame) == 0 ? 0 : 1;
            }
            int parked = perCpuLists.parkedPages(zone);
            if (used + parked + zone.freePages() != zone.managedPages()) {
                throw new IllegalStateException(zone + ": " + used + " used, " + parked + " parked and "
                        + zone.freePages() + " free pages do not add up to " + zone.managedPages());
            }
        }
        for (Node node : nodes) {
            node.lru().validate();
        }
    }
}
