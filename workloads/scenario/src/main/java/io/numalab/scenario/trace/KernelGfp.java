package io.numalab.scenario.trace;

import io.numalab.spi.GfpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * GFP flags as the kernel prints them: words such as {@code GFP_HIGHUSER_MOVABLE|__GFP_COMP}, or the raw number that
 * some tools print. Flags that decide neither placement nor reclaim (zeroing, accounting, compound pages, those of
 * vendors) are dropped.
 */
final class KernelGfp {
    private static final Map<String, Integer> COMPOSITES = new TreeMap<>(Map.ofEntries(
            Map.entry("GFP_ATOMIC", GfpFlags.ATOMIC),
            Map.entry("GFP_NOWAIT", GfpFlags.NOWAIT),
            Map.entry("GFP_KERNEL", GfpFlags.KERNEL),
            Map.entry("GFP_KERNEL_ACCOUNT", GfpFlags.KERNEL),
            Map.entry("GFP_NOFS", GfpFlags.KERNEL & ~GfpFlags.FS),
            Map.entry("GFP_NOIO", GfpFlags.KERNEL & ~(GfpFlags.FS | GfpFlags.IO)),
            Map.entry("GFP_USER", GfpFlags.USER),
            Map.entry("GFP_HIGHUSER", GfpFlags.USER | GfpFlags.HIGHMEM),
            Map.entry("GFP_HIGHUSER_MOVABLE", GfpFlags.HIGHUSER_MOVABLE),
            Map.entry("GFP_TRANSHUGE_LIGHT", GfpFlags.TRANSHUGE_LIGHT),
            Map.entry("GFP_TRANSHUGE", GfpFlags.TRANSHUGE),
            Map.entry("GFP_DMA", GfpFlags.DMA),
            Map.entry("GFP_DMA32", GfpFlags.DMA32),
            Map.entry("GFP_TEMPORARY", GfpFlags.KERNEL),
            Map.entry("__GFP_RECLAIM", GfpFlags.KSWAPD_RECLAIM | GfpFlags.DIRECT_RECLAIM)));
    private static final Map<String, Integer> FLAGS = new TreeMap<>(Map.ofEntries(
            Map.entry("DMA", GfpFlags.DMA),
            Map.entry("HIGHMEM", GfpFlags.HIGHMEM),
            Map.entry("DMA32", GfpFlags.DMA32),
            Map.entry("MOVABLE", GfpFlags.MOVABLE),
            Map.entry("HIGH", GfpFlags.HIGH),
            Map.entry("IO", GfpFlags.IO),
            Map.entry("FS", GfpFlags.FS),
            Map.entry("DIRECT_RECLAIM", GfpFlags.DIRECT_RECLAIM),
            Map.entry("KSWAPD_RECLAIM", GfpFlags.KSWAPD_RECLAIM),
            Map.entry("WRITE", GfpFlags.WRITE),
            Map.entry("NOWARN", GfpFlags.NOWARN),
            Map.entry("RETRY_MAYFAIL", GfpFlags.RETRY_MAYFAIL),
            Map.entry("NOFAIL", GfpFlags.NOFAIL),
            Map.entry("NORETRY", GfpFlags.NORETRY),
            Map.entry("MEMALLOC", GfpFlags.MEMALLOC),
            Map.entry("NOMEMALLOC", GfpFlags.NOMEMALLOC),
            Map.entry("HARDWALL", GfpFlags.HARDWALL),
            Map.entry("THISNODE", GfpFlags.THISNODE)));
    /** Which bit of a raw number means what, from 4.x to 6.18; the bits between are those that are dropped. */
    private static final String[] BITS = {
        "DMA", "HIGHMEM", "DMA32", "MOVABLE", "", "HIGH", "IO", "FS", "", "", "DIRECT_RECLAIM", "KSWAPD_RECLAIM",
        "WRITE", "NOWARN", "RETRY_MAYFAIL", "NOFAIL", "NORETRY", "MEMALLOC", "", "NOMEMALLOC", "HARDWALL", "THISNODE"
    };

    /** Of the composites that a value has, the first is printed. */
    private static final List<String> PRINTED = List.of("GFP_TRANSHUGE", "GFP_TRANSHUGE_LIGHT", "GFP_HIGHUSER_MOVABLE",
            "GFP_HIGHUSER", "GFP_USER", "GFP_KERNEL", "GFP_NOFS", "GFP_ATOMIC", "GFP_NOIO", "GFP_NOWAIT");

    private KernelGfp() {
    }

    /** Reads the value of {@code gfp_flags}. @param fields where complaints come from */
    static int parse(String text, KmemLine.Fields fields) {
        if (text.matches("0x[0-9a-fA-F]{1,15}")) {
            return raw(Long.parseLong(text.substring(2), 16));
        }
        int gfp = 0;
        for (String word : text.split("\\|")) {
            if (word.startsWith("__GFP_") && !COMPOSITES.containsKey(word)) {
                gfp |= FLAGS.getOrDefault(word.substring("__GFP_".length()), 0);
            } else if (COMPOSITES.containsKey(word)) {
                gfp |= COMPOSITES.get(word);
            } else if (word.matches("0x[0-9a-fA-F]{1,15}")) {
                gfp |= raw(Long.parseLong(word.substring(2), 16));
            } else if (!word.equals("none")) {
                throw fields.bad("gfp_flags", "flags such as GFP_KERNEL|__GFP_NOWARN, or a number behind 0x");
            }
        }
        return gfp;
    }

    /** Flags as the kernel prints them; {@link #parse} gives the same flags. */
    static String format(int gfp) {
        if (gfp == 0) {
            return "none";
        }
        int rest = gfp;
        List<String> words = new ArrayList<>();
        for (String name : PRINTED) {
            int flags = COMPOSITES.get(name);
            if (words.isEmpty() && (rest & flags) == flags) {
                words.add(name);
                rest &= ~flags;
            }
        }
        for (String name : BITS) {
            int flag = FLAGS.getOrDefault(name, 0);
            if ((rest & flag) != 0) {
                words.add("__GFP_" + name);
            }
        }
        return String.join("|", words);
    }

    private static int raw(long bits) {
        int gfp = 0;
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((bits >> bit & 1) != 0 && !BITS[bit].isEmpty()) {
                gfp |= FLAGS.get(BITS[bit]);
            }
        }
        return gfp;
    }
}
