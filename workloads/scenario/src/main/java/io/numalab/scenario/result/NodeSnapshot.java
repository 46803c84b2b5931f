package io.numalab.scenario.result;

import java.util.Map;

/**
 * One node. Both maps are under the kernel's names, in the kernel's order; a gauge that is 0 may be absent.
 *
 * @param gauges pages
 * @param memTotalKibibytes managed memory
 * @param numastat events since boot
 */
public record NodeSnapshot(Map<String, Long> gauges, long memTotalKibibytes, Map<String, Long> numastat) {
}
