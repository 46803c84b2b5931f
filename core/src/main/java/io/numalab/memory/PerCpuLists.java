package io.numalab.memory;

/**
 * The per-CPU page lists of all CPUs and zones: the way pages leave and enter a zone. Models {@code rmqueue_pcplist}
 * and {@code free_unref_page_commit} of 6.1 (linux-model 12). Heap is allocated only when a CPU first meets a zone.
 *
 * <p>Switched off, every page goes straight to the zone's allocator.
 */
public final class PerCpuLists {
    private static final int FACTOR_MAX = 5;

    private final Zone[] zones;
    private final PerCpuList[] lists;
    private final boolean enabled;
    private final boolean selfTuning;
    private int[] batch = new int[512];

    PerCpuLists(Zone[] zones, int cpus, boolean enabled, boolean selfTuning) {
        this.zones = zones;
        this.enabled = enabled;
        this.selfTuning = selfTuning;
        lists = new PerCpuList[zones.length * cpus];
    }

    PerCpuLists(PerCpuLists other, Zone[] zones) {
        this.zones = zones;
        enabled = other.enabled;
        selfTuning = other.selfTuning;
        lists = new PerCpuList[other.lists.length];
        for (int i = 0; i < lists.length; i++) {
            lists[i] = other.lists[i] == null ? null : new PerCpuList(other.lists[i]);
        }
    }

    /** Whether the lists are in use. */
    public boolean enabled() {
        return enabled;
    }

    /**
     * Takes a page of a zone.
     *
     * @param keepFree pages of the zone that may not be touched by a refill (0 usually)
     * @return a frame of the machine, or -1 if there is none
     */
    public int take(int cpu, Zone zone, boolean kernel, int keepFree) {
        if (!enabled) {
            return takeFromZone(zone, keepFree);
        }
        PerCpuList list = list(cpu, zone);
        FrameDeque part = kernel ? list.kernel : list.user;
        list.freeFactor >>= 1;
        list.freesInARow >>= 1;
        if (part.size() == 0 && !refill(zone, list, part, keepFree)) {
            return -1;
        }
        return part.removeFirst();
    }

    /** User pages of a zone that {@link #takeRun} may take of a CPU's list; 0 if the lists are not in use. */
    public int userPages(int cpu, Zone zone) {
        return enabled ? list(cpu, zone).user.size() : 0;
    }

    /**
     * Takes user pages that the CPU's list of a zone holds, as {@link #take} would one by one.
     *
     * @param into receives the frames
     * @param count how many, no more than {@link #userPages}
     */
    public void takeRun(int cpu, Zone zone, int[] into, int count) {
        PerCpuList list = list(cpu, zone);
        list.user.removeFirst(into, count);
        int halvings = Math.min(count, Integer.SIZE - 1);
        list.freeFactor >>= halvings;
        list.freesInARow >>= halvings;
    }

    /** Takes a block of a zone, past the lists. @return its first frame, or -1 if there is none */
    public int takeBlock(Zone zone, int order) {
        int frame = zone.allocator.allocate(order);
        if (frame < 0) {
            return -1;
        }
        zone.freePages -= 1 << order;
        return zone.firstFrame() + frame;
    }

    /** Gives a page back. The caller has cleared its state. */
    public void give(int cpu, Zone zone, int frame, boolean kernel) {
        if (!enabled) {
            zone.allocator.free(frame - zone.firstFrame(), 0);
            zone.freePages++;
            return;
        }
        PerCpuList list = list(cpu, zone);
        (kernel ? list.kernel : list.user).addFirst(frame);
        if (selfTuning) {
            list.allocationFactor >>= 1;
            list.freesInARow = Math.min(list.freesInARow + 1, zone.perCpuBatch << FACTOR_MAX);
        }
        int high = selfTuning ? floatingHigh(zone, list) : fixedHigh(zone);
        if (list.count() >= high) {
            spill(zone, list, high, kernel);
        }
    }

    /** Gives user pages of a zone back in order, from one place of an array to another, as {@link #give} would. */
    public void giveRun(int cpu, Zone zone, int[] pages, int from, int to) {
        if (!enabled || selfTuning) {
            for (int i = from; i < to; i++) {
                give(cpu, zone, pages[i], false);
            }
            return;
        }
        PerCpuList list = list(cpu, zone);
        int high = fixedHigh(zone);
        for (int done = from; done < to;) {
            int end = Math.min(to, done + Math.max(1, high - list.count()));
            list.user.addFirst(pages, done, end);
            done = end;
            if (list.count() >= high) {
                spill(zone, list, high, false);
            }
        }
    }

    private static int fixedHigh(Zone zone) {
        return zone.reclaimActive ? Math.min(4 * zone.perCpuBatch, zone.perCpuHigh) : zone.perCpuHigh;
    }

