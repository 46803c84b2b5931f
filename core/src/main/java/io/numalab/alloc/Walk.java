package io.numalab.alloc;

import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.mapping.Residency;
import io.numalab.reclaim.Kswapd;
import io.numalab.reclaim.ReclaimContext;
import io.numalab.reclaim.SyncReclaim;
import io.numalab.spi.Aftermath;
import io.numalab.spi.AllocationPolicy;
import io.numalab.spi.Escalation;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.PageKind;
import io.numalab.spi.Verdict;
import io.numalab.spi.WatermarkLevel;
import io.numalab.stat.EventSink;
import io.numalab.stat.WorkCounters;
import io.numalab.topology.KernelVersion;

/**
 * One request on its way to a page, from the first candidate to success, failure or the OOM killer.
 *
 * <p>The idea. A request walks its candidates in order and takes the first zone that is above a mark: <em>low</em> in
 * the first sweep. Only when a candidate fails its mark does anything happen, and what happens is a policy's answer: go
 * on to the next zone (Linux's default, which is why a full node spills without waking anybody), reclaim this node
 * first ({@code zone_reclaim}), wait, or give up. Only when no candidate is left does the slow path begin: kswapd of
 * every candidate node is woken, the mark drops to <em>min</em>, then the task reclaims itself, and in the end somebody
 * dies.
 *
 * <p>Reclaim takes time, and during it others run: they find the node's lock taken, and the pages it will free not yet
 * there. So a walk can be interrupted anywhere. It keeps its place in fields and is continued by {@link #resume} when
 * the requester's clock says that the batch in progress has ended; that is all there is to the state machine below,
 * whose phases are the steps of linux-model 7 in order.
 *
 * <p>Two leaks of {@code zone_reclaim} are not coded anywhere but follow: pages freed by a call go to the caller's
 * per-CPU list, where the mark does not see them, so the retest fails and the page comes from the next zone (6.8); and
 * whoever meets the lock is served as if reclaim were off (6.8a).
 *
 * <p>Models {@code get_page_from_freelist} and {@code __alloc_pages_slowpath} of 6.1 for order 0. One per task, reused;
 * allocates nothing; one thread only.
 */
public final class Walk {
    /** A request that got no page. */
    public static final int FAILED = -1;
    /** A request that goes on when the requester's clock is due. */
    public static final int BUSY = -2;

    private static final int NONE = -3;
    private static final int NO_PROGRESS_MAX = 16;
    /** Blocks above this order are not worth a second reclaim (PAGE_ALLOC_COSTLY_ORDER). */
    private static final int COSTLY_ORDER = 3;
    private static final int MIN = WatermarkLevel.MIN.ordinal();
    private static final int LOW = WatermarkLevel.LOW.ordinal();
    private static final int HIGH = WatermarkLevel.HIGH.ordinal();

    private enum Phase {
        IDLE,
        FAST,
        MIN_FIRST,
        MIN_AGAIN,
        DIRECT_RECLAIM,
        AFTER_RECLAIM,
        LAST_CHANCE
    }

    private enum Pause {
        NONE,
        RECLAIM,
        WAIT
    }

    private final ReclaimContext context;
    private final Memory memory;
    private final WorkCounters work;
    private final Requester requester;
    private final SyncReclaim reclaim;
    private final OutOfMemory outOfMemory;
    private final WalkQuestion question;

    private Route route;
    private RoutePass pass;
    private int passNumber;
    private int gfp;
    private int passGfp;
    private PageKind kind;
    private boolean kernel;
    private int order;
    private Phase phase = Phase.IDLE;
    private Pause pause = Pause.NONE;
    private int position;
    private boolean restricted;
    private boolean avoidsAwake;
    private boolean avoidedAwake;
    private boolean sweepAsked;
    private boolean waited;
    private boolean drained;
    private int noProgress;
    private Escalation escalation;

    /** For one requester. @param facts the machine as policies see it */
    public Walk(ReclaimContext context, MachineFacts facts, Requester requester, OutOfMemory outOfMemory) {
        this.context = context;
        this.requester = requester;
        this.outOfMemory = outOfMemory;
        memory = context.memory();
        work = memory.workCounters();
        reclaim = new SyncReclaim(context, requester.name());
        question = new WalkQuestion(facts, requester, reclaim);
    }

