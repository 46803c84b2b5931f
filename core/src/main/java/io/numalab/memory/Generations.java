package io.numalab.memory;

import io.numalab.topology.KernelVersion;

/**
 * The multi-generational LRU lists of one node: a FIFO for each generation, type and zone, and the controller that
 * compares refault rates of tiers. Generations are numbered; up to four exist at a time, and reclaim takes from the
 * oldest. Every list operation takes a constant time, see {@link LruSlots}; one thread only.
 *
 * <p>Models {@code struct lru_gen_folio} (mglru-model 1, 2, 3, 6). 6.18 differs from 6.1 and 6.12 in that pages climb
 * more slowly: a faulted page starts in the second youngest generation, a read one in the oldest, and only the second
 * observation that it was touched makes it the youngest and a member of the working set.
 */
public final class Generations {
    /** Anonymous and tmpfs pages. */
    public static final int ANON = 0;
    /** File pages. */
    public static final int FILE = 1;
    /** Generations that exist at most. */
    public static final int GENERATIONS_MAX = 4;
    /** Generations that are never evicted. */
    public static final int GENERATIONS_MIN = 2;
    /** Tiers of pages by the number of reads. */
    public static final int TIERS = 4;

    static final int ZONES_MAX = 4;
    static final int LISTS = GENERATIONS_MAX * 2 * ZONES_MAX;
    private static final int GENERATION_SHIFT = 16;
    private static final int GENERATION_BITS = 3 << GENERATION_SHIFT;
    private static final int REFS_SHIFT = 18;
    private static final int REFS_BITS = 3 << REFS_SHIFT;
    private static final int REFS_MAX = 3;
    private static final int REFAULTS_MIN = 64;

    private final FrameTable table;
    private final Zone[] zones;
    private final int firstList;
    private final boolean since618;
    private final int[] sizes = new int[LISTS];
    private final long[] minSeq = new long[2];
    private final long[][] evicted = new long[2][TIERS];
    private final long[][] spared = new long[2][TIERS];
    private final long[][] refaulted = new long[2][TIERS];
    private final long[][] averageTotal = new long[2][TIERS];
    private final long[][] averageRefaulted = new long[2][TIERS];
    private long maxSeq = GENERATIONS_MAX - 1;
    private boolean enabled;

    Generations(FrameTable table, Zone[] zones, int firstList, KernelVersion kernel) {
        since618 = kernel.atLeast(KernelVersion.V6_18);
        this.table = table;
        this.zones = zones;
        this.firstList = firstList;
    }

    Generations(Generations other, FrameTable table, Zone[] zones) {
        this.table = table;
        this.zones = zones;
        firstList = other.firstList;
        since618 = other.since618;
        enabled = other.enabled;
        maxSeq = other.maxSeq;
        System.arraycopy(other.sizes, 0, sizes, 0, sizes.length);
        System.arraycopy(other.minSeq, 0, minSeq, 0, 2);
        for (int type = 0; type < 2; type++) {
            System.arraycopy(other.evicted[type], 0, evicted[type], 0, TIERS);
            System.arraycopy(other.spared[type], 0, spared[type], 0, TIERS);
            System.arraycopy(other.refaulted[type], 0, refaulted[type], 0, TIERS);
            System.arraycopy(other.averageTotal[type], 0, averageTotal[type], 0, TIERS);
            System.arraycopy(other.averageRefaulted[type], 0, averageRefaulted[type], 0, TIERS);
        }
    }

    /** Whether pages go to these lists instead of the classic ones. */
    public boolean enabled() {
        return enabled;
    }

    void enable(boolean on) {
        enabled = on;
        if (on) {
            table.keepHistory();
        }
    }

    /** Whether the rules of 6.18 hold. */
    public boolean since618() {
        return since618;
    }

    /** The youngest generation. */
    public long maxSeq() {
        return maxSeq;
    }

    /** The oldest generation of a type. */
    public long minSeq(int type) {
        return minSeq[type];
    }

    /** How many generations of a type exist. */
    public int generations(int type) {
        return (int) (maxSeq - minSeq[type] + 1);
    }

    private int list(long seq, int type, int zone) {
        return ((int) (seq & 3) * 2 + type) * ZONES_MAX + zone;
    }

    /** Pages of a generation and type. */
    public long size(long seq, int type) {
        long pages = 0;
        for (int zone = 0; zone < ZONES_MAX; zone++) {
            pages += sizes[list(seq, type, zone)];
        }
        return pages;
    }

    /** Pages of a type in all generations. */
    public long size(int type) {
        long pages = 0;
        for (long seq = minSeq[type]; seq <= maxSeq; seq++) {
            pages += size(seq, type);
        }
        return pages;
    }

