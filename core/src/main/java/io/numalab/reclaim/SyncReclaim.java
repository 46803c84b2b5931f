package io.numalab.reclaim;

import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.spi.ReclaimOrder;
import io.numalab.stat.EventSink;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.TraceHistograms;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.Price;

/**
 * Reclaim in the context of a task that wants a page, a batch at a time: {@code node_reclaim} of one node under its
 * lock, or direct reclaim of every node of a zonelist. The caller starts one, then calls {@link #resume} whenever its
 * clock reaches {@link #dueNanos}. One instance per task, reused; allocates nothing when running.
 *
 * <p>Models {@code __node_reclaim} (linux-model 6.5) and {@code do_try_to_free_pages} with {@code shrink_zones}
 * (linux-model 9) of 6.1.
 */
public final class SyncReclaim {
    private static final int NODE_RECLAIM_PRIORITY = 4;
    private static final int ALLOCSTALL_FIRST = VmEvent.ALLOCSTALL_DMA.ordinal();
    private static final VmEvent[] EVENTS = VmEvent.values();

    private final ReclaimContext context;
    private final Price scanPrice;
    private final Price freePrice;
    private final ScanControl control;
    private final AnyShrink shrink;
    private final TraceHistograms.Entry[] nodeReclaimBegin;
    private final TraceHistograms.Entry nodeReclaimEnd;
    private final TraceHistograms.Entry directBegin;
    private final TraceHistograms.Entry directEnd;

    private boolean direct;
    private Node node;
    private Zone[] candidates;
    private int position;
    private int wantedPages;
    private boolean lruAllowed;
    private long dueNanos;
    private long startNanos;
    private boolean forced;
    private int plannedPages;
    /** All is done but for the time that freeing the last batch takes. */
    private boolean freeing;
    private int swappiness = Sysctls.SWAPPINESS_OF_MACHINE;

    /** For a task. @param who as the trace shows it: {@code task-A} */
    public SyncReclaim(ReclaimContext context, String who) {
        this(context, who, Price.RECLAIM_SCAN, Price.RECLAIM_FREE);
    }

    /** For a kernel thread, whose pages cost what kswapd's do. @param who as the trace shows it */
    public static SyncReclaim inBackground(ReclaimContext context, String who) {
        return new SyncReclaim(context, who, Price.KSWAPD_SCAN, Price.KSWAPD_FREE);
    }

    private SyncReclaim(ReclaimContext context, String who, Price scanPrice, Price freePrice) {
        this.context = context;
        this.scanPrice = scanPrice;
        this.freePrice = freePrice;
        control = new ScanControl(who, false, context.memory);
        shrink = new AnyShrink(context);
        nodeReclaimBegin = new TraceHistograms.Entry[context.memory.nodeCount()];
        for (int nid = 0; nid < nodeReclaimBegin.length; nid++) {
            nodeReclaimBegin[nid] = context.trace.nodeReclaimBegin(nid);
        }
        nodeReclaimEnd = context.trace.nodeReclaimEnd(who);
        directBegin = context.trace.directReclaimBegin(who);
        directEnd = context.trace.directReclaimEnd(who);
    }

    /** Sets the share of anonymous pages for proactive reclaims and those of a group. */
    public void setSwappiness(int value) {
        swappiness = value;
    }

    /** Starts {@code node_reclaim}; the caller holds the node's lock, which {@link #resume} gives back. */
    public void beginNode(Node node, ReclaimOrder order, int zoneClass, int wantedPages, int cpu, long nowNanos) {
        direct = false;
        plannedPages = 0;
        this.node = node;
        this.wantedPages = wantedPages;
        startNanos = nowNanos;
        context.memory.workCounters().beganReclaim();
        control.begin(zoneClass, NODE_RECLAIM_PRIORITY, Math.max(wantedPages, order.targetPages()), cpu);
        control.restrict(order);
        control.cause = "node_reclaim";
        reportBegin(node.nid(), nowNanos);
        nodeReclaimBegin[node.nid()].hit();
        lruAllowed = node.reclaimableFilePages(order.write() && !context.sysctls.dirtySubtracted, order.unmap())
                > node.ratioPages(context.sysctls.minUnmappedRatio);
        dueNanos = nowNanos + context.nanos(Price.RECLAIM_CALL, 1);
        if (lruAllowed) {
            shrink.begin(node, control);
        }
    }

