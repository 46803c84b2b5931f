package io.numalab.mapping;

import io.numalab.memory.FrameTable;
import io.numalab.memory.Generations;
import io.numalab.memory.LruList;
import io.numalab.memory.LruLists;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;
import io.numalab.memory.Zone;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;
import io.numalab.topology.KernelVersion;

/**
 * The one place where pages come to their owners and leave them, so that page tables, cache index, reverse map, LRU
 * lists and gauges always agree. Nothing here allocates heap; one thread only.
 *
 * <p><b>The idea.</b> A page that is in memory is known in five places: its owner has its frame (one {@code int} a
 * page, which is page table, cache index or shadow), the frame has its owner (the reverse map, which for a page on a
 * list is the slot there), a list has it in its order, its flags say what it is, and the gauges of its node count it.
 * Each way in and each way out of memory is one method here that changes all five, and there is no other. That is why
 * the class is long: the ways are many (fault, read, swap, migration, eviction, unmapping, end of writeback), each
 * short, and a page that is forgotten in one of the five is lost for ever. {@link #validate} looks for such.
 *
 * <p><b>Runs.</b> Nearly all pages of a large machine come and go like their neighbours: file pages read one after the
 * other, private memory touched in order, the oldest pages of a list ({@link OldestPages}). For these there are ways
 * that treat up to 64 pages at once, with loops over primitive arrays where the page-wise way calls. Each begins by
 * counting how many pages are provably alike and leaves everything else to the page-wise way, so that the outcome is
 * the same bit for bit. Where pages come in random order, {@code glance} reads what is known of the next ones first:
 * the processor waits for all of them together instead of one after the other.
 *
 * <p>Models {@code folio_add_lru}, {@code filemap_add_folio}, {@code workingset_refault}, {@code __remove_mapping} and
 * {@code folio_mark_accessed} of 6.1 with the classic LRU (linux-model 10.7, 11).
 */
public final class Residency {
    private static final int INACTIVE_ANON = LruList.INACTIVE_ANON.ordinal();
    private static final int INACTIVE_FILE = LruList.INACTIVE_FILE.ordinal();
    private static final int ACTIVE_FILE = LruList.ACTIVE_FILE.ordinal();
    private static final int UNEVICTABLE = LruList.UNEVICTABLE.ordinal();
    private static final int FRESH_ANONYMOUS =
            PageFlags.SWAP_BACKED | PageFlags.MAPPED | PageFlags.YOUNG | PageFlags.DIRTY;
    private static final int NOT_DROPPED_PLAINLY = PageFlags.WRITEBACK | PageFlags.SWAP_CACHE | PageFlags.SHARED
            | PageFlags.BUFFER | PageFlags.MLOCKED;
    /** Pages treated at once. */
    private static final int RUN_PAGES = 64;
    /** What a page that was active before and came back adds to the cost of its type. */
    private static final int RESTORE_COST = 32;

    private final Memory memory;
    private final FrameTable frames;
    private final Owners owners;
    private final ShadowCode shadows;
    private final BufferHeads bufferHeads;
    private final boolean since618;
    private final int[] numbers = new int[RUN_PAGES];
    private final int[] run = new int[RUN_PAGES];
    private SwapArea swap;
    private GroupLedger ledger;
    private int chargedGroup;
    /** Written only, so that nobody leaves out the reads of a glance. */
    private int glanced;

    /** Over a memory and its owners. */
    public Residency(Memory memory, Owners owners) {
        this.memory = memory;
        this.owners = owners;
        frames = memory.frames();
        since618 = memory.kernel().atLeast(KernelVersion.V6_18);
        shadows = new ShadowCode(memory.nodeCount());
        bufferHeads = new BufferHeads(memory);
        frames.setFinder(this::frameOf);
    }

    /** The same over copies of memory and owners. */
    public Residency(Residency other, Memory memory, Owners owners) {
        this.memory = memory;
        this.owners = owners;
        frames = memory.frames();
        since618 = memory.kernel().atLeast(KernelVersion.V6_18);
        shadows = other.shadows;
        bufferHeads = new BufferHeads(other.bufferHeads, memory);
        swap = other.swap == null ? null : other.swap.copy();
        ledger = other.ledger == null ? null : new GroupLedger(other.ledger, memory);
        frames.setFinder(this::frameOf);
    }

    // Where a page of the LRU lists lies: at its owner's, or in the swap cache.
    private int frameOf(int owner, int index) {
        int entry = owners.get(owner).entries[index];
        return entry > 0 ? entry - 1 : entry < 0 && swap != null ? swap.cachedFrame(~entry) : -1;
    }

