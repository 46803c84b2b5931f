package io.numalab.reclaim;

import io.numalab.memory.Memory;
import io.numalab.spi.ReclaimOrder;
import io.numalab.stat.EventSink;
import io.numalab.stat.TraceHistograms;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;

/**
 * What one reclaim may do and has done: rights, goal, priority, progress. One instance per reclaimer, reused. Models
 * {@code struct scan_control}.
 */
final class ScanControl {
    /** Where global reclaim starts: 1/4096 of each list. */
    static final int DEFAULT_PRIORITY = 12;

    private static final int OF_MACHINE = Sysctls.SWAPPINESS_OF_MACHINE;

    final String who;
    final boolean kswapd;
    private final TraceHistograms.Entry[] shrinkInactive;
    private final boolean since618;

    /** What the reclaim in progress is called in events. */
    String cause;
    int cpu;
    boolean global;
    boolean proactive;
    /** Pages that cannot be demoted stay. */
    boolean demoteOnly;
    int group;
    private int swappiness;
    boolean mayWrite;
    boolean mayUnmap;
    boolean maySwap;
    boolean forceDeactivate;
    boolean skippedDeactivate;
    int zoneClass;
    int priority;
    long goalPages;
    long cacheFloorPages;
    ReclaimOrder.Victims victims;
    /** How long reading a page in use again may take that is taken all the same. */
    long rereadPicosMax;
    long scannedPages;
    long reclaimedPages;
    long unmappedPages;
    boolean mayDeactivateAnon;
    boolean mayDeactivateFile;
    boolean cacheTrim;
    boolean fileIsTiny;
    long takenPages;
    long takenFilePages;
    long unqueuedDirtyPages;
    long writebackPages;
    long immediatePages;

    ScanControl(String who, boolean kswapd, Memory memory) {
        this.who = who;
        this.kswapd = kswapd;
        shrinkInactive = new TraceHistograms.Entry[memory.nodeCount()];
        since618 = memory.kernel().atLeast(KernelVersion.V6_18);
    }

    /** Starts a reclaim with full rights. */
    void begin(int zoneClass, int priority, long goalPages, int cpu) {
        this.zoneClass = zoneClass;
        this.priority = priority;
        this.goalPages = goalPages;
        this.cpu = cpu;
        cause = kswapd ? "kswapd" : "direct";
        global = true;
        proactive = false;
        demoteOnly = false;
        group = 0;
        swappiness = OF_MACHINE;
        mayWrite = true;
        mayUnmap = true;
        maySwap = true;
        forceDeactivate = false;
        skippedDeactivate = false;
        cacheFloorPages = 0;
        victims = ReclaimOrder.Victims.ANY;
        rereadPicosMax = 0;
        scannedPages = 0;
        reclaimedPages = 0;
        unmappedPages = 0;
    }

    /** The share of anonymous pages in force: one of its own or the machine's. */
    int swappiness(Sysctls sysctls) {
        return swappiness == OF_MACHINE ? sysctls.swappiness : swappiness;
    }

    /** Asks for another share of anonymous pages than the machine's. */
    void setSwappiness(int value) {
        swappiness = value;
    }

    /** Narrows the rights to an order. */
    void restrict(ReclaimOrder order) {
        mayWrite = order.write();
        mayUnmap = order.unmap();
        maySwap = order.swap();
        cacheFloorPages = order.cacheFloorPages();
        victims = order.victims();
        rereadPicosMax = Math.min(order.rereadNanosMax(), Long.MAX_VALUE / 1000) * 1000;
    }

    /** Forgets what the last node's lists were made of. */
    void beginNode() {
        takenPages = 0;
        takenFilePages = 0;
        unqueuedDirtyPages = 0;
        writebackPages = 0;
        immediatePages = 0;
    }

    /** How pages count that this reclaim looks at: {@code pgscan_*} (those of a group count in none of them). */
    VmEvent scanEvent() {
        return kswapd ? VmEvent.PGSCAN_KSWAPD : countsProactive() ? VmEvent.PGSCAN_PROACTIVE : VmEvent.PGSCAN_DIRECT;
    }

    /** How pages count that this reclaim frees. */
    VmEvent stealEvent() {
        return kswapd ? VmEvent.PGSTEAL_KSWAPD : countsProactive() ? VmEvent.PGSTEAL_PROACTIVE : VmEvent.PGSTEAL_DIRECT;
    }

    /** How pages count that this reclaim demotes. */
    VmEvent demoteEvent() {
        return kswapd
                ? VmEvent.PGDEMOTE_KSWAPD
                : countsProactive() ? VmEvent.PGDEMOTE_PROACTIVE : VmEvent.PGDEMOTE_DIRECT;
    }

    private boolean countsProactive() {
        return proactive && since618;
    }

    void reportEviction(EventSink events, int nid, int frame, int flagsBefore, long nowNanos) {
        if (events != null) {
            events.evicted(nowNanos, who, cause, nid, frame, flagsBefore);
        }
    }

    TraceHistograms.Entry shrinkInactive(TraceHistograms trace, int nid) {
        if (shrinkInactive[nid] == null) {
            shrinkInactive[nid] = trace.shrinkInactive(nid, who);
        }
        return shrinkInactive[nid];
    }
}
