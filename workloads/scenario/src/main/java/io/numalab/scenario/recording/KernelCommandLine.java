package io.numalab.scenario.recording;

import io.numalab.machine.HugePages;
import java.util.Arrays;

/**
 * What a kernel command line says about the mechanisms that a scenario can switch. Where it is silent, they are off, as
 * they are on the recorder's command line ({@code transparent_hugepage=never numa_balancing=disable}).
 *
 * @param text the words, separated by blanks; of two that set the same the later one holds
 */
public record KernelCommandLine(String text) {

    /** {@code transparent_hugepage=}: which anonymous faults take huge pages. */
    public HugePages hugePages() {
        String word = last("transparent_hugepage");
        return Arrays.stream(HugePages.values()).filter(mode -> mode.kernelName().equals(word)).findFirst()
                .orElse(HugePages.NEVER);
    }

    /** {@code numa_balancing=}: the sysctl it leads to, 0 or 1. */
    public int balancing() {
        return last("numa_balancing").equals("enable") ? 1 : 0;
    }

    private String last(String key) {
        String value = "";
        for (String word : text.strip().split("\\s+")) {
            value = word.startsWith(key + "=") ? word.substring(key.length() + 1) : value;
        }
        return value;
    }
}