    /** The slab of buffer heads. */
    public BufferHeads bufferHeads() {
        return bufferHeads;
    }

    /** The owners of pages. */
    public Owners owners() {
        return owners;
    }

    /** The memory. */
    public Memory memory() {
        return memory;
    }

    /** How shadows are packed. */
    ShadowCode shadows() {
        return shadows;
    }

    /** Who is charged for which page, or null if no group needs it. */
    public GroupLedger ledger() {
        return ledger;
    }

    /** The ledger, created if there is none yet. */
    public GroupLedger ensureLedger() {
        if (ledger == null) {
            ledger = new GroupLedger(memory);
            for (int frame = 0; frame < frames.frames(); frame++) {
                if (frames.owner(frame) != 0) {
                    ledger.charge(frame, GroupLedger.ROOT);
                }
            }
        }
        return ledger;
    }

    /** Says who is charged for pages that are added from now on. */
    public void chargeTo(int group) {
        chargedGroup = group;
    }

    private void charge(int frame) {
        if (ledger != null) {
            ledger.charge(frame, chargedGroup);
        }
    }

    /** The swap space in use, or null. */
    public SwapArea swap() {
        return swap;
    }

    /** Puts a swap space to use. */
    public void setSwap(SwapArea swap) {
        this.swap = swap;
    }

    /** Whether an anonymous page could be swapped out. */
    public boolean canSwap() {
        return swap != null && swap.freeSlots() > 0;
    }

    /** A fresh page for an anonymous or tmpfs fault. */
    public void addAnonymous(VirtualArea area, int page, int frame) {
        boolean shared = area.kind() == VirtualArea.Kind.SHARED;
        frames.assign(frame, area.id(), page, FRESH_ANONYMOUS | (shared ? PageFlags.SHARED : 0));
        charge(frame);
        Node node = memory.nodeOfFrame(frame);
        area.map(page, frame);
        countMapped(node, shared, 1);
        if (shared) {
            node.add(NodeGauge.NR_SHMEM, 1);
            node.add(NodeGauge.NR_FILE_PAGES, 1);
        }
        if (area.locked()) {
            lock(node, frame);
        } else if (node.lru().generations().enabled()) {
            node.lru().generations().addYoungest(frame);
        } else {
            node.lru().addHead(INACTIVE_ANON, frame);
        }
    }

    /**
     * Fresh pages for a run of anonymous faults. The area is private and not locked, its pages are empty, all frames
     * are of one zone, and nobody is charged.
     */
    public void addAnonymous(VirtualArea area, int page, int[] run, int count) {
        Node node = memory.nodeOfFrame(run[0]);
        for (int i = 0; i < count; i++) {
            area.map(page + i, run[i]);
        }
        countMapped(node, false, count);
        if (!node.lru().generations().enabled()) {
            node.lru().enter(INACTIVE_ANON, run, 0, count, area.id(), page, FRESH_ANONYMOUS);
            return;
        }
        for (int i = 0; i < count; i++) {
            frames.assign(run[i], area.id(), page + i, FRESH_ANONYMOUS);
            node.lru().generations().addYoungest(run[i]);
        }
    }

    private void lock(Node node, int frame) {
        frames.set(frame, PageFlags.MLOCKED);
        node.add(NodeGauge.NR_MLOCK, 1);
        memory.counters().count(VmEvent.UNEVICTABLE_PGS_MLOCKED);
        node.lru().addHead(UNEVICTABLE, frame);
    }

    /** Locks a page that is mapped already. Models {@code mlock_folio}. */
    public void lockPage(int frame) {
        if (!frames.has(frame, PageFlags.MLOCKED)) {
            Node node = memory.nodeOfFrame(frame);
            node.lru().remove(frame);
            lock(node, frame);
        }
    }

    /**
     * A swapped-out page comes back into a fresh frame.
     *
     * @param slot its slot, which is given back
     */
    public void restoreAnonymous(VirtualArea area, int page, int frame, int slot) {
        int shadow = swap.shadow(slot);
        swap.release(slot);
        addAnonymous(area, page, frame);
        if (shadow >= 0) {
            refault(frame, shadow, false, true);
        }
        memory.counters().count(VmEvent.PSWPIN);
    }

    /** A page that still is in the swap cache is mapped again. */
    public void remapFromSwapCache(VirtualArea area, int page, int frame, int slot) {
        leaveSwapCache(frame);
        swap.release(slot);
        frames.clear(frame, PageFlags.RECLAIM);
        frames.set(frame, PageFlags.MAPPED | PageFlags.YOUNG | PageFlags.DIRTY);
        area.map(page, frame);
        countMapped(memory.nodeOfFrame(frame), frames.has(frame, PageFlags.SHARED), 1);
    }

