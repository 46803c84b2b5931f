package io.numalab.scenario.format;

import io.numalab.machine.Machine;
import io.numalab.machine.ZoneState;
import io.numalab.stat.NodeGauge;
import io.numalab.topology.KernelVersion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code /proc/meminfo} and {@code /sys/devices/system/node/nodeN/meminfo}, in KiB. One thread only. */
final class MeminfoText {
    private static final int PAGE_KIBIBYTES = 4;

    private final Machine machine;

    MeminfoText(Machine machine) {
        this.machine = machine;
    }

    /** The file of the whole machine, as far as the simulator knows what the kernel would say. */
    String ofMachine() {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            ofNodeByName(nid).forEach((name, kibibytes) -> rows.merge(name, kibibytes, Long::sum));
        }
        long fileKibibytes = rows.remove("FilePages");
        rows.remove("MemUsed");
        StringBuilder text = new StringBuilder();
        rows.forEach((name, kibibytes) -> {
            line(text, name, kibibytes);
            if (name.equals("MemFree")) {
                line(text, "MemAvailable", availablePages() * PAGE_KIBIBYTES);
                line(text, "Buffers", 0);
                line(text, "Cached", fileKibibytes - rows.get("SwapCached"));
            } else if (name.equals("Mlocked")) {
                line(text, "SwapTotal", machine.swapPages() * PAGE_KIBIBYTES);
                line(text, "SwapFree", machine.freeSwapPages() * PAGE_KIBIBYTES);
            }
        });
        for (String name : new String[] {"HugePages_Total", "HugePages_Free", "HugePages_Rsvd", "HugePages_Surp"}) {
            text.append(String.format(Locale.ROOT, "%-16s%8d\n", name + ":", 0));
        }
        line(text, "Hugepagesize", 2048);
        line(text, "Hugetlb", 0);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, long kibibytes) {
        text.append(String.format(Locale.ROOT, "%-15s %8d kB\n", name + ":", kibibytes));
    }

    // What could be had without swapping: half of the cache or the low marks stay (si_mem_available, all versions).
    private long availablePages() {
        long pages = 0;
        long lowPages = 0;
        for (ZoneState zone : machine.zones()) {
            long reserve = Collections.max(zone.protectionPages()) + zone.highPages();
            pages += zone.freePages() - Math.min(zone.managedPages(), reserve);
            lowPages += zone.lowPages();
        }
        long cache = 0;
        long slab = 0;
        for (int nid = 0; nid < machine.spec().nodeCount(); nid++) {
            cache += machine.gauge(nid, NodeGauge.NR_ACTIVE_FILE) + machine.gauge(nid, NodeGauge.NR_INACTIVE_FILE);
            slab += machine.gauge(nid, NodeGauge.NR_SLAB_RECLAIMABLE);
        }
        pages += cache - Math.min(cache / 2, lowPages) + slab - Math.min(slab / 2, lowPages);
        return Math.max(0, pages);
    }

    /** The file of a node. */
    String ofNode(int nid) {
        StringBuilder text = new StringBuilder();
        ofNodeByName(nid).forEach((name, kibibytes) -> text.append(String.format(Locale.ROOT, "Node %d %-15s %8d kB\n",
                nid, name + ":", kibibytes)));
        for (String name : new String[] {"HugePages_Total", "HugePages_Free", "HugePages_Surp"}) {
            text.append(String.format(Locale.ROOT, "Node %d %-16s%6d\n", nid, name + ":", 0));
        }
        return text.toString();
    }

    /** What a node's file says before the counters of hugetlbfs: KiB by name, in the kernel's order. */
    Map<String, Long> ofNodeByName(int nid) {
        Map<String, Long> rows = new LinkedHashMap<>();
        long total = 0;
        for (ZoneState zone : machine.zones()) {
            total += zone.nid() == nid ? zone.managedPages() : 0;
        }
        long free = machine.gauge(nid, NodeGauge.FREE);
        put(rows, "MemTotal", total);
        put(rows, "MemFree", free);
        put(rows, "MemUsed", total - free);
        lists(rows, nid);
        put(rows, "FilePages", machine.gauge(nid, NodeGauge.NR_FILE_PAGES));
        put(rows, "Mapped", machine.gauge(nid, NodeGauge.NR_MAPPED));
        put(rows, "AnonPages", machine.gauge(nid, NodeGauge.NR_ANON_PAGES));
        put(rows, "Shmem", machine.gauge(nid, NodeGauge.NR_SHMEM));
        rows.put("KernelStack", machine.gauge(nid, NodeGauge.NR_KERNEL_STACK));
        put(rows, "PageTables", machine.gauge(nid, NodeGauge.NR_PAGE_TABLE_PAGES));
        for (String absent : new String[] {"SecPageTables", "NFS_Unstable", "Bounce", "WritebackTmp"}) {
            put(rows, absent, 0);
        }
        slab(rows, nid);
        for (String absent : new String[] {"AnonHugePages", "ShmemHugePages", "ShmemPmdMapped", "FileHugePages",
            "FilePmdMapped"}) {
            put(rows, absent, 0);
        }
        if (machine.spec().kernel() == KernelVersion.V6_12) {
            put(rows, "Unaccepted", 0);
        }
        return rows;
    }

    private void lists(Map<String, Long> rows, int nid) {
        long activeAnon = machine.gauge(nid, NodeGauge.NR_ACTIVE_ANON);
        long inactiveAnon = machine.gauge(nid, NodeGauge.NR_INACTIVE_ANON);
        long activeFile = machine.gauge(nid, NodeGauge.NR_ACTIVE_FILE);
        long inactiveFile = machine.gauge(nid, NodeGauge.NR_INACTIVE_FILE);
        put(rows, "SwapCached", machine.gauge(nid, NodeGauge.NR_SWAPCACHED));
        put(rows, "Active", activeAnon + activeFile);
        put(rows, "Inactive", inactiveAnon + inactiveFile);
        put(rows, "Active(anon)", activeAnon);
        put(rows, "Inactive(anon)", inactiveAnon);
        put(rows, "Active(file)", activeFile);
        put(rows, "Inactive(file)", inactiveFile);
        put(rows, "Unevictable", machine.gauge(nid, NodeGauge.NR_UNEVICTABLE));
        put(rows, "Mlocked", machine.gauge(nid, NodeGauge.NR_MLOCK));
        put(rows, "Dirty", machine.gauge(nid, NodeGauge.NR_DIRTY));
        put(rows, "Writeback", machine.gauge(nid, NodeGauge.NR_WRITEBACK));
    }

    private void slab(Map<String, Long> rows, int nid) {
        long reclaimable = machine.gauge(nid, NodeGauge.NR_SLAB_RECLAIMABLE);
        long unreclaimable = machine.gauge(nid, NodeGauge.NR_SLAB_UNRECLAIMABLE);
        put(rows, "KReclaimable", reclaimable);
        put(rows, "Slab", reclaimable + unreclaimable);
        put(rows, "SReclaimable", reclaimable);
        put(rows, "SUnreclaim", unreclaimable);
    }

    private static void put(Map<String, Long> rows, String name, long pages) {
        rows.put(name, pages * PAGE_KIBIBYTES);
    }
}
