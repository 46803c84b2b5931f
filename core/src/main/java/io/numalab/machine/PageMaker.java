package io.numalab.machine;

import io.numalab.alloc.Requester;
import io.numalab.alloc.Route;
import io.numalab.alloc.Routes;
import io.numalab.alloc.Walk;
import io.numalab.mapping.CachedFile;
import io.numalab.mapping.GroupLedger;
import io.numalab.mapping.Residency;
import io.numalab.mapping.SwapArea;
import io.numalab.mapping.VirtualArea;
import io.numalab.memory.FrameTable;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;
import io.numalab.reclaim.ReclaimContext;
import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import io.numalab.spi.PageKind;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.Price;

/**
 * Brings one page at a time into being for a task, with the kernel pages it drags along: page tables, tree nodes of the
 * page cache, buffer heads. Every method can be interrupted by reclaim: it answers {@link #BUSY} and is called again
 * with the same arguments when the task's clock is due. One per task; allocates nothing; one thread only.
 *
 * <p>Models {@code do_anonymous_page}, {@code do_swap_page}, {@code filemap_add_folio} and {@code block_dirty_folio}.
 */
final class PageMaker {
    static final int DONE = 0;
    static final int FAILED = Walk.FAILED;
    static final int BUSY = Walk.BUSY;

    private static final int HUGE_ORDER = 9;
    private static final int RUN_PAGES = 64;

    private final Machine machine;
    private final ReclaimContext context;
    private final Memory memory;
    private final FrameTable frames;
    private final Residency residency;
    private final Task task;
    private final Requester requester;
    private final Walk walk;
    private final GroupLimit limit;
    private final int[] run = new int[RUN_PAGES];

    private int hugeRefused = -1;
    /** Which attempt at a huge page goes on: 0 none, 1 on the preferred node, 2 anywhere. */
    private int hugeAttempt;
    /** The way to the node that pages were moved to last, under the cpuset of that time. */
    private Routes moveRoutes;
    private int moveNode = -1;
    private NodeMask moveCpuset;
    private int slabPagesWanted;
    private int bufferPagesWanted;
    private boolean evictedBefore;
    private boolean broughtByOthers;

    PageMaker(Machine machine, Task task) {
        this.machine = machine;
        this.task = task;
        context = machine.context();
        memory = context.memory();
        frames = memory.frames();
        residency = context.residency();
        requester = task.requester();
        walk = new Walk(context, machine.facts(), requester, machine.outOfMemory());
        limit = new GroupLimit(machine, task);
    }

    /** The same debts as another one's, for a copy of the machine. */
    void copyState(PageMaker other) {
        slabPagesWanted = other.slabPagesWanted;
        bufferPagesWanted = other.bufferPagesWanted;
        hugeRefused = other.hugeRefused;
    }

    void charge(Price price) {
        charge(price, 1);
    }

    /** The price of a page that {@link #filePage} has just read from disk. */
    void chargeRead(Price price) {
        chargeRead(price, 1);
    }

    /** The same price several times, for a page and those that were read with it. */
    void chargeRead(Price price, int times) {
        charge(price, broughtByOthers ? 0 : times, evictedBefore ? Spending.Kind.REFAULT : Spending.Kind.DISK);
    }

    private void charge(Price price, int times, Spending.Kind kind) {
        long nanos = context.nanos(price, 1) * times;
        requester.clockNanos += nanos;
        task.spending().add(kind, nanos);
    }

    /**
     * How many equal actions of a task end before a time or, the last of them, reach it: an actor looks at the clock
     * after each.
     */
    int actionsUntil(long nanos, Price price) {
        long cost = context.nanos(price, 1);
        long left = nanos - requester.clockNanos;
        return cost <= 0 || left > cost * (RUN_PAGES - 1) ? RUN_PAGES : Math.max(1, (int) ((left + cost - 1) / cost));
    }

    /** The same price several times. */
    void charge(Price price, int times) {
        charge(price, times, Spending.kindOf(price));
    }

    /**
     * Brings pages of a file into the cache that provably take the shortest way, all alike: nothing is waited for,
     * nobody is woken, no kernel page is needed. The same as {@link #filePage} for each, with the price of its reading.
     *
     * @return how many, 0 if the next one needs {@link #filePage}
     */
    int fileRun(CachedFile file, int page, int most, boolean inFault) {
        if (slabPagesWanted > 0 || walk.inProgress()) {
            return 0;
        }
        Routes routes = task.routes(PageKind.FILE, null);
        int count = walk.shortRun(routes, Math.min(most, RUN_PAGES));
        if (count > 0) {
            count = residency.absentPages(file, page, count);
        }
        if (count > 0) {
            walk.takeRun(routes, run, count);
            int refaults = residency.addFiles(file, page, run, count, inFault);
            charge(Price.FILE_READ, count - refaults, Spending.Kind.DISK);
            charge(Price.FILE_READ, refaults, Spending.Kind.REFAULT);
        }
        return count;
    }