    /** Gives an anonymous page a swap slot. @return whether there was one */
    public boolean enterSwapCache(int frame) {
        int slot = swap == null ? -1 : swap.allocate(frame);
        if (slot < 0) {
            return false;
        }
        VirtualArea area = (VirtualArea) owners.get(frames.owner(frame));
        area.mapSwap(frames.index(frame), slot);
        Node node = memory.nodeOfFrame(frame);
        countMapped(node, frames.has(frame, PageFlags.SHARED), -1);
        frames.clear(frame, PageFlags.MAPPED | PageFlags.YOUNG);
        frames.set(frame, PageFlags.SWAP_CACHE);
        node.add(NodeGauge.NR_SWAPCACHED, 1);
        if (!frames.has(frame, PageFlags.SHARED)) {
            node.add(NodeGauge.NR_FILE_PAGES, 1);
        }
        return true;
    }

    private void leaveSwapCache(int frame) {
        Node node = memory.nodeOfFrame(frame);
        frames.clear(frame, PageFlags.SWAP_CACHE);
        node.add(NodeGauge.NR_SWAPCACHED, -1);
        if (!frames.has(frame, PageFlags.SHARED)) {
            node.add(NodeGauge.NR_FILE_PAGES, -1);
        }
    }

    private static void countMapped(Node node, boolean shared, int pages) {
        node.add(shared ? NodeGauge.NR_MAPPED : NodeGauge.NR_ANON_PAGES, pages);
    }

    /**
     * A fresh page of a file enters the cache; it starts active if it was evicted not long ago.
     *
     * @param inFault whether it comes by a fault rather than a system call
     * @return whether the kernel needs a new tree node for it
     */
    public boolean addFile(CachedFile file, int page, int frame, boolean inFault) {
        int shadow = file.shadow(page);
        frames.assign(frame, file.id(), page, 0);
        charge(frame);
        boolean freshTreeNode = file.insert(page, frame);
        Node node = memory.nodeOfFrame(frame);
        node.add(NodeGauge.NR_FILE_PAGES, 1);
        if (!node.lru().generations().enabled()) {
            node.lru().addHead(INACTIVE_FILE, frame);
        } else if (inFault) {
            node.lru().generations().addYoungest(frame);
        } else {
            node.lru().generations().addOld(frame);
        }
        if (shadow >= 0) {
            refault(frame, shadow, true, inFault);
        }
        return freshTreeNode;
    }

    /**
     * How many pages of a file, from one on, are absent and need no tree node, so that frames for all of them can be
     * taken at once.
     *
     * @param most how many to look at
     */
    public int absentPages(CachedFile file, int page, int most) {
        if (ledger != null || !file.hasTreeNode(page)) {
            return 0;
        }
        int[] entries = file.entries;
        int end = Math.min(page + most, Math.min(CachedFile.treeNodeEnd(page), entries.length));
        int next = page;
        while (next < end && entries[next] <= 0) {
            next++;
        }
        memory.workCounters().lookedAhead(next - page);
        return next - page;
    }

    /**
     * Adds pages that {@link #absentPages} found; all frames are of one zone. Else as {@link #addFile}.
     *
     * @return how many of them had been evicted before
     */
    public int addFiles(CachedFile file, int page, int[] fresh, int count, boolean inFault) {
        glanced = frames.glanceIfScattered(fresh, count);
        int refaults = 0;
        for (int done = 0; done < count;) {
            int quiet = quietPages(file, page + done, count - done);
            if (quiet > 0) {
                refaults += addQuietFiles(file, page + done, fresh, done, quiet, inFault);
                done += quiet;
            } else {
                addFile(file, page + done, fresh[done], inFault);
                refaults++;
                done++;
            }
        }
        return refaults;
    }

    // How many absent pages will not become active, so that nothing but their number matters to the machine.
    private int quietPages(CachedFile file, int page, int most) {
        int[] entries = file.entries;
        int end = page + most;
        int next = page;
        int evictingNid = -1;
        long age = 0;
        long survivors = 0;
        for (; next < end; next++) {
            if (entries[next] == 0) {
                continue;
            }
            int shadow = ~entries[next];
            if (evictingNid != shadows.nid(shadow)) {
                evictingNid = shadows.nid(shadow);
                Node evicting = memory.node(evictingNid);
                age = evicting.age;
                survivors = evicting.lru().generations().enabled() ? Long.MAX_VALUE : survivors(evicting, true);
            }
            if (shadows.distance(shadow, age) <= survivors) {
                break;
            }
        }
        return next - page;
    }

