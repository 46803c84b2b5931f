package io.numalab.tck;

import static io.numalab.tck.Rule.require;

import io.numalab.memory.PageFlags;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import java.util.List;
import java.util.stream.IntStream;

/** Rules about what the node reclaim of Linux may do and take. */
final class LinuxReclaimRules {
    private static final String NODE_RECLAIM = "node_reclaim";
    private static final String DIRECT = "direct";
    private static final int DEFAULT_MIN_UNMAPPED_PERCENT = 1;
    private static final int DEFAULT_MIN_SLAB_PERCENT = 5;
    private static final int WRITE_OR_UNMAP = 6;
    private static final int CLUSTER_PAGES = 32;

    static final Rule CALM = new Rule(6, "nobody reclaims while some node is above low", LinuxReclaimRules::calm);

    static final Rule OWN_NODE = new Rule(8, "zone_reclaim takes pages of the CPU's node or of one without CPUs",
            LinuxReclaimRules::ownNode);

    static final Rule CLEAN_CACHE = new Rule(9, "zone_reclaim=1 takes clean, unmapped file pages only",
            LinuxReclaimRules::cleanCache);

    static final Rule GATE = new Rule(10, "zone_reclaim leaves a node with little cache alone",
            LinuxReclaimRules::gate);

    static final Rule CLUSTER = new Rule(13, "a node_reclaim of clean cache takes 32 pages",
            LinuxReclaimRules::cluster);

    /** All but {@link #CLUSTER}, which holds for some machines only. */
    static final List<Rule> ALL = List.of(CALM, OWN_NODE, CLEAN_CACHE, GATE);

    private LinuxReclaimRules() {}

    private static int calm(History history) {
        boolean concerned = history.all(Event.Walked.class).allMatch(walk -> walk.intent().isPlainLocal()
                        && (walk.gfp() & GfpFlags.WRITE) == 0
                        && history.layout().anyNodePasses(
                                WatermarkLevel.LOW, Layout.zoneClass(walk.kind()), walk.free()));
        if (!concerned) {
            return 0;
        }
        for (VmEvent event : List.of(VmEvent.PAGEOUTRUN, VmEvent.PGSCAN_KSWAPD, VmEvent.PGSCAN_DIRECT,
                VmEvent.PGSTEAL_KSWAPD, VmEvent.PGSTEAL_DIRECT, VmEvent.ALLOCSTALL_MOVABLE,
                VmEvent.ALLOCSTALL_NORMAL)) {
            require(history.ending().counter(event) == 0, event);
        }
        require(history.all(Event.KswapdWoke.class).findAny().isEmpty(), "kswapd woke");
        return 1;
    }

    private static int ownNode(History history) {
        return history.all(Event.Evicted.class).filter(page -> page.cause().equals(NODE_RECLAIM)).mapToInt(page -> {
            boolean own = page.nid() == page.intent().cpuNode();
            require(own || !history.layout().hasCpus(page.nid()), page);
            require(own || page.intent().form() == Intent.Form.OTHER || isNear(history.layout(), page), page);
            return 1;
        }).sum();
    }

    // The home of a request is the first node it may use; the slow path forgets the cpuset for that.
    private static boolean isNear(Layout layout, Event.Evicted page) {
        int[] order = layout.fallback()[page.intent().cpuNode()];
        NodeMask confines = page.intent().confines();
        int first = order[0];
        int allowed = IntStream.of(order).filter(nid -> confines == null || confines.contains(nid)).findFirst()
                .orElse(first);
        int nearest = Math.min(layout.spec().distance(first, page.nid()), layout.spec().distance(allowed, page.nid()));
        return nearest <= layout.spec().reclaimDistance();
    }

    private static int cleanCache(History history) {
        int judged = history.all(Event.Evicted.class)
                .filter(page -> page.cause().equals(NODE_RECLAIM)
                        && (page.intent().reclaimMode() & WRITE_OR_UNMAP) == 0)
                .mapToInt(page -> {
                    require((page.flags() & (PageFlags.DIRTY | PageFlags.MAPPED | PageFlags.WRITEBACK)) == 0, page);
                    // An anonymous page that kswapd has written to swap and nobody has touched since is clean, too.
                    require((page.flags() & (PageFlags.SWAP_BACKED | PageFlags.SWAP_CACHE))
                            != PageFlags.SWAP_BACKED, page);
                    return 1;
                }).sum();
        boolean others = history.all(Event.KswapdWoke.class).findAny().isPresent()
                || history.all(Event.ReclaimBegan.class).anyMatch(began -> began.cause().equals(DIRECT)
                        || (began.intent().reclaimMode() & WRITE_OR_UNMAP) != 0);
        if (!others) {
            require(history.ending().counter(VmEvent.PSWPOUT) == 0, "swap-out");
            require(history.ending().total(NodeGauge.NR_VMSCAN_WRITE) == 0, "reclaim wrote");
        }
        return judged;
    }

    private static int gate(History history) {
        int judged = 0;
        boolean anyCall = false;
        for (Event.Pressed asked : (Iterable<Event.Pressed>) history.all(Event.Pressed.class)::iterator) {
            boolean little = asked.filePages()
                            <= history.layout().ratioPages(asked.nid(), DEFAULT_MIN_UNMAPPED_PERCENT)
                    && asked.slabPages() <= history.layout().ratioPages(asked.nid(), DEFAULT_MIN_SLAB_PERCENT);
            boolean call = asked.answer().action() == Verdict.Action.RECLAIM;
            require(!little || !call, asked);
            anyCall |= call;
            judged += little ? 1 : 0;
        }
        if (!anyCall) {
            require(history.ending().counter(VmEvent.ZONE_RECLAIM_FAILED) == 0, VmEvent.ZONE_RECLAIM_FAILED);
            require(history.all(Event.Evicted.class).noneMatch(page -> page.cause().equals(NODE_RECLAIM)),
                    "node_reclaim without a call");
        }
        return judged;
    }

    private static int cluster(History history) {
        return history.all(Event.ReclaimEnded.class).filter(ended -> ended.cause().equals(NODE_RECLAIM))
                .mapToInt(ended -> {
                    require(ended.reclaimedPages() == CLUSTER_PAGES, ended);
                    return 1;
                }).sum();
    }
}
