package io.numalab.reclaim;

import io.numalab.mapping.Residency;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.FrameTable;
import io.numalab.memory.Generations;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;
import io.numalab.spi.ReclaimOrder;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;

/**
 * One eviction batch of the multi-generational LRU: choose a type, take up to 64 pages off its oldest generation, zone
 * by zone, decide about each as the classic LRU does, and put survivors into the youngest generation. Models {@code
 * evict_folios}, {@code scan_folios} and {@code sort_folio} (mglru-model 5, 6, 7). Allocates nothing; one thread only.
 */
final class GenerationScan {
    /** Pages of a batch (MIN_LRU_BATCH). */
    static final int BATCH_PAGES = 64;

    private static final int LOOKED_MAX = 4096;
    private static final int ZONES = 4;
    private static final int NEIGHBOURS = 64;

    private final ReclaimContext context;
    private final Memory memory;
    private final FrameTable frames;
    private final Residency residency;
    private final PageScan pages;
    private final boolean recent;
    private final boolean since618;
    private final int[] taken = new int[BATCH_PAGES];
    private int takenPages;
    private int lookedMost;
    private int looked;
    private int passedOver;
    private int sorted;

    GenerationScan(ReclaimContext context) {
        this.context = context;
        memory = context.memory;
        frames = memory.frames();
        residency = context.residency;
        pages = new PageScan(context);
        recent = memory.kernel().atLeast(KernelVersion.V6_12);
        since618 = memory.kernel().atLeast(KernelVersion.V6_18);
    }

    /**
     * Evicts a batch.
     *
     * @param wantedPages what the whole pass is to look at; since 6.18 no batch looks at more
     * @return pages looked at; 0 if that was in vain
     */
    int evict(Node node, ScanControl control, Evictable evictable, long wantedPages, long nowNanos) {
        Generations generations = node.lru().generations();
        int swappiness = control.swappiness(context.sysctls);
        lookedMost = (int) (since618 ? Math.min(wantedPages, LOOKED_MAX) : LOOKED_MAX);
        int type = type(generations, evictable, swappiness);
        int scanned = isolate(node, control, type, tierLimit(generations, type, evictable, swappiness));
        if (scanned == 0 && evictable == Evictable.BOTH) {
            type = 1 - type;
            scanned = isolate(node, control, type, generations.tierLimit(type));
        }
        scanned += since618 ? advanceEach(generations, evictable) : advanceMin(generations, evictable);
        if (evictable.generations(generations) == Generations.GENERATIONS_MIN) {
            scanned = 0;
        }
        shrink(node, control, type, nowNanos);
        return scanned;
    }

    private int type(Generations generations, Evictable evictable, int swappiness) {
        if (evictable != Evictable.BOTH) {
            return evictable == Evictable.ANON_ONLY ? Generations.ANON : Generations.FILE;
        }
        if (swappiness <= 1) {
            return Generations.FILE;
        }
        boolean olderAnon = generations.minSeq(Generations.ANON) < generations.minSeq(Generations.FILE);
        if (olderAnon && !since618 || swappiness >= 200) {
            return Generations.ANON;
        }
        return generations.typeByFeedback(swappiness);
    }

    private int tierLimit(Generations generations, int type, Evictable evictable, int swappiness) {
        return evictable == Evictable.BOTH && !since618
                        && generations.minSeq(Generations.ANON) >= generations.minSeq(Generations.FILE)
                ? generations.tierLimitAgainst(type, swappiness)
                : generations.tierLimit(type);
    }