    private int addQuietFiles(CachedFile file, int page, int[] fresh, int from, int count, boolean inFault) {
        Node node = memory.nodeOfFrame(fresh[from]);
        Generations generations = node.lru().generations();
        int refaults = file.insert(page, fresh, from, count);
        node.add(NodeGauge.NR_FILE_PAGES, count);
        node.add(NodeGauge.WORKINGSET_REFAULT_FILE, refaults);
        if (!generations.enabled()) {
            node.lru().enter(INACTIVE_FILE, fresh, from, count, file.id(), page, 0);
            return refaults;
        }
        for (int i = 0; i < count; i++) {
            frames.assign(fresh[from + i], file.id(), page + i, 0);
            if (inFault) {
                generations.addYoungest(fresh[from + i]);
            } else {
                generations.addOld(fresh[from + i]);
            }
        }
        return refaults;
    }

    private void refault(int frame, int shadow, boolean isFile, boolean inFault) {
        if (memory.nodeOfFrame(frame).lru().generations().enabled()) {
            refaultInGenerations(frame, shadow, isFile, inFault);
            return;
        }
        Node evicting = memory.node(shadows.nid(shadow));
        Node node = memory.nodeOfFrame(frame);
        node.add(isFile ? NodeGauge.WORKINGSET_REFAULT_FILE : NodeGauge.WORKINGSET_REFAULT_ANON, 1);
        if (shadows.distance(shadow, evicting.age) > survivors(evicting, isFile)) {
            return;
        }
        node.lru().remove(frame);
        node.lru().addHead(isFile ? ACTIVE_FILE : LruList.ACTIVE_ANON.ordinal(), frame);
        evicting.age++;
        node.add(isFile ? NodeGauge.WORKINGSET_ACTIVATE_FILE : NodeGauge.WORKINGSET_ACTIVATE_ANON, 1);
        if (shadows.workingset(shadow)) {
            frames.set(frame, PageFlags.WORKINGSET);
            node.add(isFile ? NodeGauge.WORKINGSET_RESTORE_FILE : NodeGauge.WORKINGSET_RESTORE_ANON, 1);
            noteCost(node, isFile, RESTORE_COST);
        }
    }

    // So many evictions ago a page would have stayed in memory, had it been active.
    private long survivors(Node evicting, boolean isFile) {
        LruLists lru = evicting.lru();
        long size = lru.size(ACTIVE_FILE) + (isFile ? 0 : lru.size(INACTIVE_FILE));
        if (canSwap()) {
            size += lru.size(LruList.ACTIVE_ANON.ordinal()) + (isFile ? lru.size(INACTIVE_ANON) : 0);
        }
        return size;
    }

    // Only a page that comes back to the node that evicted it is noticed (mglru-model 8).
    private void refaultInGenerations(int frame, int shadow, boolean isFile, boolean inFault) {
        Node node = memory.nodeOfFrame(frame);
        if (shadows.nid(shadow) != node.nid()) {
            return;
        }
        Generations generations = node.lru().generations();
        int type = generations.type(frame);
        long token = shadows.age(shadow);
        boolean recent = since618
                ? shadows.distance(shadow, generations.maxSeq() << 2 | 3) >> 2 < Generations.GENERATIONS_MAX
                : token >> 2 == shadows.kept(generations.minSeq(type) << 2) >> 2;
        boolean newKernel = memory.kernel().atLeast(KernelVersion.V6_12);
        if (recent || newKernel) {
            node.add(isFile ? NodeGauge.WORKINGSET_REFAULT_FILE : NodeGauge.WORKINGSET_REFAULT_ANON, 1);
        }
        if (!recent) {
            return;
        }
        int reads = (int) (token & 3);
        boolean workingset = shadows.workingset(shadow);
        generations.countRefaulted(type, generations.shadowTier(reads, workingset));
        if (newKernel && (inFault || !since618)) {
            node.add(isFile ? NodeGauge.WORKINGSET_ACTIVATE_FILE : NodeGauge.WORKINGSET_ACTIVATE_ANON, 1);
        }
        if (generations.restore(frame, reads, workingset, inFault)) {
            node.add(isFile ? NodeGauge.WORKINGSET_RESTORE_FILE : NodeGauge.WORKINGSET_RESTORE_ANON, 1);
            generations.relist(frame, inFault);
        }
    }