    /** Pages that {@code /proc} calls active (the two youngest generations) or inactive. */
    public long size(int type, boolean active) {
        long pages = 0;
        for (long seq = minSeq[type]; seq <= maxSeq; seq++) {
            if (seq > maxSeq - GENERATIONS_MIN == active) {
                pages += size(seq, type);
            }
        }
        return pages;
    }

    /** Pages of the two youngest generations in one zone. @param zoneType ordinal of the zone's type */
    public int activePages(int type, int zoneType) {
        int pages = 0;
        for (long seq = Math.max(minSeq[type], maxSeq - GENERATIONS_MIN + 1); seq <= maxSeq; seq++) {
            pages += sizes[list(seq, type, zoneType)];
        }
        return pages;
    }

    /** The type of a page. */
    public int type(int frame) {
        return table.has(frame, PageFlags.SWAP_BACKED) ? ANON : FILE;
    }

    /** The generation of a page on these lists. */
    public long seq(int frame) {
        int generation = (table.flags(frame) & GENERATION_BITS) >> GENERATION_SHIFT;
        return maxSeq - (maxSeq - generation & 3);
    }

    private void link(long seq, int frame, boolean atTail) {
        int type = type(frame);
        Zone zone = zones[table.zoneIndex(frame)];
        int list = list(seq, type, zone.type().ordinal());
        if (atTail) {
            table.addOld(firstList + list, frame);
        } else {
            table.addYoung(firstList + list, frame);
        }
        table.clear(frame, GENERATION_BITS);
        table.set(frame, (int) (seq & 3) << GENERATION_SHIFT | LruLists.ON_GENERATION);
        sizes[list]++;
        zone.lruPages[type * 2]++;
    }

    /** Takes a page off its list. */
    public void remove(int frame) {
        int type = type(frame);
        Zone zone = zones[table.zoneIndex(frame)];
        int list = list(seq(frame), type, zone.type().ordinal());
        table.takeOff(firstList + list, frame);
        sizes[list]--;
        zone.lruPages[type * 2]--;
        table.clear(frame, PageFlags.LIST_MASK);
    }

    /**
     * A page that was faulted in, or proved to be in use: youngest generation, history forgotten. Since 6.18 only a
     * member of the working set is that young, any other page comes one generation later, and history is kept.
     */
    public void addYoungest(int frame) {
        if (since618) {
            linkBelowYoungest(frame, table.has(frame, PageFlags.WORKINGSET) ? 0 : 1);
        } else {
            forgetReads(frame);
            link(maxSeq, frame, false);
        }
    }

    private void linkBelowYoungest(int frame, int generations) {
        link(Math.max(maxSeq - generations, minSeq[type(frame)]), frame, false);
    }

    /**
     * A page that has to wait for its I/O, or an anonymous page that came without a fault: second youngest generation.
     */
    public void addSecondYoungest(int frame) {
        link(maxSeq - 1, frame, false);
    }

    /**
     * A page that came by read() or write(): the oldest generation, or the one after it. Since 6.18 the oldest of four,
     * or the next one for a member of the working set.
     */
    public void addOld(int frame) {
        if (since618) {
            linkBelowYoungest(frame, table.has(frame, PageFlags.WORKINGSET) ? 2 : 3);
            return;
        }
        long oldest = minSeq[type(frame)];
        link(oldest + GENERATIONS_MIN >= maxSeq ? oldest : oldest + 1, frame, false);
    }

    /** A page whose writeback ended: the next one to go. */
    public void addOldestTail(int frame) {
        link(minSeq[type(frame)], frame, true);
    }

    /** A page that is spared: the old end, or the young end, of the generation after the oldest. */
    public void addSecondOldest(int frame, boolean atTail) {
        forgetReads(frame);
        link(minSeq[type(frame)] + 1, frame, atTail);
    }

    /** A page that has just come turned out to be of the working set: since 6.18 it starts younger for that. */
    public void relist(int frame, boolean inFault) {
        if (!since618) {
            return;
        }
        remove(frame);
        if (inFault) {
            addYoungest(frame);
        } else {
            addOld(frame);
        }
    }

    /** Moves a page to the young end of its own list. */
    public void rotate(int frame) {
        long seq = seq(frame);
        remove(frame);
        link(seq, frame, false);
    }

    /**
     * A page on these lists was found touched through a page table: it moves to the youngest generation. Since 6.18 it
     * is only marked the first time, and joins the working set the second time (mglru-model 3.4).
     */
    public void observe(int frame) {
        if (since618 && !table.has(frame, PageFlags.REFERENCED)) {
            table.clear(frame, REFS_BITS);
            table.set(frame, PageFlags.REFERENCED);
            return;
        }
        remove(frame);
        forgetReads(frame);
        if (since618) {
            table.set(frame, PageFlags.WORKINGSET);
        }
        link(maxSeq, frame, false);
    }