    /** Makes private anonymous pages present that take the shortest way, as {@link #fileRun} those of a file. */
    int anonymousRun(Mapping mapping, int page, int most) {
        VirtualArea area = mapping.area();
        if (slabPagesWanted > 0 || hugeAttempt > 0 || residency.ledger() != null || area.locked()
                || area.kind() != VirtualArea.Kind.ANON || machine.hugePages().wantedBy(mapping)
                || area.tableFrame(VirtualArea.tableOf(page)) < 0) {
            return 0;
        }
        Routes routes = task.routes(PageKind.ANON, mapping);
        int count = walk.shortRun(routes, Math.min(most, RUN_PAGES));
        if (count > 0) {
            count = area.emptyPages(page, count);
            memory.workCounters().lookedAhead(count);
        }
        if (count > 0) {
            walk.takeRun(routes, run, count);
            residency.addAnonymous(area, page, run, count);
            memory.counters().count(VmEvent.PGFAULT, count);
            charge(Price.ANON_FAULT, count);
        }
        return count;
    }

    private int userPage(Routes routes, int page, int gfp, PageKind kind) {
        if (walk.inProgress()) {
            // Others have run in between.
            residency.chargeTo(task.ledgerGroup());
            return walk.resume();
        }
        int charged = kind == PageKind.KERNEL ? DONE : limit.admit(task.ledgerGroup());
        if (charged != DONE) {
            return charged;
        }
        Route route = routes.select(page, requester);
        return walk.allocate(route, gfp, kind);
    }

    /** One page of kernel memory. @return a frame, {@link #FAILED} or {@link #BUSY} */
    int kernelPage() {
        int frame = userPage(task.routes(PageKind.KERNEL, null), 0, GfpFlags.KERNEL, PageKind.KERNEL);
        if (frame >= 0) {
            frames.assign(frame, 0, 0, PageFlags.KERNEL);
        }
        return frame;
    }

    /**
     * A block of kernel memory by a route of its own.
     *
     * @param page its place in a row of such blocks, for interleaving
     * @return its first frame, {@link #FAILED} or {@link #BUSY}
     */
    int kernelBlock(Routes routes, int page, int gfp, int order) {
        int frame = walk.inProgress()
                ? walk.resume()
                : walk.allocate(routes.select(page, requester), gfp, PageKind.KERNEL, order);
        for (int i = 0; frame >= 0 && i < 1 << order; i++) {
            frames.assign(frame + i, 0, 0, PageFlags.KERNEL);
        }
        return frame;
    }

    /** Makes an anonymous or tmpfs page present. */
    int anonymous(Mapping mapping, int page) {
        VirtualArea area = mapping.area();
        if (slabPagesWanted > 0) {
            int status = slab();
            if (status != DONE) {
                return status;
            }
        }
        int table = pageTable(area, page);
        if (table != DONE) {
            return table;
        }
        boolean shared = area.kind() == VirtualArea.Kind.SHARED;
        if (!shared && (hugeAttempt > 0 || !walk.inProgress() && machine.hugePages().wantedBy(mapping))) {
            int status = huge(mapping, page);
            if (status != FAILED) {
                return status;
            }
        }
        int slot = area.swapSlot(page);
        if (slot >= 0 && !walk.inProgress() && fromSwapCache(area, page, slot)) {
            return DONE;
        }
        PageKind kind = shared ? PageKind.SHARED : PageKind.ANON;
        int frame = userPage(task.routes(kind, mapping), page, GfpFlags.HIGHUSER_MOVABLE, kind);
        if (frame < 0) {
            return frame;
        }
        memory.counters().count(VmEvent.PGFAULT);
        // The slot is looked at again: a walk takes time, in which the page may have left the swap cache.
        slot = area.swapSlot(page);
        if (slot < 0) {
            residency.addAnonymous(area, page, frame);
            wantTreeNode(shared && (page & 63) == 0);
            charge(shared ? Price.SHARED_FAULT : Price.ANON_FAULT);
        } else if (residency.swap().cachedFrame(slot) >= 0) {
            memory.free(requester.cpu, frame);
            fromSwapCache(area, page, slot);
        } else {
            memory.counters().count(VmEvent.PGMAJFAULT);
            residency.restoreAnonymous(area, page, frame, slot);
            charge(Price.SWAP_READ);
        }
        return DONE;
    }