    private int shadowOf(Node node, int frame) {
        Generations generations = node.lru().generations();
        if (!generations.enabled()) {
            return shadows.pack(node.nid(), node.age, frames.has(frame, PageFlags.WORKINGSET));
        }
        int type = generations.type(frame);
        generations.countEvicted(type, generations.tierOf(frame));
        return shadows.pack(node.nid(), generations.minSeq(type) << 2 | generations.shadowReads(frame),
                generations.shadowWorkingset(frame));
    }

    /** Adds to the reclaim cost of a type. Models {@code lru_note_cost} (linux-model 10.3). */
    public static void noteCost(Node node, boolean isFile, long cost) {
        if (isFile) {
            node.fileCost += cost;
        } else {
            node.anonCost += cost;
        }
        LruLists lru = node.lru();
        long pages = (long) lru.size(0) + lru.size(1) + lru.size(2) + lru.size(3);
        if (node.anonCost + node.fileCost > pages / 4) {
            node.anonCost /= 2;
            node.fileCost /= 2;
        }
    }

    /** Maps a cached page into an area. */
    public void mapFilePage(VirtualArea area, int page, int frame) {
        Node node = memory.nodeOfFrame(frame);
        area.map(page, frame);
        if (!frames.has(frame, PageFlags.MAPPED)) {
            node.add(NodeGauge.NR_MAPPED, 1);
        }
        frames.set(frame, PageFlags.MAPPED | PageFlags.YOUNG);
        if (area.locked()) {
            lockPage(frame);
        }
    }

    /** Removes a cached page from every page table. Models {@code try_to_unmap}. */
    public void unmapFilePage(int frame) {
        CachedFile file = (CachedFile) owners.get(frames.owner(frame));
        int filePage = frames.index(frame);
        for (int i = 0; i < file.areas().size(); i++) {
            VirtualArea area = file.areas().get(i);
            int page = filePage - area.firstFilePage();
            if (page >= 0 && page < area.pages()) {
                area.clear(page);
            }
        }
        forgetMapped(frame);
    }

    private void forgetMapped(int frame) {
        if (frames.has(frame, PageFlags.MAPPED)) {
            frames.clear(frame, PageFlags.MAPPED | PageFlags.YOUNG);
            memory.nodeOfFrame(frame).add(NodeGauge.NR_MAPPED, -1);
        }
    }

    /** A file page becomes dirty. @return whether it needs a buffer head */
    public boolean dirtyFilePage(int frame, long nowNanos) {
        if (frames.has(frame, PageFlags.DIRTY)) {
            return false;
        }
        Node node = memory.nodeOfFrame(frame);
        boolean needsBuffer = !frames.has(frame, PageFlags.BUFFER);
        frames.set(frame, PageFlags.DIRTY | PageFlags.BUFFER);
        node.add(NodeGauge.NR_DIRTY, 1);
        node.add(NodeGauge.NR_DIRTIED, 1);
        ((CachedFile) owners.get(frames.owner(frame))).dirtied(nowNanos);
        return needsBuffer;
    }

    /** A dirty file page goes to the disk; it is clean but under writeback from now on. */
    public void startFileWriteback(int frame) {
        Node node = memory.nodeOfFrame(frame);
        frames.clear(frame, PageFlags.DIRTY);
        frames.set(frame, PageFlags.WRITEBACK);
        node.add(NodeGauge.NR_DIRTY, -1);
        node.add(NodeGauge.NR_WRITEBACK, 1);
        ((CachedFile) owners.get(frames.owner(frame))).cleaned();
    }

    /** A swap-cache page goes to its slot. */
    public void startSwapWriteback(int frame) {
        frames.clear(frame, PageFlags.DIRTY);
        frames.set(frame, PageFlags.WRITEBACK);
        memory.nodeOfFrame(frame).add(NodeGauge.NR_WRITEBACK, 1);
        memory.counters().count(VmEvent.PSWPOUT);
    }

    /**
     * The I/O of a page ended: a page with the reclaim mark goes to the tail of its inactive list. Models
     * {@code folio_end_writeback} and {@code folio_rotate_reclaimable}.
     */
    public void endWriteback(int frame) {
        Node node = memory.nodeOfFrame(frame);
        frames.clear(frame, PageFlags.WRITEBACK);
        node.add(NodeGauge.NR_WRITEBACK, -1);
        node.add(NodeGauge.NR_WRITTEN, 1);
        int list = node.lru().listOf(frame);
        if (!frames.has(frame, PageFlags.RECLAIM) || list < 0 || list == UNEVICTABLE) {
            return;
        }
        frames.clear(frame, PageFlags.RECLAIM);
        if (node.lru().onGeneration(frame)) {
            node.lru().remove(frame);
            node.lru().generations().addOldestTail(frame);
            memory.counters().count(VmEvent.PGROTATED);
            return;
        }
        if (!frames.has(frame, PageFlags.DIRTY)) {
            node.lru().remove(frame);
            node.lru().addTail(list < INACTIVE_FILE ? INACTIVE_ANON : INACTIVE_FILE, frame);
            memory.counters().count(VmEvent.PGROTATED);
        }
    }

