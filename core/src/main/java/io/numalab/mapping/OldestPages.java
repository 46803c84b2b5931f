package io.numalab.mapping;

import io.numalab.memory.FrameTable;
import io.numalab.memory.LruList;
import io.numalab.memory.LruLists;
import io.numalab.memory.Memory;
import io.numalab.memory.Node;
import io.numalab.memory.PageFlags;
import io.numalab.memory.Zone;
import io.numalab.stat.NodeGauge;
import io.numalab.stat.VmEvent;

/**
 * A batch of the oldest pages of a classic list, read at once and moved or freed at once, with the outcome that
 * {@link Residency} has page by page.
 *
 * <p><b>The idea.</b> Reclaim decides about most pages by two bits: whether the page was touched through a page table,
 * and whether it had been read before. Nothing else of the machine changes between two pages of a batch but the age of
 * the node, which can be counted. So the batch is first read, in short loops in which the processor waits for all its
 * pages together; then it is sorted by fate, which takes no branch; and each group joins its list or is freed as a
 * whole. Pages about which more has to be asked (dirty, under writeback, swapped) are not for this
 * class: {@link #areCleanCache} tells, and the caller goes page by page.
 *
 * <p>One per reclaimer, reused; allocates nothing; one thread only; nobody may be charged for pages.
 */
public final class OldestPages {
    private static final int INACTIVE_FILE = LruList.INACTIVE_FILE.ordinal();
    private static final int NOT_CLEAN_CACHE = PageFlags.WRITEBACK | PageFlags.DIRTY | PageFlags.SWAP_BACKED
            | PageFlags.SWAP_CACHE | PageFlags.SHARED | PageFlags.BUFFER | PageFlags.MLOCKED;
    private static final int NOT_PLAIN = NOT_CLEAN_CACHE | PageFlags.YOUNG | PageFlags.MAPPED;
    private static final int YOUNG_SHIFT = Integer.numberOfTrailingZeros(PageFlags.YOUNG);
    private static final int REFERENCED_SHIFT = Integer.numberOfTrailingZeros(PageFlags.REFERENCED);
    private static final int MAPPED_SHIFT = Integer.numberOfTrailingZeros(PageFlags.MAPPED);

    private final Residency residency;
    private final Memory memory;
    private final FrameTable frames;
    private final int[] numbers;
    private final int[] owners;
    private final int[] indexes;
    private final int[] run;
    private final int[] flags;
    private final int[] freedOwners;
    /** By how much the node is older when the turn of each page to be freed comes. */
    private final int[] ageing;
    private final Group freed;
    private final Group kept;
    private final Group activated;
    private final Group rotated;

    private Node node;
    private int list;
    private int count;
    private int allFlags;
    private int unmapped;
    /** Written only, so that nobody leaves out the reads of a glance. */
    private int glanced;
    private boolean ofFiles;

    /** Pages with one fate. */
    private static final class Group {
        /** Their numbers, or their indexes in the file. */
        final int[] pages;
        final int[] run;
        int count;

        Group(int most) {
            pages = new int[most + 1];
            run = new int[most + 1];
        }

        // Writes always and counts only sometimes, which takes no branch.
        void add(int page, int frame, int applies) {
            pages[count] = page;
            run[count] = frame;
            count += applies;
        }
    }

    /** @param most pages of a batch */
    public OldestPages(Residency residency, int most) {
        this.residency = residency;
        memory = residency.memory();
        frames = memory.frames();
        numbers = new int[most];
        owners = new int[most];
        indexes = new int[most];
        run = new int[most];
        flags = new int[most];
        freedOwners = new int[most + 1];
        ageing = new int[most + 1];
        freed = new Group(most);
        kept = new Group(most);
        activated = new Group(most);
        rotated = new Group(most);
    }

    /** Reads the oldest pages of a list. Changes nothing. @return how many */
    public int read(Node node, int list, int most) {
        this.node = node;
        this.list = list;
        count = node.lru().peekOldest(list, numbers, most);
        ofFiles = list >= INACTIVE_FILE && count > 0;
        if (ofFiles) {
            identify();
        }
        for (int i = 0; i < count && !ofFiles; i++) {
            run[i] = frames.frameOf(numbers[i]);
        }
        glanced = frames.glanceIfScattered(run, count);
        int all = 0;
        for (int i = 0; i < count; i++) {
            flags[i] = frames.flags(run[i]);
            all |= flags[i];
        }
        allFlags = all;
        return count;
    }

    // Of which files the pages are, which pages of them, and where they lie.
    private void identify() {
        for (int from = 0; from < count && ofFiles;) {
            int to = identifyNeighbours(from);
            if (residency.owners().get(owners[from]) instanceof CachedFile file) {
                for (int i = from; i < to; i++) {
                    run[i] = file.frame(indexes[i]);
                }
            } else {
                ofFiles = false;
            }
            from = to;
        }
    }

    // The pages of one owner, from one on. Numbers close together are of one owner for sure.
    private int identifyNeighbours(int from) {
        int known = numbers[from];
        int knownIndex = frames.indexOf(known);
        int owner = frames.ownerOf(known);
        int next = from;
        for (; next < count; next++) {
            int number = numbers[next];
            if (!FrameTable.neighbours(known, number)) {
                if (frames.ownerOf(number) != owner) {
                    break;
                }
                known = number;
                knownIndex = frames.indexOf(number);
            }
            owners[next] = owner;
            indexes[next] = knownIndex + number - known;
        }
        return next;
    }

