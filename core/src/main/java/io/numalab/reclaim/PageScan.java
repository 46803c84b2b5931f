package io.numalab.reclaim;

import io.numalab.mapping.OldestPages;
import io.numalab.mapping.Residency;
import io.numalab.memory.FrameTable;
import io.numalab.memory.LruLists;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;
import io.numalab.spi.ReclaimOrder;
import io.numalab.stat.Counters;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.Price;

/**
 * One batch of pages off the old end of an LRU list: what happens to each, and where the survivors go.
 *
 * <p>The idea. Linux never looks at a page alone: it takes up to 32 from the tail, decides about each, and puts those
 * that stay back together. Three outcomes exist. A page is <em>freed</em> if it is clean, unmapped and was not touched
 * since its last visit. It is <em>kept</em>, at the head of the same list, if it was touched once (a second chance) or
 * this reclaim lacks a right. It is <em>activated</em> if it was touched again, or if it needs the disk first: a dirty
 * or written page on the inactive list would only be met again and again, so it waits on the active list with a mark
 * that sends it to the very tail of the inactive list when its I/O ends.
 *
 * <p>What makes {@code zone_reclaim_mode} what it is happens here too: without the right to unmap, mapped pages are not
 * even taken; they count as scanned and go to the head, so that such a reclaim shuffles the list for everybody.
 *
 * <p>Order matters to the page: the recordings show which part of a file is gone. Taken pages are treated oldest first
 * and the survivors enter the head in that order.
 *
 * <p>Models {@code isolate_lru_pages}, {@code shrink_page_list}, {@code shrink_inactive_list} and
 * {@code shrink_active_list} of 6.1 (linux-model 10.5, 10.6). Allocates nothing; one thread only.
 */
final class PageScan {
    /** Pages of one batch (SWAP_CLUSTER_MAX). */
    static final int BATCH_PAGES = 32;

    private static final int INACTIVE_FILE = 2;

    /** What becomes of a page. */
    enum Fate {
        FREE,
        DEMOTED,
        KEEP,
        ACTIVATE
    }

    private final Memory memory;
    private final FrameTable frames;
    private final Residency residency;
    private final Counters counters;
    private final ReclaimContext context;
    private final int[] taken = new int[BATCH_PAGES];
    private final OldestPages oldest;
    /** Whether all pages of the last batch were freed; the next one mostly goes the same way. */
    private boolean expectsPlain = true;
    private int scanned;
    private int takenPages;
    private int pageouts;

    PageScan(ReclaimContext context) {
        this.context = context;
        residency = context.residency;
        oldest = new OldestPages(residency, BATCH_PAGES);
        memory = context.memory;
        frames = memory.frames();
        counters = memory.counters();
    }

    /**
     * Scans up to a batch of an inactive list.
     *
     * @param list ordinal of the inactive list
     * @return pages freed
     */
    int inactive(Node node, int list, int pages, ScanControl control, long nowNanos) {
        pageouts = 0;
        context.demotion.beginBatch(node);
        long unqueuedBefore = control.unqueuedDirtyPages;
        boolean atOnce = list >= INACTIVE_FILE && mayTreatAtOnce(node, control) && sparesNone(node, control);
        int plain = atOnce && expectsPlain ? oldest.freePlain(node, list, pages, control.cpu) : 0;
        scanned = 0;
        takenPages = 0;
        int freed = plain;
        if (plain < pages) {
            freed += atOnce && oldest.read(node, list, pages - plain) > 0 && oldest.areCleanCache()
                    ? inactiveAtOnce(control)
                    : inactivePageByPage(node, list, pages - plain, control, nowNanos);
        }
        scanned += plain;
        takenPages += plain;
        memory.workCounters().scanned(plain, 0);
        expectsPlain = freed == scanned;
        boolean isFile = list >= INACTIVE_FILE;
        if (control.group == 0) {
            counters.count(control.scanEvent(), scanned);
            counters.count(control.stealEvent(), freed);
        }
        counters.count(isFile ? VmEvent.PGSCAN_FILE : VmEvent.PGSCAN_ANON, scanned);
        counters.count(isFile ? VmEvent.PGSTEAL_FILE : VmEvent.PGSTEAL_ANON, freed);
        Residency.noteCost(node, isFile, 32L * pageouts + scanned - freed);
        if (takenPages > 0 && control.unqueuedDirtyPages - unqueuedBefore == takenPages) {
            context.writeback.wakeFlusher(nowNanos);
        }
        control.takenPages += takenPages;
        control.takenFilePages += isFile ? takenPages : 0;
        control.scannedPages += scanned;
        if (takenPages > 0) {
            control.shrinkInactive(context.trace, node.nid()).hit(scanned, freed);
        }
        return freed;
    }

