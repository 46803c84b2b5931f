package io.numalab.report.comparison;

import io.numalab.report.Decimals;
import io.numalab.report.measure.ReclaimCount;
import io.numalab.report.measure.Sample;
import io.numalab.machine.CostSplit;
import io.numalab.report.measure.TaskCount;
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
 * @param allTasks the time that these and all other tasks paid
 * @param pagesPerSecond pages touched first a virtual second, NaN if none were
 * @param notes a line each: tasks that were killed
 * @param samples the machine over time from the first measured step on; empty if it was not asked for
 */
public record ComparisonRow(
        ComparisonCase of, String scope, String attached, long localPages, long remotePages, ReclaimCount reclaim,
        TaskCount tasks, CostSplit allTasks, double pagesPerSecond, List<String> notes, List<Sample> samples) {

    /** Copies the lists. */
    public ComparisonRow {
        notes = List.copyOf(notes);
        samples = List.copyOf(samples);
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
        for (Metric metric : Metric.values()) {
            figures.put(metric.id(), Decimals.format(metric.of(this), metric.decimals(), "null"));
        }
        return figures;
    }
}
