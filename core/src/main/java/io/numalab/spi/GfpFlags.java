package io.numalab.spi;

import java.util.Locale;

/**
 * The flags of an allocation request: bits of an {@code int}, named as the kernel's GFP flags without their prefix. The
 * bit positions are Numalab's own. Meaning of each: linux-model 3. Nothing but {@link #format} and {@link #parse}
 * allocates on the heap.
 */
public final class GfpFlags {

    /** May wake kswapd. */
    public static final int KSWAPD_RECLAIM = 1;
    /** May reclaim in its own context ("blocking"). */
    public static final int DIRECT_RECLAIM = 1 << 1;
    /** Reclaim may start input and output; without it nothing is swapped out. */
    public static final int IO = 1 << 2;
    /** Reclaim may enter the file system; without it no OOM kill. */
    public static final int FS = 1 << 3;
    /** May use half of the min mark. */
    public static final int HIGH = 1 << 4;
    /** Ignores the marks. */
    public static final int MEMALLOC = 1 << 5;
    /** Never ignores the marks; wins over {@link #MEMALLOC}. */
    public static final int NOMEMALLOC = 1 << 6;
    /** One direct reclaim at most, no OOM kill. */
    public static final int NORETRY = 1 << 7;
    /** Retries but never kills. */
    public static final int RETRY_MAYFAIL = 1 << 8;
    /** Retries for ever. */
    public static final int NOFAIL = 1 << 9;
    /** A failure is not reported. */
    public static final int NOWARN = 1 << 10;
    /** Only the preferred node; no policy, no OOM kill. */
    public static final int THISNODE = 1 << 11;
    /** The cpuset's nodes are absolute. */
    public static final int HARDWALL = 1 << 12;
    /** The page will be dirtied soon: dirty limits of nodes count in the fast path. */
    public static final int WRITE = 1 << 13;
    /** May use memory without a kernel mapping; on 64 bit meaningful only with {@link #MOVABLE}. */
    public static final int HIGHMEM = 1 << 14;
    /** The page can be migrated. */
    public static final int MOVABLE = 1 << 15;
    /** Only zone DMA. */
    public static final int DMA = 1 << 16;
    /** Only zones DMA32 and below. */
    public static final int DMA32 = 1 << 17;

    /** In interrupts and under spin locks. */
    public static final int ATOMIC = HIGH | KSWAPD_RECLAIM;
    /** Must not sleep. */
    public static final int NOWAIT = KSWAPD_RECLAIM;
    /** Ordinary kernel memory. */
    public static final int KERNEL = KSWAPD_RECLAIM | DIRECT_RECLAIM | IO | FS;
    /** Kernel memory on behalf of a user. */
    public static final int USER = KERNEL | HARDWALL;
    /** Anonymous faults and most of the page cache. */
    public static final int HIGHUSER_MOVABLE = USER | HIGHMEM | MOVABLE;
    /** Page cache that is read ahead: may fail quietly. */
    public static final int READAHEAD = HIGHUSER_MOVABLE | NORETRY | NOWARN;
    /** A huge page at a fault when defragmentation is off. */
    public static final int TRANSHUGE_LIGHT =
            (HIGHUSER_MOVABLE | NOMEMALLOC | NOWARN) & ~(KSWAPD_RECLAIM | DIRECT_RECLAIM);
    /** A huge page at a fault that may compact. */
    public static final int TRANSHUGE = TRANSHUGE_LIGHT | DIRECT_RECLAIM;

