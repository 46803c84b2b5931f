package io.numalab.reclaim;

import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.EventSink;
import io.numalab.stat.TraceHistograms;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.Price;

/**
 * The background reclaimer of one node. Sleeps until somebody wakes it, then reclaims until the node is balanced, naps
 * 100 ms, and goes on without any wake-up if the node is no longer balanced after the nap.
 *
 * <p>Models {@code kswapd}, {@code balance_pgdat}, {@code kswapd_try_to_sleep} and {@code wakeup_kswapd} of 6.1
 * (linux-model 8). Works in batches of 32 pages; allocates nothing; one thread only.
 */
public final class Kswapd implements Actor {
    /** Runs without a page reclaimed after which kswapd gives up until somebody reclaims something. */
    public static final int FAILURES_MAX = 16;

    private static final long NAP_NANOS = 100_000_000L;
    private static final int LOWEST_PRIORITY = 1;
    /** A run for a boost alone does not go deeper than this. */
    private static final int BOOST_PRIORITY = ScanControl.DEFAULT_PRIORITY - 2;

    private enum State {
        SLEEPING,
        NAPPING,
        SHRINKING
    }

    private final ReclaimContext context;
    private final Node node;
    private final int[] cpus;
    private final ScanControl control;
    private final AnyShrink shrink;
    private final TraceHistograms.Entry wakeup;
    private final TraceHistograms.Entry wake;

    private State state = State.SLEEPING;
    private long dueNanos = NEVER;
    private int zoneClass;
    private int requestedClass = -1;
    private int cpu;
    private int plannedPages;
    private long reclaimedBefore;
    private boolean begun;
    private boolean passStarted;
    private long boostPagesLeft;
    private boolean boostInVain;
    private final int[] boostAtStart;

    /** For a node with memory. */
    public Kswapd(ReclaimContext context, Node node) {
        this.context = context;
        this.node = node;
        cpus = node.cpus();
        boostAtStart = new int[node.zoneCount()];
        control = new ScanControl("kswapd" + node.nid(), true, context.memory);
        shrink = new AnyShrink(context);
        wakeup = context.trace.wakeupKswapd(node.nid());
        wake = context.trace.kswapdWake(node.nid());
    }

    /** The node it serves. */
    public int nid() {
        return node.nid();
    }

    /** Whether it is not on its wait queue (linux-model 5.2d). */
    public boolean awake() {
        return state == State.SHRINKING;
    }

    /** Whether it sleeps until somebody wakes it. */
    public boolean asleep() {
        return state == State.SLEEPING;
    }

    /** Whether it gave up. */
    public boolean hopeless() {
        return node.kswapdFailures >= FAILURES_MAX;
    }

    /**
     * Somebody is short of memory here. Models {@code wakeup_kswapd}.
     *
     * @return whether kswapd was woken by this
     */
    public boolean wake(int zoneClass, long nowNanos) {
        requestedClass = Math.max(requestedClass, zoneClass);
        takeHeart();
        if (state == State.SHRINKING || hopeless() || node.balanced(zoneClass) && boostPages() == 0) {
            return false;
        }
        wakeup.hit();
        if (state == State.NAPPING) {
            context.memory.counters().count(VmEvent.KSWAPD_LOW_WMARK_HIT_QUICKLY);
        }
        if (context.events() != null) {
            context.events().kswapdCalled(nowNanos, node.nid());
        }
        cpu = chooseCpu(nowNanos);
        startRun(nowNanos + context.nanos(Price.KSWAPD_WAKE, 1));
        return true;
    }

    // Since 6.18 a node that gave up tries again once freed pages bring a zone back above high, if there is a memory
    // node after it (linux-model 8.4).
    private void takeHeart() {
        boolean recovered = false;
        for (int i = 0; i < node.zoneCount(); i++) {
            recovered |= node.zone(i).takeRecovered();
        }
        if (recovered && context.memory.kernel().atLeast(KernelVersion.V6_18)
                && context.memory.spec().memoryNodes().next(node.nid()) >= 0) {
            node.kswapdFailures = 0;
        }
    }

