package io.numalab.scenario.format;

import io.numalab.machine.Machine;
import io.numalab.machine.PagesetState;
import io.numalab.machine.ZoneState;
import io.numalab.spi.ZoneType;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.ZoneSpec;
import java.util.List;
import java.util.Locale;

/**
 * {@code /proc/zoneinfo}. A simulated zone has no holes: it spans what it manages. One thread only.
 */
final class ZoneinfoText {
    /** The zones of x86-64 in the order the kernel prints them; the last is never simulated. */
    private static final List<String> ZONES = List.of("DMA", "DMA32", "Normal", "Movable", "Device");
    /** Since 6.12 a Movable zone has at least this mark, even without a page (linux-model 2.3). */
    private static final int MOVABLE_MARK_PAGES = 32;
    private static final int THRESHOLD_MAX = 125;
    private static final int UNIT_SHIFT = 15;

    private final Machine machine;
    private final CounterLayout layout;
    private final MachineCounters counters;
    private final StringBuilder text = new StringBuilder();

    ZoneinfoText(Machine machine) {
        this.machine = machine;
        layout = CounterLayout.of(machine.spec().kernel());
        counters = new MachineCounters(machine);
    }

    /** The whole file. */
    String write() {
        for (int nid : machine.spec().cpuNodes().or(machine.spec().memoryNodes()).toArray()) {
            boolean first = true;
            for (String name : ZONES) {
                ZoneState zone = zone(nid, name);
                add("Node %d, zone %8s%n", nid, name);
                if (zone == null) {
                    absent(name);
                } else {
                    if (first) {
                        nodeCounters(nid);
                        first = false;
                    }
                    present(zone);
                }
            }
        }
        return text.toString();
    }

    private ZoneState zone(int nid, String name) {
        for (ZoneState zone : counters.zones()) {
            if (zone.nid() == nid && zone.type().kernelName().equals(name) && zone.managedPages() > 0) {
                return zone;
            }
        }
        return null;
    }

    private void nodeCounters(int nid) {
        add("  per-node stats%n");
        layout.node().forEach(name -> counter(name, counters.ofNode(nid, name)));
    }

    private void counter(String name, long value) {
        add("      %-12s %d%n", name, value);
    }

    private void absent(String name) {
        boolean marked = name.equals("Movable") && machine.spec().kernel().atLeast(KernelVersion.V6_12);
        int mark = marked ? MOVABLE_MARK_PAGES : 0;
        pages(0, 0, mark, mark, mark, 0);
        add("        protection: (0, 0, 0, 0, 0)%n");
    }

    private void present(ZoneState zone) {
        pages(zone.freePages(), zone.boostPages(), zone.minPages(), zone.lowPages(), zone.highPages(),
                zone.managedPages());
        protection(zone.protectionPages());
        layout.zone().forEach(name -> counter(name, counters.ofZone(zone, name)));
        layout.numa().forEach(name -> counter(name, counters.ofZone(zone, name)));
        add("  pagesets%n");
        List<PagesetState> pagesets = machine.pagesets(zone.nid(), zone.type());
        for (int cpu = 0; cpu < pagesets.size(); cpu++) {
            pageset(cpu, pagesets.get(cpu), threshold(pagesets.size(), zone.managedPages()));
        }
        add("  node_unreclaimable:  %d%n", 0);
        add("  start_pfn:           %d%n", startPfn(zone));
    }

    private void pages(long free, int boost, int min, int low, int high, int managed) {
        add("  pages free     %d%n        boost    %d%n        min      %d%n        low      %d%n        high     %d%n",
                free, boost, min, low, high);
        if (machine.spec().kernel().atLeast(KernelVersion.V6_12)) {
            add("        promo    %d%n", high + (high - low));
        }
        add("        spanned  %d%n        present  %d%n        managed  %d%n        cma      %d%n", managed, managed,
                managed, 0);
    }

    // A Device zone never has pages, so a request for one keeps what a request for Movable keeps.
    private void protection(List<Integer> pages) {
        text.append("        protection: (");
        pages.forEach(reserve -> text.append(reserve).append(", "));
        add("%d)%n", pages.get(ZoneType.MOVABLE.ordinal()));
    }

    private void pageset(int cpu, PagesetState pageset, int threshold) {
        add("    cpu: %d%n", cpu);
        if (machine.spec().kernel().atLeast(KernelVersion.V6_18)) {
            add("              count:    %d%n              high:     %d%n              batch:    %d%n", pageset.count(),
                    pageset.high(), pageset.batch());
            add("              high_min: %d%n              high_max: %d%n", pageset.highLeast(), pageset.highMost());
        } else {
            add("              count: %d%n              high:  %d%n              batch: %d%n", pageset.count(),
                    pageset.high(), pageset.batch());
        }
        add("  vm stats threshold: %d%n", threshold);
    }

    /** How far a CPU's part of a counter may drift: 4 with 2 CPUs and a small zone, growing with the log2 of both. */
    private static int threshold(int cpus, int managedPages) {
        int units = managedPages >> UNIT_SHIFT;
        int grown = 2 * bits(cpus) * (1 + bits(units));
        return Math.min(THRESHOLD_MAX, grown);
    }

    private static int bits(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(value);
    }

    private long startPfn(ZoneState zone) {
        for (ZoneSpec spec : machine.spec().node(zone.nid()).zones()) {
            if (spec.type() == zone.type()) {
                return spec.startPfn();
            }
        }
        return 0;
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }
}
