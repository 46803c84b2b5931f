package io.numalab.scenario.result;

import java.util.List;

/**
 * One zone, in pages.
 *
 * @param nid its node
 * @param zone the kernel's name
 * @param perCpuPages free pages on per-CPU lists, not part of {@code freePages}
 * @param marks watermarks and size; null except at boot
 */
public record ZoneSnapshot(int nid, String zone, long perCpuPages, long freePages, Marks marks) {

    /** What does not change, in pages. */
    public record Marks(long min, long low, long high, long managed, List<Integer> protection) {
    }
}
