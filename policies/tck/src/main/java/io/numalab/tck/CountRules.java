package io.numalab.tck;

import static io.numalab.tck.Rule.require;

import io.numalab.machine.ZoneState;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.NumaEvent;
import io.numalab.stat.VmEvent;
import java.util.List;

/** Rules about sums. */
final class CountRules {
    private static final int PAGES_OF_A_NEW_TASK = 26;

    static final Rule CONSERVATION = new Rule(1, "every page is free, on a per-CPU list or in use, once",
            CountRules::conservation);

    static final Rule NUMASTAT = new Rule(23, "numastat counts every page once", CountRules::numastat);

    static final List<Rule> ALL = List.of(CONSERVATION, NUMASTAT);

    private CountRules() {}

    private static int conservation(History history) {
        Ending ending = history.ending();
        long used = ending.zones().stream()
                .mapToLong(zone -> zone.managedPages() - zone.freePages() - zone.perCpuPages()).sum();
        require(used == allocated(ending) - ending.counter(VmEvent.PGFREE), "pages in use: " + used);
        for (int nid = 0; nid < ending.gauges().size(); nid++) {
            conservation(ending, nid);
        }
        long cached = ending.total(NodeGauge.NR_FILE_PAGES) - ending.total(NodeGauge.NR_SHMEM);
        require(ending.cachedPages() <= cached
                && ending.cachedPages() >= cached - ending.total(NodeGauge.NR_SWAPCACHED), "cached pages: " + cached);
        kernelPages(history, used);
        return 1;
    }

    private static long allocated(Ending ending) {
        return ending.counter(VmEvent.PGALLOC_DMA) + ending.counter(VmEvent.PGALLOC_DMA32)
                + ending.counter(VmEvent.PGALLOC_NORMAL) + ending.counter(VmEvent.PGALLOC_MOVABLE);
    }

    private static long listed(Ending ending, int nid) {
        return ending.gauge(nid, NodeGauge.NR_INACTIVE_ANON) + ending.gauge(nid, NodeGauge.NR_ACTIVE_ANON)
                + ending.gauge(nid, NodeGauge.NR_INACTIVE_FILE) + ending.gauge(nid, NodeGauge.NR_ACTIVE_FILE)
                + ending.gauge(nid, NodeGauge.NR_UNEVICTABLE);
    }

    private static void conservation(Ending ending, int nid) {
        long owned = ending.gauge(nid, NodeGauge.NR_ANON_PAGES) + ending.gauge(nid, NodeGauge.NR_FILE_PAGES);
        require(listed(ending, nid) == owned,
                "node " + nid + ": " + listed(ending, nid) + " listed, " + owned + " owned");
        require(ending.anonymousPages()[nid] == ending.gauge(nid, NodeGauge.NR_ANON_PAGES),
                "node " + nid + ": mappings show " + ending.anonymousPages()[nid] + " anonymous pages");
        long zoned = ending.zones().stream().filter(zone -> zone.nid() == nid).mapToLong(CountRules::listed).sum();
        require(zoned == listed(ending, nid) - ending.gauge(nid, NodeGauge.NR_UNEVICTABLE),
                "node " + nid + ": zones list " + zoned);
    }

    private static long listed(ZoneState zone) {
        return (long) zone.inactiveAnonPages() + zone.activeAnonPages() + zone.inactiveFilePages()
                + zone.activeFilePages();
    }

    private static void kernelPages(History history, long used) {
        Ending ending = history.ending();
        long kernel = used - ending.total(NodeGauge.NR_SLAB_RECLAIMABLE) - ending.total(NodeGauge.NR_PAGE_TABLE_PAGES);
        for (int nid = 0; nid < ending.gauges().size(); nid++) {
            kernel -= listed(ending, nid);
        }
        long expected = (long) ending.liveTasks() * PAGES_OF_A_NEW_TASK + ending.kernelBlocks();
        boolean refused = history.all(Event.Refused.class).findAny().isPresent();
        require(kernel == expected || refused && kernel >= 0 && kernel < expected,
                kernel + " kernel pages, expected " + expected);
    }

    private static int numastat(History history) {
        Ending ending = history.ending();
        long[] served = new long[ending.numastat().size()];
        history.all(Event.Granted.class).forEach(page -> served[page.nid()]++);
        for (int nid = 0; nid < served.length; nid++) {
            long aimed = ending.numastat(nid, NumaEvent.NUMA_HIT) + ending.numastat(nid, NumaEvent.NUMA_MISS);
            long asked = ending.numastat(nid, NumaEvent.LOCAL_NODE) + ending.numastat(nid, NumaEvent.OTHER_NODE);
            require(aimed == served[nid] && asked == served[nid],
                    "node " + nid + " served " + served[nid] + " pages: " + ending.numastat().get(nid));
        }
        require(ending.total(NumaEvent.NUMA_MISS) == ending.total(NumaEvent.NUMA_FOREIGN), ending.numastat());
        return 1;
    }
}
