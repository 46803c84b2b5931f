package io.numalab.policies;

import io.numalab.spi.BackgroundRequests;
import io.numalab.spi.MachineView;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PressureView;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.WatermarkLevel;
import io.numalab.spi.ZoneType;

/**
 * What {@link ColdCacheFirst} knows of one node: who is short of memory there, which cache it may drop by now, and
 * whether that yields anything. Allocates orders when the prices of the machine change, else nothing; one thread only.
 */
final class HomeNode {
    /** Which cache goes: each stage takes what the one before it takes, and more. */
    private enum Stage {
        /** What is not in use. */
        COLD,
        /** And what is cheaper to read again than to make room for by going elsewhere. */
        CHEAP,
        /** Whatever the lists offer, since there is no more room elsewhere than here. */
        ANY
    }

    private static final long PAUSE_NANOS_MIN = 8_000_000L;
    private static final long PAUSE_NANOS_MAX = 1_000_000_000L;
    /** A reclaim that yields less than this share of what was asked for has met none of what it may take. */
    private static final int YIELD_MIN_SHARE = 8;
    /** Whoever was short of memory within this time needs his node. */
    private static final long NEED_NANOS = 100_000_000L;
    /** Of another node this share is left free for those that run there, as long as there is cache here. */
    private static final int OWN_SHARE = 4;
    private static final int REQUEST_PAGES = 256;
    /** Reclaim goes by batches of so many. */
    private static final int BATCH_PAGES = 32;
    /** What takes so much longer than it once did is rare. */
    private static final int RARE_FACTOR = 2;
    /** How long one is taken to need until there was one. */
    private static final long BATCH_NANOS_FIRST = 250_000L;
    /** Of the accesses to a new page nothing is known but that it will be used: each of its lines once. */
    private static final int LINES_PER_PAGE = 64;

    private final int nid;
    private final long floorPercent;
    private final long headroomPercent;
    private final ReclaimOrder[] orders = new ReclaimOrder[Stage.values().length];
    private Stage stage = Stage.COLD;
    private boolean probing = true;
    private boolean pressed;
    /** What a request needs of each zone that was short, its reserve included. */
    private final long[] zoneNeededPages = new long[ZoneType.values().length];
    private long pressedNanos = -NEED_NANOS;
    private long wantedNanos;
    private int cpuNode;
    private NodeMask candidates = NodeMask.EMPTY;
    private long anonymousPages;
    private long askedPages;
    private long askedNanos;
    private long batchNanos = BATCH_NANOS_FIRST;
    private long batchNanosMin = Long.MAX_VALUE / RARE_FACTOR;
    private long cachePages;
    private long pauseNanos;
    private long triedAgainNanos;

    HomeNode(int nid, long floorPercent, long headroomPercent) {
        this.nid = nid;
        this.floorPercent = floorPercent;
        this.headroomPercent = headroomPercent;
    }

    HomeNode copy() {
        HomeNode copy = new HomeNode(nid, floorPercent, headroomPercent);
        System.arraycopy(orders, 0, copy.orders, 0, orders.length);
        copy.stage = stage;
        copy.probing = probing;
        copy.pressed = pressed;
        System.arraycopy(zoneNeededPages, 0, copy.zoneNeededPages, 0, zoneNeededPages.length);
        copy.pressedNanos = pressedNanos;
        copy.wantedNanos = wantedNanos;
        copy.cpuNode = cpuNode;
        copy.candidates = candidates;
        copy.anonymousPages = anonymousPages;
        copy.askedPages = askedPages;
        copy.askedNanos = askedNanos;
        copy.batchNanos = batchNanos;
        copy.batchNanosMin = batchNanosMin;
        copy.cachePages = cachePages;
        copy.pauseNanos = pauseNanos;
        copy.triedAgainNanos = triedAgainNanos;
        return copy;
    }

    /** A request that prefers the node finds it below its low mark. @return whether it is being made roomy */
    boolean press(PressureView view) {
        pressed = true;
        zoneNeededPages[view.zone().ordinal()] = view.neededPages(WatermarkLevel.HIGH);
        pressedNanos = view.nowNanos();
        cpuNode = view.cpuNode();
        candidates = view.candidateNodes();
        return view.nowNanos() >= triedAgainNanos;
    }

    private boolean isNeededByItsOwn(long nowNanos) {
        return nowNanos - pressedNanos < NEED_NANOS;
    }

    /** Whether anybody was ever short of memory here. */
    boolean isKnown() {
        return !candidates.isEmpty();
    }

    /**
     * Whether waiting helps: the last reclaim found what it was to take, or none has failed yet, and there is no zone
     * of the node that was never short.
     */
    boolean isWorthWaiting(MachineView machine) {
        return (!probing || pauseNanos == 0) && machine.freePages(nid) <= shortZonesPages();
    }

    /** How long the next pages take that are about to come, in nanoseconds. */
    long batchNanos() {
        return batchNanos;
    }

