package io.numalab.stat;

import io.numalab.spi.GfpFlags;
import io.numalab.spi.NodeMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the kernel would have printed: allocation failures, rate limited as {@code warn_alloc} is, and the summary lines
 * of the OOM killer (linux-model 16). Holds at most 10 000 lines. One thread only.
 */
public final class KernelLog {
    private static final int LINES_MAX = 10_000;
    private static final long WARN_INTERVAL_NANOS = 10_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private long nextWarnNanos = Long.MIN_VALUE;

    /** An empty log. */
    public KernelLog() {}

    /** An independent copy. */
    public KernelLog copy() {
        KernelLog copy = new KernelLog();
        copy.lines.addAll(lines);
        copy.nextWarnNanos = nextWarnNanos;
        return copy;
    }

    /** All lines so far, oldest first; a copy. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many lines there are. */
    public int size() {
        return lines.size();
    }

    private void add(String line) {
        if (lines.size() < LINES_MAX) {
            lines.add(line);
        }
    }

    /**
     * A request failed. Printed unless the request says NOWARN, at most once in 10 s.
     *
     * @param mask the nodes it was bound to, or null
     */
    public void allocationFailed(long nowNanos, String who, int gfp, int order, NodeMask mask) {
        if ((gfp & GfpFlags.NOWARN) != 0 || nowNanos < nextWarnNanos) {
            return;
        }
        nextWarnNanos = nowNanos + WARN_INTERVAL_NANOS;
        add(String.format(Locale.ROOT, "%s: page allocation failure: order:%d, mode:%s, nodemask=%s", who, order,
                GfpFlags.format(gfp), mask == null ? "(null)" : mask));
    }

    /** What a shortage is confined to (linux-model 16.2). Models {@code enum oom_constraint}. */
    public enum OomConstraint {
        /** Nothing: the whole machine is short. */
        NONE,
        /** The cpuset of the task that asks. */
        CPUSET,
        /** A policy that binds the request to some of the nodes. */
        MEMORY_POLICY,
        /** The limit of a control group. */
        MEMCG
    }

    /**
     * The OOM killer chose a task.
     *
     * @param nodes those of the shortage; printed if a policy confines the request to them
     * @param anonPages resident anonymous pages of the victim
     */
    public void killed(String who, String victim, OomConstraint constraint, NodeMask nodes, long anonPages) {
        add(who + " invoked oom-killer: gfp_mask=" + GfpFlags.format(GfpFlags.HIGHUSER_MOVABLE)
                + ", order=0, oom_score_adj=0");
        add("oom-kill:constraint=CONSTRAINT_" + constraint + ",nodemask="
                + (constraint == OomConstraint.MEMORY_POLICY ? nodes : "(null)") + ",task=" + victim);
        add((constraint == OomConstraint.MEMCG ? "Memory cgroup out of memory" : "Out of memory")
                + ": Killed process (" + victim + ") anon-rss:" + anonPages * 4 + "kB");
    }
}
