package io.numalab.report.comparison;

import io.numalab.report.statistics.Interval;
import io.numalab.report.statistics.PairedDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of one variant at one point: one for each seed.
 *
 * @param label what the variant is called
 * @param point the values of what is swept
 * @param rows in the order of the seeds
 */
public record Repeats(String label, Map<String, String> point, List<ComparisonRow> rows) {

    /** Copies the list. */
    public Repeats {
        rows = List.copyOf(rows);
    }

    /** Puts rows together that differ in nothing but the seed, in the order in which the first of each comes. */
    public static List<Repeats> of(List<ComparisonRow> rows) {
        Map<List<Object>, List<ComparisonRow>> groups = new LinkedHashMap<>();
        rows.forEach(row -> groups.computeIfAbsent(
                List.of(row.of().point(), row.label()), key -> new ArrayList<>()).add(row));
        List<Repeats> repeats = new ArrayList<>();
        groups.values().forEach(list ->
                repeats.add(new Repeats(list.get(0).label(), list.get(0).of().point(), list)));
        return repeats;
    }

    /** The same variant or another one's first at the same point: what this one is compared with. */
    public Repeats baseline(List<Repeats> all) {
        return all.stream().filter(other -> other.point.equals(point)).findFirst().orElse(this);
    }

    /** The mean of a figure and its confidence interval. */
    public Interval interval(Metric metric) {
        return Interval.of(values(metric));
    }

    /** How a figure differs from that of a baseline with the same seeds. */
    public PairedDifference difference(Metric metric, Repeats baseline) {
        return PairedDifference.of(baseline.values(metric), values(metric));
    }

    private List<Double> values(Metric metric) {
        return rows.stream().map(metric::of).toList();
    }
}
