package io.numalab.report.comparison;

import io.numalab.machine.CostSplit;
import java.util.function.ToDoubleFunction;

/** The figures of a row, in the order of the columns. */
public enum Metric {
    /** Where pages landed. */
    LOCAL_PAGES("local_pages", "pages", 0, Better.HIGHER, ComparisonRow::localPages,
            "anonymous and shared pages of the tasks under test on the node of their task's CPU"),
    /** Where pages landed. */
    REMOTE_PAGES("remote_pages", "pages", 0, Better.LOWER, ComparisonRow::remotePages, "the same on other nodes"),
    /** Share of remote pages. */
    REMOTE_PERCENT("remote_pct", "%", 3, Better.LOWER, ComparisonRow::remotePercent,
            "remote pages of local and remote ones together"),
    /** Calls of node_reclaim. */
    NODE_RECLAIM_CALLS("node_reclaim_calls", "calls", 0, Better.NEITHER, row -> row.reclaim().nodeReclaimCalls(),
            "calls of node_reclaim on the whole machine"),
    /** Pages reclaimed by node_reclaim. */
    NODE_RECLAIM_PAGES("node_reclaim_pages", "pages", 0, Better.NEITHER, row -> row.reclaim().nodeReclaimPages(),
            "pages these calls reclaimed"),
    /** Pages reclaimed by kswapd. */
    KSWAPD_PAGES("kswapd_pages", "pages", 0, Better.NEITHER, row -> row.reclaim().kswapdPages(),
            "pages kswapd reclaimed on the whole machine"),
    /** Pages reclaimed directly. */
    DIRECT_PAGES("direct_pages", "pages", 0, Better.NEITHER, row -> row.reclaim().directPages(),
            "pages tasks reclaimed otherwise, reclaim of groups not included"),
    /** Evicted pages that came back. */
    REFAULTS("refaults", "pages", 0, Better.LOWER, row -> row.reclaim().refaults(),
            "evicted pages that were read back"),
    /** Requests that got no page. */
    FAILED_ALLOCATIONS("failed_allocations", "requests", 0, Better.LOWER, row -> cost(row).failedAllocations(),
            "requests of the tasks under test that got no page"),
    /** Tasks killed. */
    KILLED_TASKS("killed_tasks", "tasks", 0, Better.LOWER, row -> cost(row).killedTasks(),
            "tasks under test that were killed for lack of memory"),
    /** The mean price of an access. */
    NANOS_PER_ACCESS("ns_per_access", "ns", 3, Better.LOWER, row -> row.tasks().nanosPerAccess(),
            "mean price of a load or store of a present page"),
    /** The speed of first touches. */
    PAGES_PER_SECOND("pages_per_second", "pages/s", 0, Better.HIGHER, ComparisonRow::pagesPerSecond,
            "pages touched first a virtual second"),
    /** All parts of the cost. */
    TOTAL_NANOS("total_ns", "ns", 0, Better.LOWER, row -> cost(row).totalNanos(),
            "virtual time the tasks under test paid, all parts below together"),
    /** Accesses. */
    ACCESS_NANOS("access_ns", "ns", 0, Better.LOWER, row -> cost(row).accessNanos(),
            "loads and stores of present pages"),
    /** Faults. */
    FAULT_NANOS("fault_ns", "ns", 0, Better.LOWER, row -> cost(row).faultNanos(),
            "faults: traps, zeroing, mapping, kernel memory"),
    /** Copies. */
    COPY_NANOS("copy_ns", "ns", 0, Better.LOWER, row -> cost(row).copyNanos(),
            "page cache read or written through a descriptor"),
    /** First reads. */
    DISK_NANOS("disk_ns", "ns", 0, Better.LOWER, row -> cost(row).diskNanos(),
            "pages read from disk that had not been evicted before"),
    /** Refaults. */
    REFAULT_NANOS("refault_ns", "ns", 0, Better.LOWER, row -> cost(row).refaultNanos(),
            "pages read from disk or swap because they had been evicted"),
    /** Migration. */
    MIGRATION_NANOS("migration_ns", "ns", 0, Better.LOWER, row -> cost(row).migrationNanos(),
            "pages moved to another node, and hint faults"),
    /** Stalls. */
    STALL_NANOS("stall_ns", "ns", 0, Better.LOWER, row -> cost(row).stallNanos(),
            "time inside an allocation: reclaim in the task's own context, waiting for memory or for the disk"),
    /** Waits. */
    WAIT_NANOS("wait_ns", "ns", 0, Better.LOWER, row -> cost(row).waitNanos(),
            "time in which kswapd or another task had the CPU");

    /** Which of two values is the better one. */
    public enum Better {
        /** The higher one. */
        HIGHER,
        /** The lower one. */
        LOWER,
        /** Neither: it says how, not how well. */
        NEITHER
    }

    private final String id;
    private final String unit;
    private final int decimals;
    private final Better better;
    private final ToDoubleFunction<ComparisonRow> value;
    private final String doc;

    Metric(String id, String unit, int decimals, Better better, ToDoubleFunction<ComparisonRow> value, String doc) {
        this.id = id;
        this.unit = unit;
        this.decimals = decimals;
        this.better = better;
        this.value = value;
        this.doc = doc;
    }

    private static CostSplit cost(ComparisonRow row) {
        return row.tasks().cost();
    }

    /** Its name in files. */
    public String id() {
        return id;
    }

    /** Its unit. */
    public String unit() {
        return unit;
    }

    /** How many decimals files give. */
    public int decimals() {
        return decimals;
    }

    /** Which value is the better one. */
    public Better better() {
        return better;
    }

    /** What it is, in a line. */
    public String doc() {
        return doc;
    }

    /** Its value in a row; NaN if the row has none. */
    public double of(ComparisonRow row) {
        return value.applyAsDouble(row);
    }
}