    private int isolate(Node node, ScanControl control, int type, int tierLimit) {
        Generations generations = node.lru().generations();
        takenPages = 0;
        looked = 0;
        passedOver = 0;
        sorted = 0;
        if (generations.generations(type) == Generations.GENERATIONS_MIN) {
            return 0;
        }
        long oldest = generations.minSeq(type);
        for (int i = 0; i < ZONES && takenPages < BATCH_PAGES && looked < lookedMost; i++) {
            int zone = (control.zoneClass - i + ZONES) % ZONES;
            isolateZone(node, control, type, tierLimit, oldest, zone);
        }
        if (control.group == 0) {
            memory.counters().count(control.scanEvent(), takenPages);
        }
        memory.counters().count(type == Generations.FILE ? VmEvent.PGSCAN_FILE : VmEvent.PGSCAN_ANON, takenPages);
        memory.counters().count(VmEvent.PGREFILL, sorted);
        memory.workCounters().scanned(looked + passedOver, looked - takenPages);
        return takenPages > 0 || looked >= lookedMost ? looked : 0;
    }

    private void isolateZone(Node node, ScanControl control, int type, int tierLimit, long oldest, int zone) {
        Generations generations = node.lru().generations();
        int skipped = 0;
        int younger;
        for (int frame = generations.tail(oldest, type, zone);
                frame >= 0 && takenPages < BATCH_PAGES && looked < lookedMost && skipped < BATCH_PAGES;
                frame = younger) {
            younger = node.lru().younger(frame);
            if (control.group != 0 && residency.ledger().groupOf(frame) != control.group) {
                passedOver++;
                continue;
            }
            looked++;
            if (sort(generations, frame, type, tierLimit, zone > control.zoneClass, control.victims)) {
                sorted++;
            } else if (mayIsolate(frame, control)) {
                generations.isolate(frame);
                node.lru().remove(frame);
                taken[takenPages++] = frame;
            } else {
                generations.rotate(frame);
                skipped++;
            }
        }
    }

    private boolean sort(
            Generations generations, int frame, int type, int tierLimit, boolean aboveClass,
            ReclaimOrder.Victims victims) {
        int tier = generations.tierOf(frame);
        boolean file = type == Generations.FILE;
        // Either victim class spares what was read again: its reads are forgotten, so that it goes the next time.
        boolean wanted = victims != ReclaimOrder.Victims.ANY && tier > 0;
        if (tier > tierLimit || generations.readToTheFull(frame) || wanted) {
            generations.remove(frame);
            generations.addSecondOldest(frame, !since618);
            if (tier > tierLimit || !since618) {
                generations.countSpared(type, tier);
            }
            if (!recent) {
                memory.nodeOfFrame(frame).add(file
                        ? NodeGauge.WORKINGSET_ACTIVATE_FILE
                        : NodeGauge.WORKINGSET_ACTIVATE_ANON, 1);
            }
            return true;
        }
        if (aboveClass) {
            generations.remove(frame);
            generations.addSecondOldest(frame, true);
            return true;
        }
        boolean waitsForDisk = frames.has(frame, PageFlags.WRITEBACK) || file && frames.has(frame, PageFlags.DIRTY);
        if (memory.kernel() != KernelVersion.V6_12 && waitsForDisk) {
            frames.set(frame, PageFlags.RECLAIM);
            generations.remove(frame);
            generations.addSecondOldest(frame, false);
            return true;
        }
        return false;
    }

    private boolean mayIsolate(int frame, ScanControl control) {
        if (!control.mayUnmap && frames.has(frame, PageFlags.MAPPED)) {
            return false;
        }
        return control.mayWrite || !frames.has(frame, PageFlags.DIRTY)
                && (!frames.has(frame, PageFlags.SWAP_BACKED) || frames.has(frame, PageFlags.SWAP_CACHE));
    }

    // Empty oldest generations are given up as long as two remain; while anonymous pages count, they hold file pages
    // back.
    private static int advanceMin(Generations generations, Evictable evictable) {
        boolean canSwap = evictable == Evictable.BOTH;
        int advanced = 0;
        long anon = candidate(generations, Generations.ANON);
        long file = candidate(generations, Generations.FILE);
        if (canSwap) {
            anon = Math.min(anon, file);
            file = Math.max(anon, generations.minSeq(Generations.FILE));
        }
        for (; canSwap && generations.minSeq(Generations.ANON) < anon; advanced = 1) {
            generations.advanceMin(Generations.ANON);
        }
        for (; generations.minSeq(Generations.FILE) < file; advanced = 1) {
            generations.advanceMin(Generations.FILE);
        }
        return advanced;
    }