    private int inactiveAtOnce(ScanControl control) {
        int freed = oldest.reclaim(control.mayUnmap, control.cpu);
        control.unmappedPages += oldest.unmapped();
        scanned = oldest.count();
        takenPages = scanned - oldest.rotated();
        memory.workCounters().scanned(scanned, oldest.rotated());
        return freed;
    }

    private int inactivePageByPage(Node node, int list, int pages, ScanControl control, long nowNanos) {
        scanned = take(node, list, pages, control, control.mayUnmap);
        int freed = 0;
        for (int i = 0; i < takenPages; i++) {
            int frame = taken[i];
            int flags = frames.flags(frame);
            Fate fate = decide(node, frame, control, nowNanos);
            if (fate == Fate.FREE) {
                control.reportEviction(context.events(), node.nid(), frame, flags, nowNanos);
                residency.evict(frame, control.cpu);
                freed++;
            } else if (fate == Fate.DEMOTED) {
                freed++;
            } else {
                putBack(node, list, frame, fate);
            }
        }
        return freed;
    }

    // Nobody is charged for pages, all zones of the node are to be reclaimed, and nobody observes.
    private boolean mayTreatAtOnce(Node node, ScanControl control) {
        return control.group == 0 && residency.ledger() == null && context.events() == null
                && node.zone(node.zoneCount() - 1).type().ordinal() <= control.zoneClass;
    }

    // Whether every clean page of a file that nobody uses is freed.
    private boolean sparesNone(Node node, ScanControl control) {
        return control.victims == ReclaimOrder.Victims.ANY && control.cacheFloorPages == 0
                && !context.demotion.canDemote(node);
    }

    // Mapped pages that may not be unmapped count as scanned and go to the head; pages of zones the request cannot use
    // go there too, uncounted.
    private int take(Node node, int list, int pages, ScanControl control, boolean mayUnmap) {
        LruLists lru = node.lru();
        takenPages = 0;
        if (pages > 0) {
            residency.glance(node, list, pages);
        }
        int scanned = 0;
        int met = 0;
        int moved = 0;
        int younger;
        for (int frame = lru.tail(list), end = lru.size(list); scanned < pages && met < end; frame = younger) {
            met++;
            younger = lru.younger(frame);
            if (control.group != 0 && residency.ledger().groupOf(frame) != control.group) {
                continue;
            }
            if (memory.zoneOfFrame(frame).type().ordinal() > control.zoneClass) {
                lru.rotate(frame);
                moved++;
                continue;
            }
            scanned++;
            if (!mayUnmap && frames.has(frame, PageFlags.MAPPED)) {
                lru.rotate(frame);
                moved++;
            } else {
                lru.remove(frame);
                taken[takenPages++] = frame;
            }
        }
        memory.workCounters().scanned(met, moved);
        return scanned;
    }

    private void putBack(Node node, int list, int frame, Fate fate) {
        if (fate == Fate.ACTIVATE) {
            node.lru().addHead(list + 1, frame);
            node.age++;
            counters.count(VmEvent.PGACTIVATE);
        } else {
            node.lru().addHead(list, frame);
        }
    }

    /** Decides about a page that is on no list. */
    Fate decide(Node node, int frame, ScanControl control, long nowNanos) {
        int flags = frames.flags(frame);
        boolean isFile = (flags & PageFlags.SWAP_BACKED) == 0;
        boolean dirtyFile = isFile && (flags & PageFlags.DIRTY) != 0;
        if (dirtyFile && (flags & PageFlags.WRITEBACK) == 0) {
            control.unqueuedDirtyPages++;
        }
        if ((flags & PageFlags.WRITEBACK) != 0) {
            return meetWriteback(node, frame, flags, control);
        }
        // Generations keep the mark: what the shadow of a page remembers depends on it (mglru-model 8.1).
        frames.clear(frame, PageFlags.YOUNG | (node.lru().generations().enabled() ? 0 : PageFlags.REFERENCED));
        boolean referenced = (flags & PageFlags.REFERENCED) != 0;
        if ((flags & PageFlags.YOUNG) != 0) {
            frames.set(frame, PageFlags.REFERENCED);
            return referenced ? Fate.ACTIVATE : Fate.KEEP;
        }
        if (spared(node, frame, flags, control)) {
            return Fate.KEEP;
        }
        if (context.demotion.canDemote(node, frame)) {
            if (context.demotion.demote(node, frame, control, nowNanos)) {
                return Fate.DEMOTED;
            }
            if (control.demoteOnly || control.proactive && memory.kernel().atLeast(KernelVersion.V6_12)) {
                return Fate.KEEP;
            }
        }
        if (!isFile) {
            return decideAnonymous(node, frame, flags, control, nowNanos);
        }
        if ((flags & PageFlags.MAPPED) != 0) {
            control.unmappedPages++;
            residency.unmapFilePage(frame);
        }
        return dirtyFile ? decideDirtyFile(node, frame, flags, control, referenced, nowNanos) : Fate.FREE;
    }