    // A huge page is tried at the first touch of its range only; FAILED: small pages are to be taken.
    private int huge(Mapping mapping, int page) {
        VirtualArea area = mapping.area();
        int start = area.hugeStart(page);
        if (hugeAttempt == 0 && (start < 0 || hugeRefused == start || !area.isEmpty(start))) {
            return FAILED;
        }
        int frame = hugeFrame(mapping, start / VirtualArea.HUGE_PAGES);
        if (frame == BUSY) {
            return BUSY;
        }
        hugeAttempt = 0;
        if (frame < 0) {
            hugeRefused = start;
            memory.counters().count(VmEvent.THP_FAULT_FALLBACK);
            return FAILED;
        }
        for (int i = 0; i < VirtualArea.HUGE_PAGES; i++) {
            residency.addAnonymous(area, start + i, frame + i);
        }
        memory.counters().count(VmEvent.PGFAULT);
        memory.counters().count(VmEvent.THP_FAULT_ALLOC);
        charge(Price.HUGE_FAULT);
        return DONE;
    }

    // The preferred node alone comes first, without reclaim; only a request that may block tries elsewhere after that.
    private int hugeFrame(Mapping mapping, int index) {
        int gfp = machine.hugePageDefrag().gfp(mapping.hugePageAdvice() == HugePages.Advice.WANTED);
        Routes routes = task.routes(PageKind.ANON, mapping);
        int frame = FAILED;
        if (hugeAttempt > 0) {
            residency.chargeTo(task.ledgerGroup());
            frame = walk.resume();
        } else if (limit.admitsHuge(task.ledgerGroup())) {
            hugeAttempt = routes.hasHome() ? 1 : 2;
            frame = routes.hasHome()
                    ? walk.allocate(routes.home(), gfp | GfpFlags.THISNODE | GfpFlags.NORETRY, PageKind.ANON,
                            HUGE_ORDER)
                    : walk.allocate(routes.select(index, requester), gfp, PageKind.ANON, HUGE_ORDER);
        }
        if (frame == FAILED && hugeAttempt == 1 && GfpFlags.blocking(gfp)) {
            hugeAttempt = 2;
            frame = walk.allocate(routes.select(index, requester), gfp, PageKind.ANON, HUGE_ORDER);
        }
        return frame;
    }

    private boolean fromSwapCache(VirtualArea area, int page, int slot) {
        SwapArea swap = residency.swap();
        int frame = swap.cachedFrame(slot);
        if (frame < 0) {
            return false;
        }
        residency.remapFromSwapCache(area, page, frame, slot);
        memory.counters().count(VmEvent.PGFAULT);
        charge(Price.MAP_FAULT);
        return true;
    }

    /** The page table for a page of an area. @return {@link #DONE}, {@link #FAILED} or {@link #BUSY} */
    int pageTable(VirtualArea area, int page) {
        int table = VirtualArea.tableOf(page);
        if (area.tableFrame(table) >= 0) {
            return DONE;
        }
        int frame = kernelPage();
        if (frame < 0) {
            return frame;
        }
        area.setTableFrame(table, frame);
        memory.nodeOfFrame(frame).add(NodeGauge.NR_PAGE_TABLE_PAGES, 1);
        return DONE;
    }

    /**
     * Whether {@link #filePage} has to be called for a page: it is not cached, or it was not when the request for it
     * began, which has to end even if somebody else has brought the page meanwhile.
     */
    boolean missing(CachedFile file, int page) {
        return walk.inProgress() || file.frame(page) < 0;
    }

    /** Brings a page of a file into the cache. @param gfp with NORETRY for readahead, with WRITE for a write */
    int filePage(CachedFile file, int page, int gfp, boolean inFault) {
        if (slabPagesWanted > 0) {
            int status = slab();
            if (status != DONE) {
                return status;
            }
        }
        int frame = userPage(task.routes(PageKind.FILE, null), page, gfp, PageKind.FILE);
        if (frame < 0) {
            return frame;
        }
        if (file.frame(page) >= 0) {
            memory.free(requester.cpu, frame);
            broughtByOthers = true;
            return DONE;
        }
        broughtByOthers = false;
        evictedBefore = file.shadow(page) >= 0;
        wantTreeNode(residency.addFile(file, page, frame, inFault));
        return DONE;
    }

    /** A cached page becomes dirty. */
    void dirty(int frame) {
        if (residency.dirtyFilePage(frame, requester.clockNanos) && residency.bufferHeads().take()) {
            slabPagesWanted++;
            bufferPagesWanted++;
        }
    }

