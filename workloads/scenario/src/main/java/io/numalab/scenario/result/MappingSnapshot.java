package io.numalab.scenario.result;

/**
 * One mapping of one task.
 *
 * @param kind {@code anon}, {@code shm} or {@code file}
 * @param pages its length
 * @param pagesPerNode present pages by node
 * @param absentPages pages that are not there: never touched, or swapped out
 * @param pagesByOrder present pages by node and by slice, the mapping cut into 32 equal slices
 */
public record MappingSnapshot(String task, String name, String kind, long pages, long[] pagesPerNode,
        long absentPages, long[][] pagesByOrder) {
}
