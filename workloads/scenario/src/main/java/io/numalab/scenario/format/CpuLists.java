package io.numalab.scenario.format;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Sets of CPUs as the kernel prints them. */
final class CpuLists {
    private static final int WORD_BITS = 32;

    private CpuLists() {
    }

    /** {@code 0-3,8}; empty for none. */
    static String ranges(List<Integer> cpus) {
        StringBuilder text = new StringBuilder();
        int first = -1;
        int last = -2;
        for (int cpu : new TreeSet<>(cpus)) {
            if (cpu != last + 1) {
                end(text, first, last);
                first = cpu;
            }
            last = cpu;
        }
        end(text, first, last);
        return text.toString();
    }

    private static void end(StringBuilder text, int first, int last) {
        if (first >= 0) {
            text.append(text.length() == 0 ? "" : ",").append(first);
            text.append(last > first ? "-" + last : "");
        }
    }

    /** {@code 0000000f}, words of 32 CPUs separated by commas, the highest first. @param count CPUs of the machine */
    static String mask(List<Integer> cpus, int count) {
        int[] words = new int[Math.max(1, (count + WORD_BITS - 1) / WORD_BITS)];
        cpus.forEach(cpu -> words[cpu / WORD_BITS] |= 1 << cpu % WORD_BITS);
        StringBuilder text = new StringBuilder();
        for (int word = words.length - 1; word >= 0; word--) {
            text.append(text.length() == 0 ? "" : ",").append(String.format(Locale.ROOT, "%08x", words[word]));
        }
        return text.toString();
    }
}