    /**
     * A page on no list survived because it was touched again: since 6.18 it joins the working set for that.
     */
    public void joinWorkingset(int frame) {
        if (since618) {
            forgetReads(frame);
            table.set(frame, PageFlags.WORKINGSET);
        }
    }

    /** Whether a page on no list, were it put back as an old one, would be the next to go. */
    public boolean wouldBeOldest(int frame) {
        return Math.max(maxSeq - (table.has(frame, PageFlags.WORKINGSET) ? 2 : 3), minSeq[type(frame)])
                == minSeq[type(frame)];
    }

    /** The oldest page of a list, or -1. @param zoneType ordinal of the zone type */
    public int tail(long seq, int type, int zoneType) {
        return table.oldest(firstList + list(seq, type, zoneType));
    }

    /** The list of a page on these lists, among all of the machine. */
    int listOf(int frame) {
        return firstList + list(seq(frame), type(frame), zones[table.zoneIndex(frame)].type().ordinal());
    }

    private void forgetReads(int frame) {
        table.clear(frame, REFS_BITS | PageFlags.REFERENCED | PageFlags.WORKINGSET);
    }

    /**
     * Counts one read() of a page: the workingset mark stands for the second read, since 6.18 for the fifth. Models
     * {@code folio_inc_refs} (mglru-model 3.1) and {@code lru_gen_inc_refs} (3.2).
     */
    public void countRead(int frame) {
        int flags = table.flags(frame);
        boolean full = (flags & REFS_BITS) == REFS_BITS;
        if ((flags & PageFlags.REFERENCED) == 0) {
            table.set(frame, PageFlags.REFERENCED);
            if (since618) {
                table.clear(frame, REFS_BITS);
            }
        } else if ((flags & PageFlags.WORKINGSET) == 0 && full == since618) {
            table.set(frame, PageFlags.WORKINGSET);
        } else if (!full) {
            table.clear(frame, REFS_BITS);
            table.set(frame, (((flags & REFS_BITS) >> REFS_SHIFT) + 1) << REFS_SHIFT);
        }
    }

    /** How often a page was read beyond the first time, 0 to 4; since 6.18 with the first (R of mglru-model 3). */
    public int reads(int frame) {
        int flags = table.flags(frame);
        if (since618) {
            return (flags & PageFlags.REFERENCED) == 0 ? 0 : ((flags & REFS_BITS) >> REFS_SHIFT) + 1;
        }
        return ((flags & REFS_BITS) >> REFS_SHIFT) + ((flags & PageFlags.WORKINGSET) != 0 ? 1 : 0);
    }

    /** Whether a page was read so often that it is spared whatever the refaults of its tier. */
    public boolean readToTheFull(int frame) {
        return since618
                ? table.has(frame, PageFlags.WORKINGSET) && (table.flags(frame) & REFS_BITS) == REFS_BITS
                : reads(frame) == GENERATIONS_MAX;
    }

    /** Gives a page that came back what its shadow remembers. @return whether it was in the working set */
    public boolean restore(int frame, int shadowReads, boolean shadowWorkingset, boolean inFault) {
        if (since618 && !shadowWorkingset) {
            table.clear(frame, REFS_BITS);
            table.set(frame, shadowReads << REFS_SHIFT);
            return false;
        }
        boolean restored = since618 || inFault || shadowReads + (shadowWorkingset ? 1 : 0) >= REFS_MAX;
        if (restored) {
            table.set(frame, PageFlags.WORKINGSET | (since618 ? 0 : REFS_BITS));
        }
        return restored;
    }

    /** What isolation does to the history of a page (mglru-model 5.2). */
    public void isolate(int frame) {
        boolean referenced = table.has(frame, PageFlags.REFERENCED);
        if (since618) {
            table.clear(frame, referenced ? 0 : REFS_BITS);
        } else {
            table.clear(frame, PageFlags.REFERENCED | (referenced ? 0 : REFS_BITS | PageFlags.WORKINGSET));
        }
    }

    /** The reads that the shadow of a page remembers, 0 to 3. */
    public int shadowReads(int frame) {
        return Math.max(reads(frame) - 1, 0);
    }

    /** The workingset mark that the shadow of a page remembers (mglru-model 8.1). */
    public boolean shadowWorkingset(int frame) {
        return since618 ? table.has(frame, PageFlags.WORKINGSET) : reads(frame) > 0;
    }

    /** The tier of a page by what its shadow remembers. */
    public int shadowTier(int shadowReads, boolean shadowWorkingset) {
        if (since618) {
            return shadowWorkingset ? TIERS - 1 : tier(shadowReads);
        }
        return tier(shadowReads + (shadowWorkingset ? 1 : 0));
    }

    /** The tier of a page by its reads. */
    public int tierOf(int frame) {
        if (since618) {
            return table.has(frame, PageFlags.WORKINGSET) ? TIERS - 1 : tier(Math.max(0, reads(frame) - 1));
        }
        return tier(reads(frame));
    }