    /** Whether a request is on its way. */
    public boolean inProgress() {
        return phase != Phase.IDLE;
    }

    /**
     * Asks for one page.
     *
     * @return a frame, {@link #FAILED} or {@link #BUSY}
     */
    public int allocate(Route route, int gfp, PageKind kind) {
        return allocate(route, gfp, kind, 0);
    }

    /**
     * Asks for a block of pages.
     *
     * @param order log2 of its size in pages, 0 to 10
     * @return its first frame, {@link #FAILED} or {@link #BUSY}
     */
    public int allocate(Route route, int gfp, PageKind kind, int order) {
        this.order = order;
        this.route = route;
        this.gfp = gfp;
        this.kind = kind;
        kernel = kind == PageKind.KERNEL;
        passNumber = 0;
        beginPass();
        RoutePass first = pass;
        if (first.candidates.length > 0 && (gfp & GfpFlags.WRITE) == 0) {
            Zone zone = first.candidates[0];
            if (zone.passes(LOW, route.zoneClass, order) && !(avoidsAwake && hasAwakeKswapd(zone))) {
                zone.noteHigh(route.zoneClass);
                int frame = take(zone);
                if (frame >= 0) {
                    phase = Phase.IDLE;
                    return frame;
                }
            }
        }
        return resume();
    }

    /**
     * How many of a run of equal requests go the shortest way: the first candidate is above its mark and the CPU's list
     * holds a page. Nothing that a walk looks at changes between two such pages, so that all are decided by one look.
     * The rights of a request do not matter on this way, except that it may not be a write.
     *
     * @param most how many at most
     * @return how many; 0 if the next page has to be asked for with {@link #allocate}, which others may see
     */
    public int shortRun(Routes routes, int most) {
        Route fixed = routes.fixed();
        if (fixed == null || inProgress() || context.events() != null) {
            return 0;
        }
        Zone[] candidates = fixed.passes[0].candidates;
        if (candidates.length == 0) {
            return 0;
        }
        Zone zone = candidates[0];
        if (!zone.passes(LOW, fixed.zoneClass) || zone.hasForeignPages()
                || memory.kernel().atLeast(KernelVersion.V6_18) && hasAwakeKswapd(zone)) {
            return 0;
        }
        return Math.min(most, memory.perCpuLists().userPages(requester.cpu, zone));
    }

    /**
     * Takes pages for as many requests as {@link #shortRun} has found, or fewer.
     *
     * @param into receives the frames, all of one zone
     */
    public void takeRun(Routes routes, int[] into, int count) {
        Route fixed = routes.fixed();
        Zone zone = fixed.passes[0].candidates[0];
        memory.perCpuLists().takeRun(requester.cpu, zone, into, count);
        zone.noteHigh(fixed.zoneClass);
        memory.countHits(zone, count, requester.cpuNode);
    }

    private void beginPass() {
        pass = route.passes[passNumber];
        passGfp = pass.mayReclaim
                ? gfp
                : gfp & ~(GfpFlags.DIRECT_RECLAIM | GfpFlags.NOFAIL) | GfpFlags.NOWARN;
        noProgress = 0;
        drained = false;
        escalation = Escalation.LINUX;
        beginSweep(Phase.FAST);
    }

    private void beginSweep(Phase phase) {
        this.phase = phase;
        position = 0;
        waited = false;
        sweepAsked = false;
        avoidsAwake = memory.kernel().atLeast(KernelVersion.V6_18);
        avoidedAwake = false;
        restricted = phase == Phase.FAST && pass.restricted;
        EventSink events = context.events();
        if (events != null) {
            events.walking(requester.clockNanos, requester.name(), kind, passGfp, WatermarkLevel.values()[level()],
                    pass.mask);
        }
    }