    // An idle CPU of the node if there is one; else the one where nobody else's kswapd runs.
    private int chooseCpu(long nowNanos) {
        if (cpus.length == 0) {
            return idleCpu(nowNanos);
        }
        for (int candidate : cpus) {
            if (!context.cpus.held(candidate) && context.cpus.busyUntilNanos(candidate) <= nowNanos) {
                return candidate;
            }
        }
        return cpus[0];
    }

    private int idleCpu(long nowNanos) {
        for (int candidate = 0; candidate < context.cpus.count(); candidate++) {
            if (!context.cpus.held(candidate) && context.cpus.busyUntilNanos(candidate) <= nowNanos) {
                return candidate;
            }
        }
        return 0;
    }

    private void startRun(long nowNanos) {
        state = State.SHRINKING;
        zoneClass = requestedClass < 0 ? zoneClass : requestedClass;
        requestedClass = -1;
        wake.hit();
        if (context.events() != null) {
            context.events().kswapdWoke(nowNanos, node.nid());
        }
        context.memory.counters().count(VmEvent.PAGEOUTRUN);
        context.memory.workCounters().beganReclaim();
        control.begin(zoneClass, ScanControl.DEFAULT_PRIORITY, 0, cpu);
        begun = false;
        plannedPages = 0;
        passStarted = false;
        boostInVain = false;
        dueNanos = nowNanos;
        context.horizon.lower(nowNanos);
    }

    // What it finds when it runs, not when it was woken: whoever woke it goes on for a while and may add to the boost.
    private void beginRun() {
        begun = true;
        boostPagesLeft = boostPages();
        for (int i = 0; i < node.zoneCount(); i++) {
            boostAtStart[i] = node.zone(i).boostPages();
        }
        setReclaimActive(true);
    }

    private void setReclaimActive(boolean active) {
        for (int i = 0; i < node.zoneCount(); i++) {
            node.zone(i).setReclaimActive(active);
        }
    }

    @Override
    public long nextNanos() {
        return dueNanos;
    }

    @Override
    public void advance(Horizon horizon) {
        do {
            step(dueNanos);
        } while (dueNanos < horizon.nanos());
    }

    private void step(long nowNanos) {
        if (state == State.NAPPING) {
            endNap(nowNanos);
            return;
        }
        if (!begun) {
            beginRun();
        }
        if (plannedPages > 0) {
            long freedBefore = control.reclaimedPages;
            long unmappedBefore = control.unmappedPages;
            shrink.execute(nowNanos);
            plannedPages = 0;
            long cost = context.nanos(Price.KSWAPD_FREE, control.reclaimedPages - freedBefore)
                    + context.nanos(Price.RECLAIM_UNMAP, control.unmappedPages - unmappedBefore);
            if (cost > 0) {
                work(nowNanos, cost);
                return;
            }
        }
        if (passStarted) {
            plannedPages = shrink.plan();
            if (plannedPages > 0) {
                work(nowNanos, context.nanos(Price.KSWAPD_SCAN, plannedPages));
                return;
            }
            endPass();
        }
        nextPass(nowNanos);
    }

    private void work(long nowNanos, long costNanos) {
        dueNanos = nowNanos + costNanos;
        context.cpus.occupy(cpu, dueNanos);
    }

    private void nextPass(long nowNanos) {
        boolean balanced = node.balanced(zoneClass);
        if (!balanced) {
            // Real shortage: the run is an ordinary one, though with marks that include the boost.
            boostPagesLeft = 0;
        }
        if (balanced && boostPagesLeft == 0 || control.priority < LOWEST_PRIORITY || boostInVain) {
            endRun(nowNanos);
            return;
        }
        shrink.ageBeforeLoop(node, control);
        reclaimedBefore = control.reclaimedPages;
        control.scannedPages = 0;
        control.goalPages = goalPages();
        control.mayWrite = boostPagesLeft == 0;
        control.maySwap = boostPagesLeft == 0;
        shrink.begin(node, control);
        passStarted = true;
        dueNanos = nowNanos;
    }

