package io.numalab.report.recommendation;

import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Metric;
import io.numalab.report.statistics.Interval;
import io.numalab.report.statistics.PairedDifference;
import java.util.List;

/**
 * A candidate and how it did.
 *
 * @param candidate what was set
 * @param rows its runs, one for each seed
 */
public record Ranked(Candidate candidate, List<ComparisonRow> rows) {
    /** Copies the list. */
    public Ranked {
        rows = List.copyOf(rows);
    }

    /** The mean of a figure over the seeds. */
    public double mean(Metric metric) {
        return rows.stream().mapToDouble(metric::of).average().orElse(Double.NaN);
    }

    /** The mean of a part of the cost over the seeds, in nanoseconds. */
    public double mean(CostPart part) {
        return rows.stream().mapToLong(part::nanos).average().orElse(Double.NaN);
    }

    /**
     * What the workload took, in nanoseconds, over the seeds: the time of all tasks together, because cache that a
     * policy drops may be missed by others than the job.
     */
    public Interval total() {
        return Interval.of(totals());
    }

    /** Whether tasks were killed or requests failed, in whatever run. */
    public boolean failed() {
        return rows.stream().anyMatch(
                row -> Metric.KILLED_TASKS.of(row) > 0 || Metric.FAILED_ALLOCATIONS.of(row) > 0);
    }

    /** How what it took differs from another one, seed by seed. */
    public PairedDifference against(Ranked other) {
        return PairedDifference.of(other.totals(), totals());
    }

    private List<Double> totals() {
        return rows.stream().map(row -> (double) row.allTasks().totalNanos()).toList();
    }
}
