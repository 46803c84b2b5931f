package io.numalab.memory;

import io.numalab.spi.ZoneType;
import io.numalab.topology.KernelVersion;

/**
 * The four marks of a zone in pages of 4 KiB, and the rules they and the reserves follow from (linux-model 2). Zones
 * are given as parallel arrays: node, type, managed pages. Pure functions that allocate only what they return.
 *
 * @param min the reserve that only privileged requests may use
 * @param low the mark of the first attempt
 * @param high where kswapd stops
 * @param promo where kswapd stops while memory tiering promotes pages into the node
 */
public record Watermarks(int min, int low, int high, int promo) {

    /** The default of {@code vm.watermark_scale_factor}: a gap of 0.1 % of a zone. */
    public static final int SCALE_FACTOR_DEFAULT = 10;
    /** Its largest value: a gap of 30 % of a zone. */
    public static final int SCALE_FACTOR_MAX = 3000;

    private static final int SCALE_FACTOR_UNIT = 10_000;
    private static final int MIN_FREE_KILOBYTES_LEAST = 128;
    private static final int MIN_FREE_KILOBYTES_MOST = 262_144;
    private static final int KILOBYTES_PER_PAGE = 4;
    private static final int PAGEBLOCK_PAGES = 512;
    /** Two pageblocks for pages that cannot move, and three kinds of pages that each keep off the other two. */
    private static final int PAGEBLOCKS_PER_ZONE = 2 + 3 * 3;
    /** Pages of higher zones for one page of reserve, by zone type; 0 for no reserve. */
    private static final int[] RESERVE_RATIO = {256, 256, 32, 0};

    /**
     * The kernel's default of {@code vm.min_free_kbytes} at boot. Models {@code calculate_min_free_kbytes} (2.1).
     *
     * @return kilobytes, 128 to 262144
     */
    public static long defaultMinFreeKilobytes(ZoneType[] types, int[] managedPages) {
        return minFreeKilobytes(lowmemPages(types, managedPages) * KILOBYTES_PER_PAGE);
    }

    /**
     * The same from the sum of low memory (zones up to NORMAL, less their high marks), kilobytes, 0 or more.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static long minFreeKilobytes(long lowmemKilobytes) {
        if (lowmemKilobytes < 0 || lowmemKilobytes > Long.MAX_VALUE >> 4) {
            throw new IllegalArgumentException("low memory of " + lowmemKilobytes + " kB: expected 0 or more");
        }
        long kilobytes = squareRoot(lowmemKilobytes << 4);
        return Math.max(MIN_FREE_KILOBYTES_LEAST, Math.min(MIN_FREE_KILOBYTES_MOST, kilobytes));
    }

    /**
     * What {@code vm.min_free_kbytes} is raised to where transparent huge pages are enabled. Models {@code
     * set_recommended_min_free_kbytes} (2.2).
     *
     * @param kilobytes what it is without
     * @return kilobytes, at least those given
     */
    public static long hugePageMinFreeKilobytes(ZoneType[] types, int[] managedPages, long kilobytes) {
        long pages = 0;
        for (int zone = 0; zone < types.length; zone++) {
            boolean counts = types[zone] != ZoneType.MOVABLE && managedPages[zone] > 0;
            pages += counts ? PAGEBLOCK_PAGES * PAGEBLOCKS_PER_ZONE : 0;
        }
        pages = Math.min(pages, lowmemPages(types, managedPages) / 20);
        return Math.max(kilobytes, pages * KILOBYTES_PER_PAGE);
    }