    private void wantTreeNode(boolean fresh) {
        if (fresh && machine.takeTreeNode()) {
            slabPagesWanted++;
        }
    }

    // Slab pages wanted by earlier pages come first; Linux takes them in the same call, which is the same order.
    private int slab() {
        while (slabPagesWanted > 0) {
            int frame = kernelPage();
            if (frame < 0) {
                if (frame == FAILED) {
                    slabPagesWanted = 0;
                }
                return frame;
            }
            slabPagesWanted--;
            memory.nodeOfFrame(frame).add(NodeGauge.NR_SLAB_RECLAIMABLE, 1);
            if (bufferPagesWanted > 0) {
                bufferPagesWanted--;
                residency.bufferHeads().addSlabPage(frame);
            }
        }
        return DONE;
    }

    /** Maps a cached page into an area that has its page table. */
    void mapFilePage(VirtualArea area, int page, int frame) {
        residency.mapFilePage(area, page, frame);
    }

    /** A fault on a file is over. */
    void countFault() {
        memory.counters().count(VmEvent.PGFAULT);
    }

    /**
     * A fault on a file has to read. One that goes on where the last reading ended finds its page, which a reading
     * ahead has brought; it is not major. On 6.1 both count twice, as they are done again after the reading; from 6.5
     * on {@code mm_account_fault} counts them when they are over.
     */
    void countMiss(boolean sequential) {
        if (!sequential) {
            memory.counters().count(VmEvent.PGMAJFAULT);
        }
        if (!memory.kernel().atLeast(KernelVersion.V6_12)) {
            memory.counters().count(VmEvent.PGFAULT);
        }
    }

    /** Moves a mapped page to a node if it has a free page there; nothing is reclaimed for it. */
    boolean moveTo(Mapping mapping, int page, int nid) {
        if (walk.inProgress()) {
            return false;
        }
        if (nid != moveNode || requester.cpuset != moveCpuset) {
            moveNode = nid;
            moveCpuset = requester.cpuset;
            moveRoutes = machine.bindRoutes(nid, NodeMask.of(nid), moveCpuset);
        }
        int frame = walk.allocate(moveRoutes.select(page, requester),
                GfpFlags.HIGHMEM | GfpFlags.MOVABLE | GfpFlags.NOWARN, PageKind.ANON);
        if (frame < 0) {
            memory.counters().count(VmEvent.PGMIGRATE_FAIL);
            return false;
        }
        put(mapping.area(), page, frame);
        charge(Price.MIGRATE);
        return true;
    }

    /** Whether a page is on its way. */
    boolean walking() {
        return walk.inProgress();
    }

    /**
     * The same on behalf of somebody else, who pays for it.
     *
     * @return what it costs in nanoseconds, or -1 if it did not move
     */
    long moveFor(Mapping mapping, int page, int nid, long nowNanos) {
        long ownNanos = requester.clockNanos;
        requester.clockNanos = nowNanos;
        boolean moved = moveTo(mapping, page, nid);
        long costNanos = requester.clockNanos - nowNanos;
        requester.clockNanos = ownNanos;
        task.spending().add(Spending.Kind.MIGRATION, -costNanos);
        return moved ? costNanos : -1;
    }

    /** Moves a mapped anonymous page to where the mapping's policy wants it. */
    int move(Mapping mapping, Routes routes, int page) {
        int frame = userPage(routes, page, GfpFlags.HIGHUSER_MOVABLE, PageKind.ANON);
        if (frame < 0) {
            return frame;
        }
        VirtualArea area = mapping.area();
        int old = area.frame(page);
        if (old < 0) {
            memory.free(requester.cpu, frame);
            return DONE;
        }
        put(area, page, frame);
        charge(Price.MIGRATE);
        return DONE;
    }

    /** A fresh frame takes the place of the one a page has, on the same kind of list. */
    void put(VirtualArea area, int page, int frame) {
        int old = area.frame(page);
        Node from = memory.nodeOfFrame(old);
        boolean active = !from.lru().onGeneration(old) && (from.lru().listOf(old) & 1) != 0;
        // Whoever paid for the page goes on paying.
        residency.chargeTo(residency.ledger() == null ? GroupLedger.ROOT : residency.ledger().groupOf(old));
        residency.dropAnonymous(area, page, requester.cpu);
        residency.addAnonymous(area, page, frame);
        if (active && !area.locked()) {
            memory.nodeOfFrame(frame).lru().remove(frame);
            memory.nodeOfFrame(frame).lru().addHead(1, frame);
        }
        memory.counters().count(VmEvent.PGMIGRATE_SUCCESS);
    }
}
