package io.numalab.reclaim;

/**
 * Who runs on which CPU. A kswapd that is woken takes its CPU at the next fault or batch boundary of the task there and
 * keeps it for its run; tasks that share a CPU take turns of 3 ms. One thread only; allocates nothing when running.
 */
public final class Cpus {
    /** A turn of a task on a CPU it shares. */
    private static final long SLICE_NANOS = 3_000_000L;
    private static final int NOBODY = -1;

    private final long[] busyUntilNanos;
    private final int[] holder;
    private final int[] waiter;
    private final long[] sliceEndNanos;
    private final int[] pinned;

    /** All idle. */
    public Cpus(int count) {
        busyUntilNanos = new long[count];
        holder = new int[count];
        waiter = new int[count];
        sliceEndNanos = new long[count];
        pinned = new int[count];
        java.util.Arrays.fill(holder, NOBODY);
        java.util.Arrays.fill(waiter, NOBODY);
    }

    /** An independent copy of a machine on which nobody runs. */
    public Cpus copy() {
        Cpus copy = new Cpus(holder.length);
        System.arraycopy(busyUntilNanos, 0, copy.busyUntilNanos, 0, holder.length);
        System.arraycopy(pinned, 0, copy.pinned, 0, holder.length);
        return copy;
    }

    /** How many there are. */
    public int count() {
        return holder.length;
    }

    /** Notes that a task was put on a CPU (+1) or taken off it (-1). */
    public void pin(int cpu, int change) {
        pinned[cpu] += change;
    }

    /** How many tasks are on a CPU. */
    public int pinned(int cpu) {
        return pinned[cpu];
    }

    /** kswapd works on a CPU until then. */
    public void occupy(int cpu, long untilNanos) {
        busyUntilNanos[cpu] = Math.max(busyUntilNanos[cpu], untilNanos);
    }

    /** Until when kswapd works there. */
    public long busyUntilNanos(int cpu) {
        return busyUntilNanos[cpu];
    }

    /** Whether a task with work is on the CPU. */
    public boolean held(int cpu) {
        return holder[cpu] != NOBODY;
    }

    /**
     * A task wants to run.
     *
     * @return when it may: {@code nowNanos} for at once
     */
    public long acquire(int cpu, int task, long nowNanos) {
        if (busyUntilNanos[cpu] > nowNanos) {
            return busyUntilNanos[cpu];
        }
        if (holder[cpu] == task) {
            if (nowNanos < sliceEndNanos[cpu] || waiter[cpu] == NOBODY) {
                return nowNanos;
            }
            holder[cpu] = waiter[cpu];
            waiter[cpu] = task;
            sliceEndNanos[cpu] = nowNanos + SLICE_NANOS;
            return sliceEndNanos[cpu];
        }
        if (holder[cpu] == NOBODY || nowNanos >= sliceEndNanos[cpu]) {
            waiter[cpu] = holder[cpu];
            holder[cpu] = task;
            sliceEndNanos[cpu] = nowNanos + SLICE_NANOS;
            return nowNanos;
        }
        waiter[cpu] = task;
        return sliceEndNanos[cpu];
    }

    /** A task has nothing more to run. */
    public void release(int cpu, int task) {
        if (holder[cpu] == task) {
            holder[cpu] = waiter[cpu];
            waiter[cpu] = NOBODY;
        } else if (waiter[cpu] == task) {
            waiter[cpu] = NOBODY;
        }
    }
}