    /** Starts direct reclaim on the nodes of a walk. */
    public void beginDirect(Zone[] candidates, int zoneClass, int wantedPages, int cpu, long nowNanos) {
        direct = true;
        plannedPages = 0;
        forced = false;
        this.candidates = candidates;
        this.wantedPages = wantedPages;
        startNanos = nowNanos;
        context.memory.workCounters().beganReclaim();
        control.begin(zoneClass, ScanControl.DEFAULT_PRIORITY, Math.max(wantedPages, PageScan.BATCH_PAGES), cpu);
        directBegin.hit();
        reportBegin(candidates.length == 0 ? -1 : candidates[0].nid(), nowNanos);
        context.memory.counters().count(EVENTS[ALLOCSTALL_FIRST + zoneClass]);
        dueNanos = nowNanos + context.nanos(Price.RECLAIM_CALL, 1);
        position = -1;
        node = null;
        nextNode();
    }

    /**
     * Starts the proactive reclaim of one node (6.18: the file {@code reclaim} of the node); the caller holds the
     * node's lock. Gated as node_reclaim is, but with all rights and from priority 12 (linux-model 19.2).
     */
    public void beginProactive(Node node, long goalPages, int zoneClass, int cpu, long nowNanos) {
        direct = false;
        plannedPages = 0;
        this.node = node;
        wantedPages = (int) Math.min(goalPages, Integer.MAX_VALUE);
        startNanos = nowNanos;
        context.memory.workCounters().beganReclaim();
        control.begin(zoneClass, ScanControl.DEFAULT_PRIORITY, Math.max(goalPages, PageScan.BATCH_PAGES), cpu);
        control.proactive = true;
        control.setSwappiness(swappiness);
        control.cause = "node_reclaim";
        lruAllowed = context.sysctls.noNodeReclaim
                || node.reclaimableFilePages(!context.sysctls.dirtySubtracted, true)
                        > node.ratioPages(context.sysctls.minUnmappedRatio);
        dueNanos = nowNanos + context.nanos(Price.RECLAIM_CALL, 1);
        if (lruAllowed) {
            shrink.begin(node, control);
        }
    }

    /**
     * Starts moving the coldest pages of a node to a slower tier, without evicting any; the caller holds the node's
     * lock and has seen that there is such a tier.
     */
    public void beginDemotion(Node node, long goalPages, int zoneClass, int cpu, long nowNanos) {
        direct = false;
        plannedPages = 0;
        this.node = node;
        wantedPages = (int) goalPages;
        startNanos = nowNanos;
        context.memory.workCounters().beganReclaim();
        control.begin(zoneClass, NODE_RECLAIM_PRIORITY, goalPages, cpu);
        control.demoteOnly = true;
        control.cause = "demotion";
        lruAllowed = true;
        dueNanos = nowNanos + context.nanos(Price.RECLAIM_CALL, 1);
        shrink.begin(node, control);
    }

    /**
     * Starts the reclaim of a control group's pages on all nodes. Models {@code try_to_free_mem_cgroup_pages}.
     *
     * @param proactive on behalf of {@code memory.reclaim} rather than a limit
     */
    public void beginGroup(
            Zone[] candidates, int group, long goalPages, boolean proactive, int zoneClass, int cpu, long nowNanos) {
        direct = true;
        plannedPages = 0;
        forced = false;
        this.candidates = candidates;
        wantedPages = 1;
        startNanos = nowNanos;
        context.memory.workCounters().beganReclaim();
        control.begin(zoneClass, ScanControl.DEFAULT_PRIORITY, Math.max(goalPages, PageScan.BATCH_PAGES), cpu);
        control.global = false;
        control.group = group;
        control.proactive = proactive;
        control.setSwappiness(swappiness);
        dueNanos = nowNanos + context.nanos(Price.RECLAIM_CALL, 1);
        position = -1;
        node = null;
        nextNode();
    }

    private void reportBegin(int nid, long nowNanos) {
        EventSink events = context.events();
        if (events != null) {
            events.reclaiming(nowNanos, control.who, control.cause, nid);
        }
    }

    /** When the batch in progress ends. */
    public long dueNanos() {
        return dueNanos;
    }