    /** Goes on with the request; the same answers as {@link #allocate}. */
    public int resume() {
        while (true) {
            int answer = phase == Phase.DIRECT_RECLAIM ? directReclaim() : sweep();
            if (answer != NONE) {
                if (answer != BUSY) {
                    phase = Phase.IDLE;
                }
                return answer;
            }
            if (!nextPhase()) {
                phase = Phase.IDLE;
                requester.failedAllocations += requester.killed ? 0 : 1;
                EventSink events = context.events();
                if (!requester.killed) {
                    context.log().allocationFailed(requester.clockNanos, requester.name(), gfp, order, pass.mask);
                }
                if (events != null) {
                    events.failed(requester.clockNanos, requester.name(), requester.cpu, kind, gfp, order,
                            preferred().nid());
                }
                return FAILED;
            }
        }
    }

    // What comes after a sweep that found nothing, or after a direct reclaim. False: the request fails.
    private boolean nextPhase() {
        switch (phase) {
            case FAST -> {
                AllocationPolicy decider = route.deciders.slowPath();
                if (decider != null) {
                    work.askedPolicy();
                    escalation = decider.escalate(question.about(pass, passGfp, order, kind, preferred()));
                }
                wakeKswapds();
                beginSweep(Phase.MIN_FIRST);
            }
            case MIN_FIRST -> {
                if (order > COSTLY_ORDER && (passGfp & GfpFlags.NORETRY) != 0) {
                    return nextPass();
                }
                wakeKswapds();
                beginSweep(Phase.MIN_AGAIN);
            }
            case MIN_AGAIN -> {
                if (!GfpFlags.blocking(passGfp) || requester.inReclaim || !escalation.reclaimsDirectly()) {
                    return nextPass();
                }
                phase = Phase.DIRECT_RECLAIM;
                requester.inReclaim = true;
                reclaim.beginDirect(pass.candidates, route.zoneClass, 1 << order, requester.cpu, requester.clockNanos);
                pauseUntil(reclaim.dueNanos());
            }
            case AFTER_RECLAIM -> {
                if (!drained) {
                    drained = true;
                    memory.perCpuLists().drainAll();
                    beginSweep(Phase.AFTER_RECLAIM);
                    return true;
                }
                return retryOrKill();
            }
            case DIRECT_RECLAIM -> {
                return retryOrKill();
            }
            case LAST_CHANCE -> {
                return kill();
            }
            default -> throw new IllegalStateException("walk is idle");
        }
        return true;
    }

    private boolean nextPass() {
        if (passNumber + 1 == route.passes.length) {
            return false;
        }
        passNumber++;
        beginPass();
        return true;
    }

    private void wakeKswapds() {
        if ((passGfp & GfpFlags.KSWAPD_RECLAIM) == 0) {
            return;
        }
        for (int i = 0; i < pass.candidates.length; i++) {
            int nid = pass.candidates[i].nid();
            if ((i == 0 || nid != pass.candidates[i - 1].nid()) && escalation.wakes(nid)) {
                context.kswapd(nid).wake(route.zoneClass, requester.clockNanos);
            }
        }
    }

    private int directReclaim() {
        if (!reclaim.resume(requester.clockNanos)) {
            pauseUntil(reclaim.dueNanos());
            return BUSY;
        }
        requester.inReclaim = false;
        if (requester.killed) {
            return FAILED;
        }
        if (reclaim.reclaimedPages() > 0) {
            noProgress = 0;
            beginSweep(Phase.AFTER_RECLAIM);
            return sweep();
        }
        noProgress++;
        return NONE;
    }

    private boolean retryOrKill() {
        drained = false;
        boolean costly = order > COSTLY_ORDER && (passGfp & GfpFlags.RETRY_MAYFAIL) == 0;
        if (costly || (passGfp & GfpFlags.NORETRY) != 0) {
            return nextPass();
        }
        if (noProgress <= NO_PROGRESS_MAX && couldHelp()) {
            wakeKswapds();
            beginSweep(Phase.MIN_AGAIN);
        } else {
            beginSweep(Phase.LAST_CHANCE);
        }
        return true;
    }

    // Whether some zone would pass its min mark if everything reclaimable were reclaimed (should_reclaim_retry).
    private boolean couldHelp() {
        Residency residency = context.residency();
        for (Zone zone : pass.candidates) {
            long pages = (long) zone.freePages() + zone.lruPages(2) + zone.lruPages(3);
            if (residency.canSwap()) {
                pages += zone.lruPages(0) + zone.lruPages(1);
            }
            if (pages > zone.neededPages(MIN, route.zoneClass)) {
                return true;
            }
        }
        return false;
    }