    /** Drops what is wanted. @param homes all nodes, by their ids */
    void tick(MachineView machine, BackgroundRequests requests, HomeNode[] homes) {
        learn(machine, homes);
        long growthPages = machine.anonymousPages(nid) - anonymousPages;
        anonymousPages = machine.anonymousPages(nid);
        boolean wanted = pressed || growthPages > 0;
        pressed = false;
        if (!wanted) {
            if (machine.nowNanos() - wantedNanos >= NEED_NANOS) {
                advance(Stage.COLD);
            }
            return;
        }
        wantedNanos = machine.nowNanos();
        if (isNeededByItsOwn(wantedNanos) && growthPages > 0) {
            // That nobody is short while the node is being made roomy does not mean that nobody needs it.
            pressedNanos = wantedNanos;
        }
        boolean roomElsewhere = hasRoomElsewhere(machine, homes);
        if (machine.nowNanos() < triedAgainNanos && !roomElsewhere && isNeededByItsOwn(machine.nowNanos())) {
            // To go on elsewhere would only move the shortage there.
            triedAgainNanos = 0;
            advance(Stage.ANY);
        } else if (stage == Stage.ANY && roomElsewhere) {
            pause(machine);
        }
        long missing = target(machine, growthPages) - machine.freePages(nid);
        if (missing <= 0 || machine.nowNanos() < triedAgainNanos) {
            return;
        }
        cachePages = machine.filePages(nid);
        askedNanos = machine.nowNanos();
        ReclaimOrder order = order(machine);
        do {
            askedPages += REQUEST_PAGES;
        } while (requests.reclaim(nid, order) && askedPages < missing && !probing);
    }

    // Cold cache is worth nothing, so that some room ahead is cheap; of other cache no more goes than tasks are about
    // to take.
    private long target(MachineView machine, long growthPages) {
        long roomPages = machine.managedPages(nid) * headroomPercent / 100;
        return Math.max(shortZonesPages(), machine.markPages(nid, WatermarkLevel.HIGH))
                + (stage == Stage.COLD ? roomPages : Math.min(roomPages, 2 * Math.max(0, growthPages)));
    }

    private long shortZonesPages() {
        long pages = 0;
        for (long zonePages : zoneNeededPages) {
            pages += zonePages;
        }
        return pages;
    }

    // Whether what the last tick asked for was there.
    private void learn(MachineView machine, HomeNode[] homes) {
        if (askedPages == 0) {
            return;
        }
        long yieldPages = cachePages - machine.filePages(nid);
        boolean failed = yieldPages * YIELD_MIN_SHARE < askedPages;
        askedPages = 0;
        if (!failed) {
            pauseNanos = 0;
            probing = false;
            batchNanos = (machine.nowNanos() - askedNanos) * BATCH_PAGES / yieldPages;
            batchNanosMin = Math.min(batchNanosMin, batchNanos);
            if (stage == Stage.COLD && pressed && batchNanos > RARE_FACTOR * batchNanosMin
                    && rereadNanosMax(machine) > 0) {
                // To find the few cold pages among the others takes longer than the tasks leave.
                advance(Stage.CHEAP);
            }
        } else if (!isNeededByItsOwn(machine.nowNanos())) {
            pause(machine);
        } else if (stage == Stage.COLD && rereadNanosMax(machine) > 0) {
            advance(Stage.CHEAP);
        } else if (stage != Stage.ANY && !hasRoomElsewhere(machine, homes)) {
            advance(Stage.ANY);
        } else {
            pause(machine);
        }
    }

    private void advance(Stage next) {
        probing |= next != stage;
        stage = next;
    }

    private void pause(MachineView machine) {
        pauseNanos = Math.max(PAUSE_NANOS_MIN, Math.min(PAUSE_NANOS_MAX, 2 * pauseNanos));
        triedAgainNanos = machine.nowNanos() + pauseNanos;
        advance(Stage.COLD);
    }

    // Whether a node that its own tasks do not need just now has much free, or clearly more left than this one: free
    // memory and cache are what is there for those that come later.
    private boolean hasRoomElsewhere(MachineView machine, HomeNode[] homes) {
        long here = availablePages(machine, nid);
        for (int other = candidates.first(); other >= 0; other = candidates.next(other)) {
            HomeNode node = homes[other];
            long ownPages = machine.managedPages(other) / OWN_SHARE;
            if (other != nid && !node.isNeededByItsOwn(machine.nowNanos())
                    && (machine.freePages(other) > ownPages
                            || availablePages(machine, other) > here + ownPages / 2)) {
                return true;
            }
        }
        return false;
    }

    private static long availablePages(MachineView machine, int node) {
        return machine.freePages(node) + machine.reclaimableFilePages(node, false, false);
    }

    // How long reading a page again may take so that making room here pays: what the new page's lines cost more on the
    // nearest of the other nodes.
    private long rereadNanosMax(MachineView machine) {
        double elsewhereNanos = Double.MAX_VALUE;
        for (int other = candidates.first(); other >= 0; other = candidates.next(other)) {
            if (other != nid && machine.managedPages(other) > 0) {
                elsewhereNanos = Math.min(elsewhereNanos, machine.accessNanos(cpuNode, other));
            }
        }
        return elsewhereNanos == Double.MAX_VALUE
                ? 0 : (long) Math.max(0, LINES_PER_PAGE * (elsewhereNanos - machine.accessNanos(cpuNode, nid)));
    }

    private ReclaimOrder order(MachineView machine) {
        ReclaimOrder order = orders[stage.ordinal()];
        long rereadNanosMax = stage == Stage.CHEAP ? rereadNanosMax(machine) : 0;
        if (order == null || order.rereadNanosMax() != rereadNanosMax) {
            order = new ReclaimOrder(false, false, false, REQUEST_PAGES,
                    machine.managedPages(nid) * floorPercent / 100,
                    stage == Stage.ANY ? ReclaimOrder.Victims.ANY : ReclaimOrder.Victims.NOT_WORKINGSET)
                    .orRereadWithin(rereadNanosMax);
            orders[stage.ordinal()] = order;
        }
        return order;
    }
}