    // Since 6.18 each type gives up its own.
    private static int advanceEach(Generations generations, Evictable evictable) {
        int advanced = 0;
        for (int type = 0; type < 2; type++) {
            long seq = candidate(generations, type);
            for (; evictable.has(type) && generations.minSeq(type) < seq; advanced = 1) {
                generations.advanceMin(type);
            }
        }
        return advanced;
    }

    private static long candidate(Generations generations, int type) {
        long seq = generations.minSeq(type);
        while (seq + Generations.GENERATIONS_MIN <= generations.maxSeq() && generations.size(seq, type) == 0) {
            seq++;
        }
        return seq;
    }

    private void shrink(Node node, ScanControl control, int type, long nowNanos) {
        int freed = 0;
        long unqueuedBefore = control.unqueuedDirtyPages;
        context.demotion.beginBatch(node);
        for (int i = 0; i < takenPages; i++) {
            int frame = taken[i];
            boolean wasYoung = frames.has(frame, PageFlags.YOUNG);
            int flags = frames.flags(frame);
            PageScan.Fate fate = pages.decide(node, frame, control, nowNanos);
            if (fate == PageScan.Fate.FREE) {
                control.reportEviction(context.events(), node.nid(), frame, flags, nowNanos);
                residency.evict(frame, control.cpu);
                freed++;
            } else if (fate == PageScan.Fate.DEMOTED) {
                freed++;
            } else {
                putBack(node, frame, fate, wasYoung);
                if (wasYoung) {
                    lookAround(node, frame);
                }
            }
        }
        control.scannedPages += takenPages;
        control.reclaimedPages += freed;
        if (control.group == 0) {
            memory.counters().count(control.stealEvent(), freed);
        }
        memory.counters().count(type == Generations.FILE ? VmEvent.PGSTEAL_FILE : VmEvent.PGSTEAL_ANON, freed);
        if (takenPages > 0 && control.unqueuedDirtyPages - unqueuedBefore == takenPages) {
            context.writeback.wakeFlusher(nowNanos);
        }
        if (recent && takenPages > 0) {
            control.shrinkInactive(context.trace, node.nid()).hit(takenPages, freed);
        }
    }

    private void putBack(Node node, int frame, PageScan.Fate fate, boolean wasYoung) {
        Generations generations = node.lru().generations();
        boolean waits = frames.has(frame, PageFlags.DIRTY | PageFlags.WRITEBACK);
        if (fate == PageScan.Fate.ACTIVATE) {
            memory.counters().count(VmEvent.PGACTIVATE);
            if (wasYoung) {
                generations.joinWorkingset(frame);
            }
            generations.addYoungest(frame);
        } else if (waits && frames.has(frame, PageFlags.RECLAIM)) {
            generations.addSecondYoungest(frame);
        } else if (since618 && !generations.wouldBeOldest(frame)) {
            generations.addOld(frame);
        } else {
            generations.addYoungest(frame);
        }
    }

    // A page that was found young speaks for its neighbours in the page table (mglru-model 3.4b).
    private void lookAround(Node node, int frame) {
        if (!(residency.owners().get(frames.owner(frame)) instanceof VirtualArea area)) {
            return;
        }
        int start = frames.index(frame) & -NEIGHBOURS;
        for (int page = start; page < Math.min(start + NEIGHBOURS, area.pages()); page++) {
            int other = area.frame(page);
            if (other >= 0 && frames.has(other, PageFlags.YOUNG) && memory.nodeOfFrame(other) == node
                    && node.lru().onGeneration(other)) {
                frames.clear(other, PageFlags.YOUNG);
                node.lru().generations().observe(other);
            }
        }
    }
}
