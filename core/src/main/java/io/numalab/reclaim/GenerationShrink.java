package io.numalab.reclaim;

import io.numalab.memory.Generations;
import io.numalab.memory.Node;
import io.numalab.memory.Zone;
import io.numalab.spi.ReclaimOrder;
import io.numalab.spi.WatermarkLevel;
import io.numalab.topology.KernelVersion;

/**
 * One pass over a node under the multi-generational LRU: ages if it has to, else evicts in batches of 64 until enough
 * was looked at or an abort rule holds. Models {@code lru_gen_shrink_node} of 6.12 and {@code lru_gen_shrink_lruvec} of
 * 6.1 (mglru-model 4.4, 9). Allocates nothing; one thread only.
 */
final class GenerationShrink implements NodePass {
    private static final int INITIAL_PRIORITY_LOWEST = 6;
    private static final int OLD_KERNEL_ABORT_PRIORITY = 10;
    private static final int LOW = WatermarkLevel.LOW.ordinal();
    private static final int HIGH = WatermarkLevel.HIGH.ordinal();

    private final ReclaimContext context;
    private final GenerationAging aging;
    private final GenerationScan scan;
    private final boolean recent;

    private Node node;
    private Generations generations;
    private ScanControl control;
    private Evictable evictable;
    private boolean started;
    private boolean finished;
    private boolean agingPlanned;
    private long wantedPages;
    private long scannedPages;
    private long reclaimedBefore;
    private long firstMaxSeq;
    private boolean agedLastLoop;
    private long evictedLastLoop;

    GenerationShrink(ReclaimContext context) {
        this.context = context;
        aging = new GenerationAging(context.residency);
        scan = new GenerationScan(context);
        recent = context.memory.kernel().atLeast(KernelVersion.V6_12);
    }

    @Override
    public void begin(Node node, ScanControl control) {
        this.node = node;
        this.control = control;
        generations = node.lru().generations();
        control.beginNode();
        evictable = evictable(node, control);
        started = false;
        agingPlanned = false;
        scannedPages = 0;
        reclaimedBefore = control.reclaimedPages;
        firstMaxSeq = generations.maxSeq();
        // Since 6.3 a reclaim that may not write and unmap does nothing at all, which makes most modes of zone_reclaim
        // inert. An order with a victim class is of no such kernel.
        finished = recent && !(control.mayWrite && control.mayUnmap) && control.victims == ReclaimOrder.Victims.ANY;
        if (!finished && recent) {
            chooseInitialPriority();
        }
    }

    private Evictable evictable(Node node, ScanControl control) {
        int swappiness = control.swappiness(context.sysctls);
        boolean anon = context.demotion.canDemoteGroup(node, control.group)
                || context.residency.canSwap()
                        && context.residency.swap().freeSlots() >= GenerationScan.BATCH_PAGES;
        if (!control.maySwap || swappiness == 0 || !anon) {
            return Evictable.FILE_ONLY;
        }
        return swappiness == Sysctls.SWAPPINESS_ANON_ONLY ? Evictable.ANON_ONLY : Evictable.BOTH;
    }

    private void chooseInitialPriority() {
        if (control.priority != ScanControl.DEFAULT_PRIORITY || control.goalPages < GenerationScan.BATCH_PAGES) {
            return;
        }
        control.priority = initialPriority(evictable.inactivePages(generations), control.goalPages);
    }

    /** Where a large reclaim starts (mglru-model 9.2). */
    static int initialPriority(long reclaimablePages, long goalPages) {
        int priority = bits(reclaimablePages) - 1 - bits(goalPages - 1);
        return Math.max(INITIAL_PRIORITY_LOWEST, Math.min(ScanControl.DEFAULT_PRIORITY, priority));
    }

    private static int bits(long value) {
        return 64 - Long.numberOfLeadingZeros(value);
    }

    @Override
    public int plan() {
        if (!started && !finished) {
            started = true;
            start();
        }
        if (finished) {
            return 0;
        }
        return (int) Math.max(1, Math.min(GenerationScan.BATCH_PAGES, total()));
    }

    private void start() {
        GenerationAging.Need need = GenerationAging.need(generations, evictable);
        wantedPages = total() >> control.priority;
        if (control.priority == ScanControl.DEFAULT_PRIORITY) {
            wantedPages = need == GenerationAging.Need.MUST ? 0 : wantedPages;
        } else if (need != GenerationAging.Need.NO) {
            agingPlanned = recent || !control.kswapd;
            wantedPages = agingPlanned ? wantedPages : 0;
        }
        finished = wantedPages == 0 && !agingPlanned;
    }

    @Override
    public void execute(long nowNanos) {
        if (agingPlanned) {
            agingPlanned = false;
            aging.age(node, evictable);
            finished = recent;
            return;
        }
        context.memory.workCounters().beganBatch();
        int scanned = scan.evict(node, control, evictable, wantedPages, nowNanos);
        scannedPages += scanned;
        finished = scanned == 0 || scannedPages >= wantedPages || (recent ? aborts() : oldKernelAborts());
    }

    private long total() {
        return control.group == 0
                ? evictable.pages(generations)
                : context.residency.ledger().pages(control.group, node.nid());
    }

    private boolean aborts() {
        if (control.group != 0) {
            return false;
        }
        long reclaimed = control.kswapd ? control.reclaimedPages - reclaimedBefore : control.reclaimedPages;
        if (reclaimed >= control.goalPages) {
            return true;
        }
        return control.kswapd && everyZoneHas(node.goal(), GenerationScan.BATCH_PAGES, true);
    }

    // 6.1 stops only when free pages are back at their mark, and then claims a batch more than it reclaimed.
    private boolean oldKernelAborts() {
        if (!control.kswapd && generations.maxSeq() - firstMaxSeq > 1) {
            return true;
        }
        if (control.group != 0) {
            return false;
        }
        if (control.kswapd && control.reclaimedPages - reclaimedBefore < control.goalPages) {
            return false;
        }
        if (control.priority > OLD_KERNEL_ABORT_PRIORITY || !everyZoneHas(control.kswapd ? HIGH : LOW, -1, false)) {
            return false;
        }
        control.reclaimedPages += GenerationScan.BATCH_PAGES;
        return true;
    }

    private boolean everyZoneHas(int level, int extraPages, boolean withReserve) {
        for (int i = 0; i < node.zoneCount(); i++) {
            Zone zone = node.zone(i);
            long needed = withReserve
                    ? zone.neededPages(level, control.zoneClass)
                    : zone.neededPages(level, zone.type().ordinal());
            if (zone.type().ordinal() <= control.zoneClass && zone.freePages() <= needed + extraPages) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void ageBeforeLoop(Node node, ScanControl control) {
        if (recent) {
            return;
        }
        Evictable types = evictable(node, control);
        boolean enough = !agedLastLoop && control.reclaimedPages - evictedLastLoop >= GenerationScan.BATCH_PAGES;
        agedLastLoop = false;
        if (!enough && GenerationAging.need(node.lru().generations(), types) != GenerationAging.Need.NO) {
            aging.age(node, types);
            agedLastLoop = true;
        }
        evictedLastLoop = control.reclaimedPages;
    }
}
