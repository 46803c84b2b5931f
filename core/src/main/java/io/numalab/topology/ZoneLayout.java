package io.numalab.topology;

import io.numalab.spi.ZoneType;
import java.util.ArrayList;
import java.util.List;

/** Lays out nodes given by size in the address space of an x86-64 machine, one after the other. */
final class ZoneLayout {

    private static final int PAGE_SHIFT = 12;
    private static final int DMA_PAGES = 3840;
    private static final long DMA_START_PFN = 1;
    private static final long DMA32_START_PFN = 4096;
    /** Devices take the last GiB below 4 GiB. */
    private static final long DMA32_END_PFN = 3L << 30 - PAGE_SHIFT;
    private static final long NORMAL_START_PFN = 4L << 30 - PAGE_SHIFT;

    private long nextPfn = NORMAL_START_PFN;
    private boolean lowMemoryGiven;

    /** The zones of the next node. */
    List<ZoneSpec> next(int nid, long bytes) {
        long pages = bytes >> PAGE_SHIFT;
        if (pages < 1 || pages > MachineSpec.FRAMES_MAX) {
            throw new IllegalArgumentException("node " + nid + " of " + bytes + " bytes: expected 4096 to "
                    + (MachineSpec.FRAMES_MAX << PAGE_SHIFT));
        }
        List<ZoneSpec> zones = new ArrayList<>();
        if (!lowMemoryGiven) {
            lowMemoryGiven = true;
            pages -= add(zones, ZoneType.DMA, DMA_START_PFN, Math.min(pages, DMA_PAGES));
            pages -= add(zones, ZoneType.DMA32, DMA32_START_PFN, Math.min(pages, DMA32_END_PFN - DMA32_START_PFN));
        }
        nextPfn += add(zones, ZoneType.NORMAL, nextPfn, pages);
        return zones;
    }

    private static long add(List<ZoneSpec> zones, ZoneType type, long startPfn, long pages) {
        if (pages > 0) {
            zones.add(new ZoneSpec(type, startPfn, Math.toIntExact(pages)));
        }
        return pages;
    }
}