    private static Fate meetWritebackFate(ScanControl control) {
        control.writebackPages++;
        return Fate.ACTIVATE;
    }

    private Fate meetWriteback(Node node, int frame, int flags, ScanControl control) {
        if (control.kswapd && (flags & PageFlags.RECLAIM) != 0 && node.flaggedWriteback) {
            control.immediatePages++;
            return Fate.ACTIVATE;
        }
        frames.set(frame, PageFlags.RECLAIM);
        return meetWritebackFate(control);
    }

    // What the order of a policy spares beyond the rules of Linux.
    private boolean spared(Node node, int frame, int flags, ScanControl control) {
        if (control.victims == ReclaimOrder.Victims.UNREFERENCED && (flags & PageFlags.REFERENCED) != 0
                || control.victims == ReclaimOrder.Victims.NOT_WORKINGSET && (flags & PageFlags.WORKINGSET) != 0
                        && !isCheapToReread(frame, flags, control)) {
            return true;
        }
        return control.cacheFloorPages > 0
                && node.gauge(NodeGauge.NR_FILE_PAGES) <= control.cacheFloorPages
                && (flags & PageFlags.SWAP_BACKED) == 0;
    }

    private boolean isCheapToReread(int frame, int flags, ScanControl control) {
        return control.rereadPicosMax > 0 && (flags & PageFlags.SWAP_BACKED) == 0
                && residency.rereadPicos(frame, context.prices().picos(Price.FILE_READ),
                        context.prices().picos(Price.FILE_READ_RANDOM)) <= control.rereadPicosMax;
    }

    private Fate decideAnonymous(Node node, int frame, int flags, ScanControl control, long nowNanos) {
        if ((flags & PageFlags.SWAP_CACHE) == 0 && !residency.enterSwapCache(frame)) {
            return Fate.ACTIVATE;
        }
        control.unmappedPages += (flags & PageFlags.MAPPED) != 0 ? 1 : 0;
        if (!frames.has(frame, PageFlags.DIRTY)) {
            return Fate.FREE;
        }
        if (control.mayWrite) {
            frames.set(frame, PageFlags.RECLAIM);
            residency.startSwapWriteback(frame);
            context.writeback.submitSwap(frame, nowNanos);
            node.add(NodeGauge.NR_VMSCAN_WRITE, 1);
            pageouts++;
        }
        return Fate.KEEP;
    }

    private Fate decideDirtyFile(
            Node node, int frame, int flags, ScanControl control, boolean referenced, long nowNanos) {
        // Since 6.18 nobody in reclaim writes file pages: they are the flusher's.
        if (!control.kswapd || (flags & PageFlags.RECLAIM) == 0 || !node.flaggedDirty
                || memory.kernel().atLeast(KernelVersion.V6_18)) {
            node.add(NodeGauge.NR_VMSCAN_IMMEDIATE_RECLAIM, 1);
            frames.set(frame, PageFlags.RECLAIM);
            return Fate.ACTIVATE;
        }
        if (!referenced && control.mayWrite) {
            residency.startFileWriteback(frame);
            context.writeback.submitFile(frame, nowNanos);
            node.add(NodeGauge.NR_VMSCAN_WRITE, 1);
            pageouts++;
        }
        return Fate.KEEP;
    }

    /**
     * Moves up to a batch from the old end of an active list to the inactive one.
     *
     * @param list ordinal of the active list
     */
    void active(Node node, int list, int pages, ScanControl control) {
        int kept = 0;
        if (control.rereadPicosMax == 0 && mayTreatAtOnce(node, control) && oldest.read(node, list, pages) > 0) {
            oldest.deactivate();
            scanned = oldest.count();
            takenPages = scanned;
            memory.workCounters().scanned(scanned, 0);
        } else {
            scanned = take(node, list, pages, control, true);
            for (int i = 0; i < takenPages; i++) {
                if (control.rereadPicosMax > 0 && !isCheapToReread(taken[i], frames.flags(taken[i]), control)) {
                    node.lru().addHead(list, taken[i]);
                    kept++;
                    continue;
                }
                frames.clear(taken[i], PageFlags.YOUNG);
                frames.set(taken[i], PageFlags.WORKINGSET);
                node.lru().addHead(list - 1, taken[i]);
            }
        }
        counters.count(VmEvent.PGREFILL, scanned);
        counters.count(VmEvent.PGDEACTIVATE, takenPages - kept);
    }
}