    /** Whether all are pages of files that differ in nothing from the disk, so that two bits decide about each. */
    public boolean areCleanCache() {
        return ofFiles && (allFlags & NOT_CLEAN_CACHE) == 0;
    }

    /** How many were read. */
    public int count() {
        return count;
    }

    /** How many went to the young end as they were in the last {@link #reclaim}. */
    public int rotated() {
        return rotated.count;
    }

    /** How many of those that were freed by the last {@link #reclaim} were mapped. */
    public int unmapped() {
        return unmapped;
    }

    /**
     * Frees the pages that were not touched since their last visit, keeps those that were touched once at the young end
     * of their list, and activates those that were touched again.
     *
     * @param mayUnmap whether mapped pages are treated so too; else they go to the young end first, as they are
     * @param cpu whose list gets the frames
     * @return how many were freed
     */
    public int reclaim(boolean mayUnmap, int cpu) {
        sort(mayUnmap ? 0 : 1);
        LruLists lru = node.lru();
        lru.dropOldest(list, run, count);
        lru.addHead(list, rotated.pages, rotated.run, rotated.count, 0, 0);
        lru.addHead(list, kept.pages, kept.run, kept.count, PageFlags.YOUNG, PageFlags.REFERENCED);
        lru.addHead(list + 1, activated.pages, activated.run, activated.count, PageFlags.YOUNG, PageFlags.REFERENCED);
        memory.counters().count(VmEvent.PGACTIVATE, activated.count);
        free(cpu);
        node.age += freed.count + activated.count;
        return freed.count;
    }

    /**
     * Frees the oldest pages for as long as nothing is to be decided about them: clean pages of files, in no page
     * table, not touched since their last visit. The quickest way where all are so, as after a file was read once;
     * where they are not, the look at the first that is not was for nothing.
     *
     * @param most how many at most
     * @param cpu whose list gets the frames
     * @return how many
     */
    public int freePlain(Node node, int list, int most, int cpu) {
        this.node = node;
        int done = 0;
        int now;
        do {
            count = node.lru().peekOldest(list, numbers, most - done);
            now = count == 0 ? 0 : freeNeighbours(list, cpu);
            done += now;
        } while (now > 0 && done < most);
        return done;
    }

    // Of the pages just read, those of the first one's file before the first about which something is to be decided.
    private int freeNeighbours(int list, int cpu) {
        int end = identifyNeighbours(0);
        if (!(residency.owners().get(owners[0]) instanceof CachedFile file)) {
            return 0;
        }
        ShadowCode shadows = residency.shadows();
        long age = node.age;
        int nid = node.nid();
        int next = 0;
        for (; next < end; next++) {
            int frame = file.frame(indexes[next]);
            int bits = frames.flags(frame);
            if ((bits & NOT_PLAIN) != 0) {
                break;
            }
            run[next] = frame;
            file.evict(indexes[next], shadows.pack(nid, age++, (bits & PageFlags.WORKINGSET) != 0));
            frames.release(frame);
        }
        if (next > 0) {
            node.age = age;
            node.lru().dropOldest(list, run, next);
            node.add(NodeGauge.NR_FILE_PAGES, -next);
            memory.free(cpu, run, next);
        }
        return next;
    }

    private void sort(int keepsMapped) {
        freed.count = 0;
        kept.count = 0;
        activated.count = 0;
        rotated.count = 0;
        for (int i = 0; i < count; i++) {
            int bits = flags[i];
            int rotates = bits >>> MAPPED_SHIFT & keepsMapped;
            int young = bits >>> YOUNG_SHIFT & ~rotates & 1;
            int again = bits >>> REFERENCED_SHIFT & young;
            ageing[freed.count] = freed.count + activated.count;
            freedOwners[freed.count] = owners[i];
            freed.add(indexes[i], run[i], 1 - (young | rotates));
            kept.add(numbers[i], run[i], young - again);
            activated.add(numbers[i], run[i], again);
            rotated.add(numbers[i], run[i], rotates);
        }
    }

    private void free(int cpu) {
        unmapped = 0;
        for (int from = 0; from < freed.count;) {
            int to = from + 1;
            while (to < freed.count && freedOwners[to] == freedOwners[from]) {
                to++;
            }
            CachedFile file = (CachedFile) residency.owners().get(freedOwners[from]);
            if ((allFlags & PageFlags.MAPPED) != 0) {
                unmap(file, from, to);
            }
            evict(file, from, to);
            from = to;
        }
        node.add(NodeGauge.NR_MAPPED, -unmapped);
        node.add(NodeGauge.NR_FILE_PAGES, -freed.count);
        memory.free(cpu, freed.run, freed.count);
    }

    private void unmap(CachedFile file, int from, int to) {
        for (int i = from; i < to; i++) {
            unmapped += frames.flags(freed.run[i]) >>> MAPPED_SHIFT & 1;
        }
        for (int area = 0; area < file.areas().size(); area++) {
            file.areas().get(area).clearFilePages(freed.pages, from, to);
        }
    }

    private void evict(CachedFile file, int from, int to) {
        ShadowCode shadows = residency.shadows();
        for (int i = from; i < to; i++) {
            boolean workingset = frames.has(freed.run[i], PageFlags.WORKINGSET);
            file.evict(freed.pages[i], shadows.pack(node.nid(), node.age + ageing[i], workingset));
            frames.release(freed.run[i]);
        }
    }

    /** Moves all pages from an active list to the young end of the inactive one. */
    public void deactivate() {
        LruLists lru = node.lru();
        lru.dropOldest(list, run, count);
        lru.addHead(list - 1, numbers, run, count, PageFlags.YOUNG, PageFlags.WORKINGSET);
    }
}
