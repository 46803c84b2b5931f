package io.numalab.report.recommendation;

import io.numalab.machine.CostSplit;
import io.numalab.report.comparison.ComparisonRow;
import java.util.function.ToLongFunction;

/** What the time of a workload went into. The parts add up to the total. */
public enum CostPart {
    /** Loads and stores of present pages. */
    ACCESS("access", CostSplit::accessNanos),
    /** First touches. */
    FAULT("fault", CostSplit::faultNanos),
    /** File pages read or written through a descriptor. */
    COPY("copy", CostSplit::copyNanos),
    /** Pages read from disk for the first time. */
    DISK("disk", CostSplit::diskNanos),
    /** Pages read from disk or swap because they had been evicted. */
    REFAULT("re-read", CostSplit::refaultNanos),
    /** Pages moved between nodes, and the hint faults before. */
    MIGRATION("migrate", CostSplit::migrationNanos),
    /** Reclaim in a task's own time, and waiting for memory. */
    STALL("stall", CostSplit::stallNanos),
    /** Time in which kswapd or another task had the CPU. */
    WAIT("wait", CostSplit::waitNanos);

    private final String title;
    private final ToLongFunction<CostSplit> nanos;

    CostPart(String title, ToLongFunction<CostSplit> nanos) {
        this.title = title;
        this.nanos = nanos;
    }

    /** Its name in tables. */
    public String title() {
        return title;
    }

    /** What all tasks together paid for it in a run, in nanoseconds. */
    public long nanos(ComparisonRow row) {
        return nanos.applyAsLong(row.allTasks());
    }
}