    /**
     * The marks of all zones. Models {@code __setup_per_zone_wmarks} (2.3).
     *
     * @param minFreeKilobytes {@code vm.min_free_kbytes}, 0 or more
     * @param scaleFactor {@code vm.watermark_scale_factor}, 1 to {@value #SCALE_FACTOR_MAX}
     * @param kernel from 6.12 on the MOVABLE zone has a small min mark of its own
     * @return the marks in the order of the zones
     * @throws IllegalArgumentException if a value is out of range
     */
    public static Watermarks[] forZones(
            ZoneType[] types, int[] managedPages, long minFreeKilobytes, int scaleFactor, KernelVersion kernel) {
        if (minFreeKilobytes < 0 || minFreeKilobytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "min_free_kbytes " + minFreeKilobytes + ": expected 0 to " + Integer.MAX_VALUE);
        }
        if (scaleFactor < 1 || scaleFactor > SCALE_FACTOR_MAX) {
            throw new IllegalArgumentException(
                    "watermark_scale_factor " + scaleFactor + ": expected 1 to " + SCALE_FACTOR_MAX);
        }
        boolean movableIsSpecial = kernel.atLeast(KernelVersion.V6_12);
        long pagesMin = minFreeKilobytes / KILOBYTES_PER_PAGE;
        long sharing = movableIsSpecial ? lowmemPages(types, managedPages) : sum(managedPages);
        Watermarks[] marks = new Watermarks[types.length];
        for (int zone = 0; zone < types.length; zone++) {
            long managed = managedPages[zone];
            // Nothing is shared on a machine of MOVABLE zones only; the kernel cannot boot on it.
            long share = sharing == 0 ? 0 : pagesMin * managed / sharing;
            long gap = Math.max(share / 4, managed * scaleFactor / SCALE_FACTOR_UNIT);
            boolean own = movableIsSpecial && types[zone] == ZoneType.MOVABLE;
            long min = own ? Math.max(32, Math.min(128, managed / 1024)) : share;
            marks[zone] = new Watermarks(pages(min), pages(min + gap), pages(min + 2 * gap), pages(min + 3 * gap));
        }
        return marks;
    }

    /**
     * Pages a zone keeps from requests that could have used a higher zone of the same node. Models {@code
     * setup_per_zone_lowmem_reserve} (2.5).
     *
     * @return for each zone the reserve by zone index of the request's class, 0 for its own class and lower ones
     */
    public static int[][] lowmemReserve(int[] nids, ZoneType[] types, int[] managedPages) {
        int[][] reserve = new int[types.length][RESERVE_RATIO.length];
        for (int zone = 0; zone < types.length; zone++) {
            int index = types[zone].ordinal();
            for (int requestClass = index + 1; requestClass < RESERVE_RATIO.length; requestClass++) {
                long higher = 0;
                for (int other = 0; other < types.length; other++) {
                    int otherIndex = types[other].ordinal();
                    boolean between = nids[other] == nids[zone] && otherIndex > index && otherIndex <= requestClass;
                    higher += between ? managedPages[other] : 0;
                }
                reserve[zone][requestClass] = RESERVE_RATIO[index] == 0 ? 0 : pages(higher / RESERVE_RATIO[index]);
            }
        }
        return reserve;
    }

    /**
     * A percentage of a node's pages, rounded down zone by zone: the threshold of node reclaim that {@code
     * vm.min_unmapped_ratio} (default 1) or {@code vm.min_slab_ratio} (default 5) sets (2.7).
     *
     * @param percent 0 to 100
     * @return pages
     * @throws IllegalArgumentException if the percentage is out of range
     */
    public static long ratioPages(int nid, int[] nids, int[] managedPages, int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("ratio of " + percent + " %: expected 0 to 100");
        }
        long pages = 0;
        for (int zone = 0; zone < nids.length; zone++) {
            pages += nids[zone] == nid ? (long) managedPages[zone] * percent / 100 : 0;
        }
        return pages;
    }

    /** The largest number whose square is not larger than {@code value}, which is 0 or more. */
    static long squareRoot(long value) {
        long root = (long) StrictMath.sqrt((double) value);
        // A double has 53 bits: near the square of a whole number the root may be off by one.
        while (root > 0 && root > value / root) {
            root--;
        }
        while (root + 1 <= value / (root + 1)) {
            root++;
        }
        return root;
    }

    private static long lowmemPages(ZoneType[] types, int[] managedPages) {
        long pages = 0;
        for (int zone = 0; zone < types.length; zone++) {
            pages += types[zone] == ZoneType.MOVABLE ? 0 : managedPages[zone];
        }
        return pages;
    }

    private static long sum(int[] managedPages) {
        long pages = 0;
        for (int managed : managedPages) {
            pages += managed;
        }
        return pages;
    }

    // No zone has more pages than an int counts: a larger mark means the same as the largest int.
    private static int pages(long value) {
        return (int) Math.min(Integer.MAX_VALUE, value);
    }
}