    private boolean kill() {
        if ((passGfp & (GfpFlags.RETRY_MAYFAIL | GfpFlags.THISNODE)) != 0 || route.zoneClass < 2) {
            return nextPass();
        }
        boolean killed = outOfMemory.kill(requester, pass.mask);
        if (!killed || requester.killed) {
            return false;
        }
        noProgress = 0;
        beginSweep(Phase.MIN_AGAIN);
        return true;
    }

    private Zone preferred() {
        return phase == Phase.FAST ? pass.fastPreferred : pass.slowPreferred;
    }

    private int level() {
        return phase == Phase.FAST ? LOW : phase == Phase.LAST_CHANCE ? HIGH : MIN;
    }

    // One sweep over the candidates, from where it stands. NONE when there is no candidate left.
    private int sweep() {
        int level = level();
        if (pause != Pause.NONE) {
            int answer = endPause(level);
            if (answer != NONE) {
                return answer;
            }
        }
        while (true) {
            if (position == pass.candidates.length || restricted && leavesHome()) {
                if (pass.candidates.length == 0 || !restricted && !avoidedAwake) {
                    return NONE;
                }
                avoidsAwake &= restricted;
                avoidedAwake = false;
                restricted = false;
                position = 0;
                continue;
            }
            Zone zone = pass.candidates[position];
            work.metZone();
            if (avoidsAwake && hasAwakeKswapd(zone) && !sweepsBusyNodes(zone)) {
                avoidedAwake = true;
                position++;
                continue;
            }
            zone.noteHigh(route.zoneClass);
            int answer = phase == Phase.FAST && !mayDirty(zone)
                    ? NONE
                    : zone.passes(level, route.zoneClass, order) ? take(zone) : belowMark(zone, level);
            if (answer >= 0 || answer == BUSY) {
                return answer;
            }
            position++;
        }
    }

    // Since 6.18 a sweep first passes by nodes under pressure, if there are several nodes (linux-model 5.2d, 22.2).
    private boolean hasAwakeKswapd(Zone zone) {
        Kswapd kswapd = context.kswapd(zone.nid());
        return memory.nodeCount() > 1 && kswapd != null && kswapd.awake();
    }

    private boolean sweepsBusyNodes(Zone zone) {
        AllocationPolicy decider = route.deciders.sweep();
        if (decider != null && !sweepAsked) {
            sweepAsked = true;
            work.askedPolicy();
            avoidsAwake = !decider.sweepsBusyNodes(
                    question.about(pass, passGfp, order, kind, preferred()).at(zone, level(), route.zoneClass));
        }
        return !avoidsAwake;
    }

    private boolean leavesHome() {
        return pass.candidates[position].nid() != preferred().nid();
    }

    private boolean mayDirty(Zone zone) {
        return (gfp & GfpFlags.WRITE) == 0 || context.writeback().nodeMayDirty(memory.node(zone.nid()));
    }

    private int endPause(int level) {
        Zone zone = pass.candidates[position];
        Aftermath aftermath = Aftermath.RETEST;
        if (pause == Pause.RECLAIM) {
            if (!reclaim.resume(requester.clockNanos)) {
                pauseUntil(reclaim.dueNanos());
                return BUSY;
            }
            requester.inReclaim = false;
            if (route.deciders.answersAfterReclaim() && !requester.killed) {
                work.askedPolicy();
                aftermath = route.deciders.pressure().afterReclaim(
                        question.about(pass, passGfp, order, kind, preferred()).at(zone, level, route.zoneClass));
            }
        }
        boolean hasWaited = pause == Pause.WAIT;
        pause = Pause.NONE;
        if (requester.killed) {
            return FAILED;
        }
        if (aftermath == Aftermath.RETEST && zone.passes(level, route.zoneClass, order)) {
            int frame = take(zone);
            if (frame >= 0) {
                return frame;
            }
        }
        if (hasWaited) {
            // What was waited for may be there though the mark is not passed.
            int answer = belowMark(zone, level);
            if (answer != NONE) {
                return answer;
            }
        }
        if (aftermath == Aftermath.FAIL) {
            endSweep();
        }
        position++;
        return NONE;
    }