    // While memory is short the limit sinks to its smallest value, and everything above that goes back (nr_pcp_high of
    // 6.12).
    private static int floatingHigh(Zone zone, PerCpuList list) {
        if (!zone.reclaimActive && !zone.belowHigh) {
            return list.high;
        }
        list.high = Math.max(list.high - Math.max(list.freesInARow, zone.perCpuBatch), zone.perCpuHigh);
        return zone.reclaimActive
                ? Math.min(4 * zone.perCpuBatch, list.high)
                : Math.max(list.count(), zone.perCpuHigh);
    }

    /** Puts free pages of a zone on a CPU's kernel part, as found at boot. */
    public void park(int cpu, Zone zone, int pages) {
        PerCpuList list = list(cpu, zone);
        for (int i = 0; i < pages; i++) {
            int frame = takeFromZone(zone, 0);
            if (frame < 0) {
                return;
            }
            list.kernel.addLast(frame);
        }
    }

    /** Gives every parked page back to its zone. Models {@code drain_all_pages}. */
    public void drainAll() {
        for (int i = 0; i < lists.length; i++) {
            if (lists[i] != null) {
                drain(zones[i % zones.length], lists[i]);
            }
        }
    }

    /** Pages of a zone on the lists of all CPUs. */
    public int parkedPages(Zone zone) {
        int pages = 0;
        for (int i = zone.index(); i < lists.length; i += zones.length) {
            pages += lists[i] == null ? 0 : lists[i].count();
        }
        return pages;
    }

    /** Pages of a zone on the list of one CPU. */
    public int parkedPages(int cpu, Zone zone) {
        PerCpuList list = lists[cpu * zones.length + zone.index()];
        return list == null ? 0 : list.count();
    }

    /** How many pages of a zone the list of a CPU may hold at this moment. */
    public int highPages(int cpu, Zone zone) {
        PerCpuList list = lists[cpu * zones.length + zone.index()];
        return list == null || !selfTuning ? zone.perCpuHigh : list.high;
    }

    private void drain(Zone zone, PerCpuList list) {
        giveBack(zone, list.user, list.user.size());
        giveBack(zone, list.kernel, list.kernel.size());
    }

    private PerCpuList list(int cpu, Zone zone) {
        int position = cpu * zones.length + zone.index();
        PerCpuList list = lists[position];
        if (list == null) {
            list = new PerCpuList(zone.perCpuHigh);
            lists[position] = list;
        }
        return list;
    }

    private int takeFromZone(Zone zone, int keepFree) {
        if (zone.freePages <= keepFree) {
            return -1;
        }
        int frame = zone.allocator.allocate(0);
        if (frame < 0) {
            return -1;
        }
        zone.freePages--;
        return zone.firstFrame() + frame;
    }

    private boolean refill(Zone zone, PerCpuList list, FrameDeque part, int keepFree) {
        int wanted = Math.min(selfTuning ? grownBatch(zone, list) : zone.perCpuBatch, zone.freePages - keepFree);
        if (wanted <= 0) {
            return false;
        }
        if (wanted > batch.length) {
            batch = new int[wanted];
        }
        int got = zone.allocator.allocateBatch(batch, 0, wanted);
        for (int i = 0; i < got; i++) {
            batch[i] += zone.firstFrame();
        }
        part.addLast(batch, got);
        zone.freePages -= got;
        if (part == list.user) {
            zone.foreignPages += Math.max(0, Math.min(got, zone.foreignFreePages - zone.freePages));
        }
        return got > 0;
    }

    // Refills double as long as nothing is freed in between, within what the list may hold (nr_pcp_alloc of 6.12).
    private static int grownBatch(Zone zone, PerCpuList list) {
        int wanted = zone.perCpuBatch << list.allocationFactor;
        if (!zone.belowHigh) {
            list.high = Math.min(list.high + wanted, zone.perCpuHighMost);
        }
        int most = Math.max(list.high - list.count() - zone.perCpuBatch, zone.perCpuBatch);
        if (wanted <= most && list.allocationFactor < FACTOR_MAX) {
            list.allocationFactor++;
        }
        return Math.min(wanted, most);
    }

    // The first spill gives one batch back, each further one without an allocation in between twice as much.
    private void spill(Zone zone, PerCpuList list, int high, boolean kernel) {
        int most = Math.max(high - zone.perCpuBatch, zone.perCpuBatch);
        int wanted = selfTuning ? Math.max(list.freesInARow, zone.perCpuBatch) : zone.perCpuBatch << list.freeFactor;
        if (wanted < most) {
            list.freeFactor++;
        }
        int pages = Math.min(Math.min(wanted, most), list.count());
        FrameDeque first = kernel ? list.kernel : list.user;
        FrameDeque second = kernel ? list.user : list.kernel;
        int fromFirst = Math.min(pages, first.size());
        giveBack(zone, first, fromFirst);
        giveBack(zone, second, Math.min(pages - fromFirst, second.size()));
        zone.noteRecovery();
    }

    private void giveBack(Zone zone, FrameDeque part, int pages) {
        for (int done = 0; done < pages;) {
            int count = Math.min(pages - done, batch.length);
            part.removeLast(batch, count);
            zone.allocator.freeBatch(batch, count, zone.firstFrame());
            done += count;
        }
        zone.freePages += pages;
    }
}
