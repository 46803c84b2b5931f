package io.numalab.machine;

/**
 * What some tasks have paid so far, in virtual nanoseconds, each nanosecond in one part: the parts add up to the time
 * in which the tasks had work. Failures have no price and are counted beside. Immutable.
 *
 * @param accessNanos loads and stores of present pages, by where they lie and how loaded their node is
 * @param faultNanos faults: traps, zeroing, mapping, and kernel memory
 * @param copyNanos page cache that was read or written through a descriptor, the disk apart
 * @param diskNanos pages read from disk that had not been evicted before
 * @param refaultNanos pages read from disk or swap because they had been evicted
 * @param migrationNanos pages moved to another node, and hint faults
 * @param stallNanos time inside an allocation: reclaim in the task's own context, waiting for memory or for the disk
 * @param waitNanos time in which kswapd or another task had the CPU
 * @param failedAllocations requests that got no page
 * @param killedTasks tasks that died for lack of memory
 */
public record CostSplit(
        long accessNanos, long faultNanos, long copyNanos, long diskNanos, long refaultNanos, long migrationNanos,
        long stallNanos, long waitNanos, long failedAllocations, long killedTasks) {

    /** Nothing paid. */
    public static final CostSplit ZERO = new CostSplit(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** All parts together, failures apart. */
    public long totalNanos() {
        return accessNanos + faultNanos + copyNanos + diskNanos + refaultNanos + migrationNanos + stallNanos
                + waitNanos;
    }

    /** Whether every request got its page and nobody died. */
    public boolean isComplete() {
        return failedAllocations == 0 && killedTasks == 0;
    }

    /** This and another one. */
    public CostSplit plus(CostSplit other) {
        return combine(other, 1);
    }

    /** What came after an earlier split of the same tasks. */
    public CostSplit since(CostSplit before) {
        return combine(before, -1);
    }

    private CostSplit combine(CostSplit other, int sign) {
        return new CostSplit(accessNanos + sign * other.accessNanos, faultNanos + sign * other.faultNanos,
                copyNanos + sign * other.copyNanos, diskNanos + sign * other.diskNanos,
                refaultNanos + sign * other.refaultNanos, migrationNanos + sign * other.migrationNanos,
                stallNanos + sign * other.stallNanos, waitNanos + sign * other.waitNanos,
                failedAllocations + sign * other.failedAllocations, killedTasks + sign * other.killedTasks);
    }
}