    // The candidate at hand is the last one.
    private void endSweep() {
        position = pass.candidates.length - 1;
        restricted = false;
        avoidedAwake = false;
    }

    private void pauseUntil(long dueNanos) {
        requester.stallNanos += Math.max(0, dueNanos - requester.clockNanos);
        requester.clockNanos = Math.max(requester.clockNanos, dueNanos);
    }

    private int belowMark(Zone zone, int level) {
        AllocationPolicy decider = route.deciders.pressure();
        if (decider == null || phase == Phase.LAST_CHANCE) {
            return NONE;
        }
        work.askedPolicy();
        Verdict verdict = decider.belowWatermark(
                question.about(pass, passGfp, order, kind, preferred()).at(zone, level, route.zoneClass));
        EventSink events = context.events();
        if (events != null) {
            events.pressure(requester.clockNanos, requester.name(), zone.nid(), zone.type(),
                    WatermarkLevel.values()[level], zone.freePages(), zone.neededPages(level, route.zoneClass),
                    verdict);
        }
        boolean mayWake = (passGfp & GfpFlags.KSWAPD_RECLAIM) != 0;
        if (verdict.wakesKswapd() && mayWake && verdict.action() != Verdict.Action.RECLAIM) {
            context.kswapd(zone.nid()).wake(route.zoneClass, requester.clockNanos);
        }
        return switch (verdict.action()) {
            case SKIP -> NONE;
            case TAKE -> zone.passes(MIN, route.zoneClass, order) ? take(zone) : NONE;
            case RECLAIM -> reclaimHere(zone, verdict, level);
            case WAIT -> waitHere(verdict);
            case FAIL -> {
                endSweep();
                yield NONE;
            }
        };
    }

    // Whatever a policy answers, a request that may not block never reclaims, and a node has one such reclaimer at a
    // time.
    private int reclaimHere(Zone zone, Verdict verdict, int level) {
        Node node = memory.node(zone.nid());
        if (!GfpFlags.blocking(passGfp) || requester.inReclaim || node.reclaimLocked) {
            return NONE;
        }
        if (verdict.wakesKswapd() && (passGfp & GfpFlags.KSWAPD_RECLAIM) != 0) {
            Kswapd kswapd = context.kswapd(zone.nid());
            kswapd.wake(route.zoneClass, requester.clockNanos);
            if (zone.passes(level, route.zoneClass, order)) {
                return take(zone);
            }
        }
        node.reclaimLocked = true;
        requester.inReclaim = true;
        pause = Pause.RECLAIM;
        question.ordered(verdict.order());
        reclaim.beginNode(node, verdict.order(), route.zoneClass, 1 << order, requester.cpu, requester.clockNanos);
        pauseUntil(reclaim.dueNanos());
        return BUSY;
    }

    private int waitHere(Verdict verdict) {
        if (waited || !GfpFlags.blocking(passGfp)) {
            return NONE;
        }
        waited = true;
        pause = Pause.WAIT;
        pauseUntil(requester.clockNanos + verdict.waitNanos());
        return BUSY;
    }

    private int take(Zone zone) {
        int keepFree = restricted && !kernel && zone == pass.candidates[0] ? zone.foreignFreePages() : 0;
        int frame = order > 0
                ? memory.perCpuLists().takeBlock(zone, order)
                : memory.perCpuLists().take(requester.cpu, zone, kernel, keepFree);
        if (frame < 0) {
            return NONE;
        }
        if (zone.takeForeignPages() > 0 && (passGfp & GfpFlags.KSWAPD_RECLAIM) != 0) {
            context.boost().stoleForeignPages(zone, requester.clockNanos);
        }
        memory.countAllocation(zone, 1 << order, preferred(), requester.cpuNode, route.interleaveNode);
        EventSink events = context.events();
        if (events != null) {
            events.allocated(requester.clockNanos, requester.name(), requester.cpu, kind, passGfp, order,
                    preferred().nid(), zone.nid(), zone.type(), frame);
        }
        return frame;
    }
}