    /**
     * Reads cached pages of a file one after the other.
     *
     * @param most how many at most
     * @return how many were in the cache before the first that is not
     */
    public int markAccessed(CachedFile file, int page, int most) {
        int readBefore = 0;
        int end = page + most;
        int next = page;
        for (; next < end; next++) {
            int frame = file.frame(next);
            if (frame < 0) {
                break;
            }
            readBefore += wasRead(frames.flags(frame)) ? 1 : 0;
            markAccessed(frame);
        }
        if (next > page) {
            file.read(page, next - page, readBefore);
        }
        return next - page;
    }

    /** Reads one page of a file that is in the cache. */
    public void markAccessed(CachedFile file, int page) {
        int frame = file.frame(page);
        int readBefore = wasRead(frames.flags(frame)) ? 1 : 0;
        markAccessed(frame);
        file.read(page, 1, readBefore);
    }

    // Whether a page had been read or active before, as far as its flags say.
    private static boolean wasRead(int flags) {
        return (flags & (PageFlags.REFERENCED | PageFlags.WORKINGSET)) != 0
                || (flags & PageFlags.LIST_MASK) == ACTIVE_FILE + 1;
    }

    /** What reading a page of a file again is expected to cost: {@link CachedFile#rereadPicos}. */
    public long rereadPicos(int frame, long runPicos, long jumpPicos) {
        return ((CachedFile) owners.get(frames.owner(frame))).rereadPicos(runPicos, jumpPicos);
    }

    /**
     * Looks at pages of a file that are read soon: in random order each would cost several misses of the caches, one
     * after the other, while those of several pages overlap. Changes nothing.
     *
     * @param pages at most 64
     */
    public void glance(CachedFile file, int[] pages, int count) {
        int present = 0;
        for (int i = 0; i < count; i++) {
            int frame = file.frame(pages[i]);
            run[present] = frame;
            present += frame < 0 ? 0 : 1;
        }
        int moving = 0;
        for (int i = 0; i < present; i++) {
            int frame = run[i];
            run[moving] = frame;
            moving += FrameTable.movesWhenRead(frames.flags(frame)) ? 1 : 0;
        }
        glanced = frames.glance(run, moving);
    }

    /**
     * Where pages of an area lie whose next touch is an access and nothing else.
     *
     * @param pages their numbers, of which those from {@code from} on are looked at
     * @param into receives their frames
     * @param most at most 64
     * @return how many there are before the first that is absent or marked
     */
    public int present(VirtualArea area, int[] pages, int from, int[] into, int most) {
        for (int i = 0; i < most; i++) {
            into[i] = area.frame(pages[from + i]);
        }
        int count = 0;
        while (count < most && into[count] >= 0 && !area.hinted(pages[from + count])) {
            count++;
        }
        return count;
    }

    /** Notes that pages were touched through a page table. */
    public void touch(int[] run, int count) {
        for (int i = 0; i < count; i++) {
            frames.set(run[i], PageFlags.YOUNG);
        }
    }

    /** Looks at the oldest pages of a classic list that are needed soon. @param most at most 64 */
    public void glance(Node node, int list, int most) {
        int count = node.lru().peekOldest(list, numbers, most);
        for (int i = 0; i < count; i++) {
            run[i] = frames.frameOf(numbers[i]);
        }
        glanced = frames.glance(run, count);
    }

    /**
     * A page read through a descriptor: the first time marks it, the second time makes it active. Models
     * {@code folio_mark_accessed}.
     */
    public void markAccessed(int frame) {
        int flags = frames.flags(frame);
        if (LruLists.showsGeneration(flags)) {
            memory.nodeOfFrame(frame).lru().generations().countRead(frame);
        } else if ((flags & PageFlags.REFERENCED) == 0) {
            frames.set(frame, PageFlags.REFERENCED);
        } else if ((flags & PageFlags.LIST_MASK) == INACTIVE_FILE + 1) {
            Node node = memory.nodeOfFrame(frame);
            node.lru().remove(frame);
            node.lru().addHead(ACTIVE_FILE, frame);
            frames.clear(frame, PageFlags.REFERENCED);
            node.age++;
            memory.counters().count(VmEvent.PGACTIVATE);
        }
    }