    private long goalPages() {
        long pages = 0;
        for (int i = 0; i < node.zoneCount(); i++) {
            Zone zone = node.zone(i);
            if (zone.type().ordinal() <= zoneClass) {
                pages += Math.max(zone.mark(WatermarkLevel.HIGH), PageScan.BATCH_PAGES);
            }
        }
        return pages;
    }

    private void endPass() {
        shrink.flagNode();
        passStarted = false;
        long reclaimed = control.reclaimedPages - reclaimedBefore;
        boolean holdsPriority = boostPagesLeft > 0 && control.priority == BOOST_PRIORITY;
        boostInVain = boostPagesLeft > 0 && reclaimed == 0;
        boostPagesLeft -= Math.min(boostPagesLeft, reclaimed);
        if (control.scannedPages < control.goalPages && !holdsPriority || reclaimed == 0) {
            control.priority--;
        }
    }

    private long boostPages() {
        long pages = 0;
        for (int i = 0; i < node.zoneCount(); i++) {
            pages += node.zone(i).boostPages();
        }
        return pages;
    }

    private void removeBoost() {
        for (int i = 0; i < node.zoneCount(); i++) {
            Zone zone = node.zone(i);
            if (boostAtStart[i] > 0) {
                zone.setBoost(Math.max(0, zone.boostPages() - boostAtStart[i]));
            }
        }
    }

    private void endRun(long nowNanos) {
        removeBoost();
        takeHeart();
        if (control.reclaimedPages == 0 && (control.priority < LOWEST_PRIORITY || boostInVain)) {
            node.kswapdFailures++;
        } else if (control.reclaimedPages > 0) {
            node.kswapdFailures = 0;
        }
        setReclaimActive(false);
        ScanBalance.snapshotActivations(node);
        EventSink events = context.events();
        if (events != null) {
            events.reclaimed(nowNanos, control.who, "kswapd", node.nid(), control.scannedPages, control.reclaimedPages);
        }
        tryToSleep(nowNanos);
    }

    private void tryToSleep(long nowNanos) {
        if (mayNap()) {
            state = State.NAPPING;
            dueNanos = nowNanos + NAP_NANOS;
        } else {
            context.memory.counters().count(VmEvent.KSWAPD_HIGH_WMARK_HIT_QUICKLY);
            startRun(nowNanos);
        }
    }

    private boolean mayNap() {
        int wantedClass = Math.max(requestedClass, zoneClass);
        if (!hopeless() && !node.balanced(wantedClass)) {
            return false;
        }
        if (node.balanced(wantedClass)) {
            node.flaggedDirty = false;
            node.flaggedWriteback = false;
        }
        return true;
    }

    private void endNap(long nowNanos) {
        if (mayNap()) {
            state = State.SLEEPING;
            dueNanos = NEVER;
            requestedClass = -1;
            if (context.events() != null) {
                context.events().kswapdSlept(nowNanos, node.nid());
            }
            return;
        }
        context.memory.counters().count(VmEvent.KSWAPD_HIGH_WMARK_HIT_QUICKLY);
        cpu = chooseCpu(nowNanos);
        startRun(nowNanos);
    }

    /** The same state for a copy of the machine; only for one that does not run. */
    public void copyState(Kswapd other) {
        if (other.state == State.SHRINKING) {
            throw new IllegalStateException("kswapd" + node.nid() + " runs: fork a machine that has settled");
        }
        state = other.state;
        dueNanos = other.dueNanos;
        zoneClass = other.zoneClass;
        requestedClass = other.requestedClass;
    }
}