    /** Pages scanned by the last one started. */
    public long scannedPages() {
        return control.scannedPages;
    }

    /** Pages reclaimed by the last one started. */
    public long reclaimedPages() {
        return control.reclaimedPages;
    }

    /**
     * Ends the batch in progress and starts the next one.
     *
     * @return whether the whole reclaim is over
     */
    public boolean resume(long nowNanos) {
        if (freeing) {
            freeing = false;
            end(nowNanos);
            return true;
        }
        if (plannedPages > 0) {
            long freedBefore = control.reclaimedPages;
            long unmappedBefore = control.unmappedPages;
            shrink.execute(nowNanos);
            dueNanos = nowNanos + context.nanos(freePrice, control.reclaimedPages - freedBefore)
                    + context.nanos(Price.RECLAIM_UNMAP, control.unmappedPages - unmappedBefore);
            plannedPages = 0;
            if (control.reclaimedPages > freedBefore) {
                // Any success on a node lets its kswapd hope again (linux-model 8.4).
                node.kswapdFailures = 0;
            }
        }
        while (direct ? node != null : lruAllowed) {
            plannedPages = shrink.plan();
            if (plannedPages > 0) {
                dueNanos += context.jitter.apply(context.nanos(scanPrice, plannedPages));
                return false;
            }
            if (!(direct ? nextNode() : nextPriority())) {
                break;
            }
        }
        if (dueNanos > nowNanos) {
            freeing = true;
            return false;
        }
        end(nowNanos);
        return true;
    }

    private boolean nextPriority() {
        if (control.reclaimedPages >= wantedPages || control.priority == 0) {
            return false;
        }
        control.priority--;
        shrink.begin(node, control);
        return true;
    }

    // The next node of the zonelist that this priority has not seen; after the last one, the next priority.
    private boolean nextNode() {
        while (true) {
            while (++position < candidates.length) {
                if (firstOfItsNode(position)) {
                    node = context.memory.node(candidates[position].nid());
                    shrink.begin(node, control);
                    return true;
                }
            }
            if (control.reclaimedPages >= control.goalPages || control.priority == 0) {
                if (control.reclaimedPages > 0 || forced || !control.skippedDeactivate) {
                    node = null;
                    return false;
                }
                forced = true;
                control.forceDeactivate = true;
                control.priority = ScanControl.DEFAULT_PRIORITY + 1;
                if (control.group == 0) {
                    context.memory.counters().count(EVENTS[ALLOCSTALL_FIRST + control.zoneClass]);
                }
            }
            control.priority--;
            position = -1;
        }
    }

    private boolean firstOfItsNode(int position) {
        return position == 0 || candidates[position - 1].nid() != candidates[position].nid();
    }

    private void end(long nowNanos) {
        if (direct) {
            for (int i = 0; i < candidates.length; i++) {
                if (firstOfItsNode(i)) {
                    ScanBalance.snapshotActivations(context.memory.node(candidates[i].nid()));
                }
            }
            if (control.group == 0) {
                directEnd.hit(control.reclaimedPages, 0);
            }
        } else {
            node.reclaimLocked = false;
        }
        if (!direct && !control.proactive) {
            nodeReclaimEnd.hit(control.reclaimedPages, 0);
            boolean success = control.reclaimedPages >= wantedPages;
            if (!success) {
                context.memory.counters().count(VmEvent.ZONE_RECLAIM_FAILED);
            } else if (context.memory.kernel().atLeast(KernelVersion.V6_12)) {
                context.memory.counters().count(VmEvent.ZONE_RECLAIM_SUCCESS);
            }
        }
        int nid = direct ? (candidates.length == 0 ? -1 : candidates[0].nid()) : node.nid();
        EventSink events = context.events();
        if (events != null) {
            events.reclaimed(nowNanos, control.who, control.cause, nid, control.scannedPages,
                    control.reclaimedPages);
        }
    }

    /** How long the last one took so far, in nanoseconds. */
    public long elapsedNanos(long nowNanos) {
        return nowNanos - startNanos;
    }

    /** Reclaimable slab of a node in pages, as the gate of node_reclaim sees it. */
    public static long reclaimableSlabPages(Node node) {
        return node.gauge(NodeGauge.NR_SLAB_RECLAIMABLE);
    }
}
