package io.numalab.scenario.access;

/**
 * That a task used some pages.
 *
 * @param task who, never empty
 * @param timeNanos the trace's clock in nanoseconds, or -1 if it does not say
 * @param firstPage the first page by the task's own numbers, 0 or more
 * @param pages how many, 1 or more
 * @param times how often each, 0 or more
 * @param write whether it wrote; DAMON does not tell and counts as reading
 */
public record Access(String task, long timeNanos, long firstPage, long pages, int times, boolean write) {
    /** The largest number of times. */
    public static final int TIMES_MAX = 100_000;
    /** Pages have lower numbers than this. */
    public static final long PAGE_LIMIT = 1L << 52;
    /** Bytes of a page. */
    public static final int PAGE_BYTES = 4096;

    /** The pages in which the bytes from {@code start} to before {@code end} lie. */
    static Access ofBytes(String task, long timeNanos, long start, long end, int times) {
        long first = start / PAGE_BYTES;
        return new Access(task, timeNanos, first, (end + PAGE_BYTES - 1) / PAGE_BYTES - first, times, false);
    }
}
