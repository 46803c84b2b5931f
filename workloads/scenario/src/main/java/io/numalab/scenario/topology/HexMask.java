package io.numalab.scenario.topology;

import java.util.BitSet;
import java.util.regex.Pattern;

/** Masks as sysfs ({@code cpumap}) and hwloc print them: words of 32 bits in hexadecimal, the highest first. */
final class HexMask {
    private static final Pattern WORD = Pattern.compile("(?:0x)?[0-9a-fA-F]{1,8}");
    private static final int WORD_BITS = 32;

    private HexMask() {
    }

    /**
     * The bits of a mask. hwloc leaves out words that are 0; an infinite mask ({@code 0xf...f}) is refused.
     *
     * @param bitMax the largest bit that may be set
     */
    static BitSet parse(TextWord word, int bitMax) {
        String expected = "a mask such as 0000ffff,00000000 with bits up to " + bitMax;
        String[] parts = word.text().split(",", -1);
        BitSet bits = new BitSet();
        for (int i = 0; i < parts.length; i++) {
            String part = parts[parts.length - 1 - i];
            if (part.isEmpty()) {
                continue;
            }
            if (!WORD.matcher(part).matches()) {
                throw word.wrong(expected);
            }
            long value = Long.parseLong(part.startsWith("0x") ? part.substring(2) : part, 16);
            long first = (long) i * WORD_BITS;
            if (value != 0 && first + Long.SIZE - 1 - Long.numberOfLeadingZeros(value) > bitMax) {
                throw word.wrong(expected);
            }
            for (int bit = 0; value >> bit != 0; bit++) {
                bits.set((int) first + bit, (value >> bit & 1) != 0);
            }
        }
        return bits;
    }
}
