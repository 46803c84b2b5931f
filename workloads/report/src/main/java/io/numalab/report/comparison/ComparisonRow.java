package io.numalab.report.comparison;

import io.numalab.report.Decimals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a workload went through under one policy, after the steps that are common to all.
 *
 * @param of what was played
 * @param scope machine, task or mapping
 * @param attached where exactly
 * @param localPages on the node of their task's CPU
 * @param remotePages on other nodes
 * @param reclaim of the whole machine
 * @param tasks of the tasks under test
 * @param pagesPerSecond pages touched first a virtual second, NaN if none were
 * @param notes a line each: tasks that were killed
 */
public record ComparisonRow(
        ComparisonCase of, String scope, String attached, long localPages, long remotePages, ReclaimCount reclaim,
        TaskCount tasks, double pagesPerSecond, List<String> notes) {

    /** Copies the list. */
    public ComparisonRow {
        notes = List.copyOf(notes);
    }

    /** What it is called in tables. */
    public String label() {
        return of.label();
    }

    /** Remote pages of all, in percent; NaN if there are none at all. */
    public double remotePercent() {
        long pages = localPages + remotePages;
        return pages == 0 ? Double.NaN : 100.0 * remotePages / pages;
    }

    /** The figures by name, in the order of the columns, as JSON writes them. */
    public Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("local_pages", Long.toString(localPages));
        figures.put("remote_pages", Long.toString(remotePages));
        figures.put("remote_pct", Decimals.format(remotePercent(), 3, "null"));
        figures.put("node_reclaim_calls", Long.toString(reclaim.nodeReclaimCalls()));
        figures.put("node_reclaim_pages", Long.toString(reclaim.nodeReclaimPages()));
        figures.put("kswapd_pages", Long.toString(reclaim.kswapdPages()));
        figures.put("direct_pages", Long.toString(reclaim.directPages()));
        figures.put("stall_ns", Long.toString(tasks.stallNanos()));
        figures.put("refaults", Long.toString(reclaim.refaults()));
        figures.put("failed_allocations", Long.toString(tasks.failedAllocations()));
        figures.put("ns_per_access", Decimals.format(tasks.nanosPerAccess(), 3, "null"));
        figures.put("pages_per_second", Decimals.format(pagesPerSecond, 0, "null"));
        return figures;
    }
}