    /** The tier of a number of reads beyond the first: that plus one, as a power of two rounded up. */
    static int tier(int reads) {
        return 32 - Integer.numberOfLeadingZeros(reads);
    }

    /** Counts a page that is evicted. */
    public void countEvicted(int type, int tier) {
        evicted[type][tier]++;
    }

    /** Counts a page that is spared for its tier. */
    public void countSpared(int type, int tier) {
        spared[type][tier]++;
    }

    /** Counts a page that came back soon. */
    public void countRefaulted(int type, int tier) {
        refaulted[type][tier]++;
    }

    // Whether the second position refaults no more than the first allows (mglru-model 6.1).
    private static boolean fits(
            long firstRefaults, long firstTotal, int firstGain, long secondRefaults, long secondTotal, int secondGain) {
        return secondRefaults < REFAULTS_MIN
                || secondRefaults * (firstTotal + REFAULTS_MIN) * firstGain
                        <= (firstRefaults + 1) * secondTotal * secondGain;
    }

    private boolean fits(int firstType, int firstTier, int firstGain, int secondType, int secondTier, int secondGain) {
        return fits(refaults(firstType, firstTier), total(firstType, firstTier), firstGain,
                refaults(secondType, secondTier), total(secondType, secondTier), secondGain);
    }

    private long refaults(int type, int tier) {
        return averageRefaulted[type][tier] + refaulted[type][tier];
    }

    private long total(int type, int tier) {
        return averageTotal[type][tier] + evicted[type][tier] + (tier > 0 || since618 ? spared[type][tier] : 0);
    }

    /** The highest tier of a type that is evicted rather than spared (mglru-model 6.2). */
    public int tierLimit(int type) {
        int firstGain = since618 ? 2 : 1;
        int tier = 1;
        while (tier < TIERS && fits(type, 0, firstGain, type, tier, firstGain + 1)) {
            tier++;
        }
        return tier - 1;
    }

    /** The tier limit when types compete: tiers of one against tier 0 of the other. */
    public int tierLimitAgainst(int type, int swappiness) {
        int gain = type == ANON ? swappiness : 200 - swappiness;
        int tier = 1;
        while (tier < TIERS && fits(1 - type, 0, 200 - gain, type, tier, gain)) {
            tier++;
        }
        return tier - 1;
    }

    /** Which type refaults less, weighted by swappiness: by tier 0, since 6.18 by all tiers (mglru-model 6.3). */
    public int typeByFeedback(int swappiness) {
        int tiers = since618 ? TIERS : 1;
        long anonRefaults = 0;
        long anonTotal = 0;
        long fileRefaults = 0;
        long fileTotal = 0;
        for (int tier = 0; tier < tiers; tier++) {
            anonRefaults += refaults(ANON, tier);
            anonTotal += total(ANON, tier);
            fileRefaults += refaults(FILE, tier);
            fileTotal += total(FILE, tier);
        }
        return fits(anonRefaults, anonTotal, swappiness, fileRefaults, fileTotal, 200 - swappiness) ? FILE : ANON;
    }

    /**
     * The oldest generation of a type is gone: its number is given up, and the controller's history is folded.
     */
    public void advanceMin(int type) {
        minSeq[type]++;
        for (int tier = 0; tier < TIERS; tier++) {
            averageRefaulted[type][tier] = (averageRefaulted[type][tier] + refaulted[type][tier]) / 2;
            averageTotal[type][tier] = (averageTotal[type][tier] + evicted[type][tier] + spared[type][tier]) / 2;
            refaulted[type][tier] = 0;
            evicted[type][tier] = 0;
            spared[type][tier] = 0;
        }
    }

    /** A new youngest generation. The type with four generations has given one up before. */
    public void advanceMax() {
        maxSeq++;
    }

    /**
     * Walks every list and checks links, sizes and numbers.
     *
     * @throws IllegalStateException naming what does not agree
     */
    void validate() {
        for (int type = 0; type < 2; type++) {
            if (generations(type) < GENERATIONS_MIN || generations(type) > GENERATIONS_MAX) {
                throw new IllegalStateException("generations " + minSeq[type] + " to " + maxSeq + " of type " + type);
            }
        }
        for (int list = 0; list < LISTS; list++) {
            int counted = table.validateList(firstList + list);
            for (int frame = table.oldest(firstList + list); frame >= 0;
                    frame = table.younger(firstList + list, frame)) {
                if (listOf(frame) != firstList + list) {
                    throw new IllegalStateException(
                            "generation list " + list + ": frame " + frame + " is marked as on another list");
                }
            }
            if (counted != sizes[list]) {
                throw new IllegalStateException(
                        "generation list " + list + ": " + counted + " pages found, " + sizes[list] + " counted");
            }
        }
    }
}