    /**
     * Takes a clean, unmapped page that is on no list from its owner, leaving a shadow, and frees its frame. Models
     * {@code __remove_mapping}.
     *
     * @param cpu whose list gets the frame
     */
    public void evict(int frame, int cpu) {
        Node node = memory.nodeOfFrame(frame);
        int shadow = shadowOf(node, frame);
        node.age++;
        if (frames.has(frame, PageFlags.SWAP_BACKED)) {
            VirtualArea area = (VirtualArea) owners.get(frames.owner(frame));
            int slot = area.swapSlot(frames.index(frame));
            leaveSwapCache(frame);
            forgetShared(node, frame);
            swap.evict(slot, shadow);
        } else {
            CachedFile file = (CachedFile) owners.get(frames.owner(frame));
            node.add(NodeGauge.NR_FILE_PAGES, -1);
            file.evict(frames.index(frame), shadow);
        }
        releaseFrame(frame, cpu);
    }

    private void releaseFrame(int frame, int cpu) {
        if (ledger != null) {
            ledger.uncharge(frame);
        }
        if (frames.has(frame, PageFlags.BUFFER)) {
            bufferHeads.release(cpu);
        }
        memory.free(cpu, frame);
    }

    private void forgetShared(Node node, int frame) {
        if (frames.has(frame, PageFlags.SHARED)) {
            node.add(NodeGauge.NR_SHMEM, -1);
            node.add(NodeGauge.NR_FILE_PAGES, -1);
        }
    }

    /**
     * Moves a page that is on no list to a fresh frame of another node, with all its state, and frees the old one. It
     * joins the inactive list there. Models {@code migrate_folio}.
     *
     * @param cpu whose list gets the old frame
     */
    public void relocate(int frame, int fresh, int cpu) {
        int kept = frames.flags(frame) & (PageFlags.DIRTY | PageFlags.WORKINGSET | PageFlags.REFERENCED
                | PageFlags.MAPPED | PageFlags.SWAP_BACKED | PageFlags.SWAP_CACHE | PageFlags.SHARED
                | PageFlags.BUFFER);
        Node from = memory.nodeOfFrame(frame);
        Node to = memory.nodeOfFrame(fresh);
        PageOwner owner = owners.get(frames.owner(frame));
        int index = frames.index(frame);
        frames.assign(fresh, owner.id(), index, kept);
        boolean mapped = (kept & PageFlags.MAPPED) != 0;
        boolean shared = (kept & PageFlags.SHARED) != 0;
        boolean file = owner instanceof CachedFile;
        boolean swapCached = (kept & PageFlags.SWAP_CACHE) != 0;
        if (owner instanceof CachedFile cache) {
            cache.insert(index, fresh);
        } else if (swapCached) {
            swap.move(((VirtualArea) owner).swapSlot(index), fresh);
        } else {
            ((VirtualArea) owner).map(index, fresh);
        }
        shift(from, to, NodeGauge.NR_FILE_PAGES, file || shared || swapCached);
        shift(from, to, NodeGauge.NR_SWAPCACHED, swapCached);
        shift(from, to, NodeGauge.NR_SHMEM, shared);
        shift(from, to, NodeGauge.NR_MAPPED, mapped && (file || shared));
        shift(from, to, NodeGauge.NR_ANON_PAGES, mapped && !file && !shared);
        shift(from, to, NodeGauge.NR_DIRTY, file && (kept & PageFlags.DIRTY) != 0);
        if (ledger != null) {
            ledger.charge(fresh, ledger.groupOf(frame));
            ledger.uncharge(frame);
        }
        memory.free(cpu, frame);
        if (!to.lru().generations().enabled()) {
            to.lru().addHead(file ? INACTIVE_FILE : INACTIVE_ANON, fresh);
        } else if (file) {
            to.lru().generations().addOld(fresh);
        } else {
            to.lru().generations().addSecondYoungest(fresh);
        }
    }

    private static void shift(Node from, Node to, NodeGauge gauge, boolean applies) {
        if (applies) {
            from.add(gauge, -1);
            to.add(gauge, 1);
        }
    }

    /**
     * Removes a page of an anonymous or tmpfs area and frees its frame or slot.
     *
     * @param cpu whose list gets the frame
     */
    public void dropAnonymous(VirtualArea area, int page, int cpu) {
        int slot = area.swapSlot(page);
        int frame = slot >= 0 ? swap.cachedFrame(slot) : area.frame(page);
        area.clear(page);
        if (slot >= 0) {
            swap.release(slot);
        }
        if (frame < 0) {
            return;
        }
        Node node = memory.nodeOfFrame(frame);
        if (slot >= 0) {
            leaveSwapCache(frame);
        } else {
            countMapped(node, frames.has(frame, PageFlags.SHARED), -1);
        }
        forgetShared(node, frame);
        forgetAndFree(node, frame, cpu);
    }