    /** Single flags; the position in the list is the bit. */
    private static final String[] FLAG_NAMES = {
        "KSWAPD_RECLAIM", "DIRECT_RECLAIM", "IO", "FS", "HIGH", "MEMALLOC", "NOMEMALLOC", "NORETRY", "RETRY_MAYFAIL",
        "NOFAIL", "NOWARN", "THISNODE", "HARDWALL", "WRITE", "HIGHMEM", "MOVABLE", "DMA", "DMA32"
    };
    /** Composites, those with more flags before those they contain, since the first that fits names a value. */
    private static final String[] COMPOSITE_NAMES = {
        "READAHEAD", "TRANSHUGE", "TRANSHUGE_LIGHT", "HIGHUSER_MOVABLE", "USER", "KERNEL", "ATOMIC", "NOWAIT"
    };
    private static final int[] COMPOSITES = {
        READAHEAD, TRANSHUGE, TRANSHUGE_LIGHT, HIGHUSER_MOVABLE, USER, KERNEL, ATOMIC, NOWAIT
    };

    private GfpFlags() {}

    /**
     * {@return whether the request may reclaim in its own context} Models {@code gfpflags_allow_blocking}.
     *
     * @param gfp any of the flags of this class, joined by {@code |}
     */
    public static boolean blocking(int gfp) {
        return (gfp & DIRECT_RECLAIM) != 0;
    }

    /**
     * {@return the highest zone a request may use, whether or not a node has it} Models {@code gfp_zone} (linux-model
     * 1.4).
     *
     * @param gfp any of the flags of this class, joined by {@code |}
     */
    public static ZoneType zoneClass(int gfp) {
        if ((gfp & DMA) != 0) {
            return ZoneType.DMA;
        }
        if ((gfp & DMA32) != 0) {
            return ZoneType.DMA32;
        }
        boolean movable = (gfp & (HIGHMEM | MOVABLE)) == (HIGHMEM | MOVABLE);
        return movable ? ZoneType.MOVABLE : ZoneType.NORMAL;
    }

    /**
     * {@return the flags in words, such as {@code KERNEL|NOWARN}; {@code none} for 0} {@link #parse} reads it back.
     *
     * @param gfp any of the flags of this class, joined by {@code |}
     */
    public static String format(int gfp) {
        if (gfp >>> FLAG_NAMES.length != 0) {
            throw new IllegalArgumentException("gfp 0x" + Integer.toHexString(gfp) + ": has bits that are no flag");
        }
        StringBuilder text = new StringBuilder();
        int rest = gfp;
        for (int index = 0; index < COMPOSITES.length; index++) {
            if ((rest & COMPOSITES[index]) == COMPOSITES[index]) {
                text.append(COMPOSITE_NAMES[index]);
                rest &= ~COMPOSITES[index];
                break;
            }
        }
        for (int bit = 0; bit < FLAG_NAMES.length; bit++) {
            if ((rest >> bit & 1) != 0) {
                text.append(text.length() == 0 ? "" : "|").append(FLAG_NAMES[bit]);
            }
        }
        return text.length() == 0 ? "none" : text.toString();
    }

    /**
     * Reads flags and composites in any case, joined by {@code |}, such as {@code atomic|thisnode}.
     *
     * @param text what {@link #format} writes, or a composite among other words
     * @return the flags
     * @throws IllegalArgumentException if a word is unknown; the message lists the known ones
     */
    public static int parse(String text) {
        int gfp = 0;
        for (String word : text.split("\\|", -1)) {
            gfp |= word(word.strip().toUpperCase(Locale.ROOT), text);
        }
        return gfp;
    }

    private static int word(String word, String text) {
        if (word.equals("NONE")) {
            return 0;
        }
        for (int index = 0; index < COMPOSITES.length; index++) {
            if (COMPOSITE_NAMES[index].equals(word)) {
                return COMPOSITES[index];
            }
        }
        for (int bit = 0; bit < FLAG_NAMES.length; bit++) {
            if (FLAG_NAMES[bit].equals(word)) {
                return 1 << bit;
            }
        }
        throw new IllegalArgumentException("gfp " + Quoted.of(text) + ": unknown flag " + Quoted.of(word)
                + "; known: none, " + String.join(", ", COMPOSITE_NAMES) + ", " + String.join(", ", FLAG_NAMES));
    }
}
