package io.numalab.memory;

/**
 * The per-CPU page lists of all CPUs and zones: the way pages leave and enter a zone. Models {@code rmqueue_pcplist} and
 * {@code free_unref_page_commit} of 6.1 (linux-model 12). Heap is allocated only when a CPU first meets a zone.
 *
 * <p>Switched off, every page goes straight to the zone's allocator.
 */
public final class PerCpuLists {
    private final Zone[] zones;
    private final PerCpuList[] lists;
    private final boolean enabled;
    private int[] batch = new int[512];

    PerCpuLists(Zone[] zones, int cpus, boolean enabled) {
        this.zones = zones;
        this.enabled = enabled;
        lists = new PerCpuList[zones.length * cpus];
    }

    PerCpuLists(PerCpuLists other, Zone[] zones) {
        this.zones = zones;
        enabled = other.enabled;
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
        if (part.size() == 0 && !refill(zone, part, keepFree)) {
            return -1;
        }
        return part.removeFirst();
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
        int high = zone.reclaimActive ? Math.min(4 * zone.perCpuBatch, zone.perCpuHigh) : zone.perCpuHigh;
        if (list.count() >= high) {
            spill(zone, list, high, kernel);
        }
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

    private void drain(Zone zone, PerCpuList list) {
        giveBack(zone, list.user, list.user.size());
        giveBack(zone, list.kernel, list.kernel.size());
    }

    private PerCpuList list(int cpu, Zone zone) {
        int position = cpu * zones.length + zone.index();
        PerCpuList list = lists[position];
        if (list == null) {
            list = new PerCpuList();
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

    private boolean refill(Zone zone, FrameDeque part, int keepFree) {
        int wanted = Math.min(zone.perCpuBatch, zone.freePages - keepFree);
        if (wanted <= 0) {
            return false;
        }
        if (wanted > batch.length) {
            batch = new int[wanted];
        }
        int got = zone.allocator.allocateBatch(batch, 0, wanted);
        for (int i = 0; i < got; i++) {
            part.addLast(zone.firstFrame() + batch[i]);
        }
        zone.freePages -= got;
        return got > 0;
    }

    // The first spill gives one batch back, each further one without an allocation in between twice as much.
    private void spill(Zone zone, PerCpuList list, int high, boolean kernel) {
        int most = Math.max(high - zone.perCpuBatch, zone.perCpuBatch);
        int wanted = zone.perCpuBatch << list.freeFactor;
        if (wanted < most) {
            list.freeFactor++;
        }
        int pages = Math.min(Math.min(wanted, most), list.count());
        FrameDeque first = kernel ? list.kernel : list.user;
        FrameDeque second = kernel ? list.user : list.kernel;
        int fromFirst = Math.min(pages, first.size());
        giveBack(zone, first, fromFirst);
        giveBack(zone, second, Math.min(pages - fromFirst, second.size()));
    }

    private static void giveBack(Zone zone, FrameDeque part, int pages) {
        for (int i = 0; i < pages; i++) {
            zone.allocator.free(part.removeLast() - zone.firstFrame(), 0);
        }
        zone.freePages += pages;
    }
}