    /** Removes every page of an anonymous or tmpfs area. Else as {@link #dropAnonymous(VirtualArea, int, int)}. */
    public void dropAnonymous(VirtualArea area, int cpu) {
        int page = 0;
        while (page < area.pages()) {
            int count = takeOutPlain(area, page);
            if (count > 0) {
                memory.free(cpu, run, count);
                page += count;
            } else {
                dropAnonymous(area, page++, cpu);
            }
        }
    }

    // Takes consecutive pages of one zone and list with nothing special about them out of everything.
    private int takeOutPlain(VirtualArea area, int first) {
        int most = Math.min(RUN_PAGES, area.pages() - first);
        int frame = area.frame(first);
        if (ledger != null || frame < 0) {
            return 0;
        }
        int list = frames.flags(frame) & PageFlags.LIST_MASK;
        if (list == 0 || LruLists.showsGeneration(list)) {
            return 0;
        }
        Zone zone = memory.zoneOfFrame(frame);
        int count = 0;
        while (frame >= 0 && zone.contains(frame)
                && (frames.flags(frame) & (NOT_DROPPED_PLAINLY | PageFlags.LIST_MASK)) == list) {
            area.clear(first + count);
            run[count++] = frame;
            frame = count == most ? -1 : area.frame(first + count);
        }
        if (count > 0) {
            Node node = memory.node(zone.nid());
            countMapped(node, false, -count);
            node.lru().release(list - 1, run, count);
        }
        return count;
    }

    /** Removes a clean or dirty page of a file from the cache without a shadow and frees it. */
    public void dropFile(int frame, int cpu) {
        CachedFile file = (CachedFile) owners.get(frames.owner(frame));
        Node node = memory.nodeOfFrame(frame);
        if (frames.has(frame, PageFlags.DIRTY)) {
            node.add(NodeGauge.NR_DIRTY, -1);
            file.cleaned();
        }
        forgetMapped(frame);
        file.remove(frames.index(frame));
        node.add(NodeGauge.NR_FILE_PAGES, -1);
        forgetAndFree(node, frame, cpu);
    }

    private void forgetAndFree(Node node, int frame, int cpu) {
        if (frames.has(frame, PageFlags.WRITEBACK)) {
            node.add(NodeGauge.NR_WRITEBACK, -1);
        }
        if (frames.has(frame, PageFlags.MLOCKED)) {
            node.add(NodeGauge.NR_MLOCK, -1);
        }
        node.lru().remove(frame);
        releaseFrame(frame, cpu);
    }

    /** Removes one page of a file mapping; the page stays in the cache. */
    public void unmapFromArea(VirtualArea area, int page) {
        int frame = area.frame(page);
        area.clear(page);
        if (frame < 0) {
            return;
        }
        int filePage = area.firstFilePage() + page;
        for (int i = 0; i < area.file().areas().size(); i++) {
            VirtualArea other = area.file().areas().get(i);
            int otherPage = filePage - other.firstFilePage();
            if (otherPage >= 0 && otherPage < other.pages() && other.frame(otherPage) >= 0) {
                return;
            }
        }
        boolean young = frames.has(frame, PageFlags.YOUNG);
        forgetMapped(frame);
        if (young) {
            markAccessed(frame);
        }
    }

    /**
     * Checks that every frame with an owner is where the owner keeps it; walks every frame.
     *
     * @throws IllegalStateException naming the frame that nobody would ever free
     */
    public void validate() {
        if (ledger != null) {
            ledger.validate();
        }
        for (int frame = 0; frame < frames.frames(); frame++) {
            int id = frames.owner(frame);
            if (id != 0 && !isKnown(owners.get(id), frames.index(frame), frame)) {
                throw new IllegalStateException("frame " + frame + " is page " + frames.index(frame) + " of owner " + id
                        + ", which does not know it");
            }
        }
    }

    private boolean isKnown(PageOwner owner, int page, int frame) {
        if (owner instanceof CachedFile file) {
            return file.frame(page) == frame;
        }
        if (!(owner instanceof VirtualArea area)) {
            return false;
        }
        int slot = area.swapSlot(page);
        return area.frame(page) == frame || slot >= 0 && swap.cachedFrame(slot) == frame;
    }
}
