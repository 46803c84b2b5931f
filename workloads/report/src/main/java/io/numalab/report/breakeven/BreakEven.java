package io.numalab.report.breakeven;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.statistics.Interval;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the better one of two changes over a parameter. The cost is the time that all tasks paid, those that read a
 * cache again included. For each seed the difference of the costs is a line through the swept values; where it changes
 * sign is that seed's crossing, and the seeds together give an interval. The interval tells how the crossing varies by
 * seed; how well it is resolved is told by the two values it lies between. Runs without an end (a task killed, a
 * request failed) have no cost and no part in it.
 *
 * @param parameter what is swept
 * @param first one policy with its settings
 * @param second the other
 * @param points in the order of the sweep
 * @param crossings of each seed, ascending
 */
public record BreakEven(
        String parameter, String first, String second, List<Point> points, List<List<Double>> crossings) {

    /**
     * One value of the parameter.
     *
     * @param value as it was swept
     * @param x the same as a number
     * @param firstNanos mean cost of the first, NaN if one run did not complete
     * @param secondNanos mean cost of the second
     * @param differenceNanos first less second, by seed
     */
    public record Point(String value, double x, double firstNanos, double secondNanos, Interval differenceNanos) {
    }

    /** Copies the lists. */
    public BreakEven {
        points = List.copyOf(points);
        crossings = crossings.stream().map(List::copyOf).toList();
    }

    /**
     * Evaluates rows of two variants over one sweep of ascending numbers, with the same seeds at every point.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static BreakEven of(List<ComparisonRow> rows) {
        List<String> labels = rows.stream().map(ComparisonRow::label).distinct().toList();
        if (labels.size() != 2 || rows.stream().anyMatch(row -> row.of().point().size() != 1)) {
            throw new IllegalArgumentException(labels + ": expected two different policies over one sweep");
        }
        String parameter = rows.get(0).of().point().keySet().iterator().next();
        Map<String, Map<Long, double[]>> costs = new LinkedHashMap<>();
        for (ComparisonRow row : rows) {
            double[] pair = costs.computeIfAbsent(row.of().point().get(parameter), value -> new LinkedHashMap<>())
                    .computeIfAbsent(row.of().seed(), seed -> new double[2]);
            pair[labels.indexOf(row.label())] = costNanos(row);
        }
        List<Point> points = new ArrayList<>();
        Map<Long, List<double[]>> lines = new LinkedHashMap<>();
        costs.forEach((value, bySeed) -> {
            double x = Sweep.number(value);
            bySeed.forEach((seed, pair) -> lines.computeIfAbsent(seed, one -> new ArrayList<>())
                    .add(new double[] {x, pair[0] - pair[1]}));
            points.add(new Point(value, x, mean(bySeed, 0), mean(bySeed, 1),
                    Interval.of(bySeed.values().stream().map(pair -> pair[0] - pair[1]).toList())));
        });
        for (int i = 0; i < points.size(); i++) {
            if (Double.isNaN(points.get(i).x()) || i > 0 && points.get(i).x() <= points.get(i - 1).x()) {
                throw new IllegalArgumentException(parameter + ": expected ascending numbers, got "
                        + points.get(i).value());
            }
        }
        return new BreakEven(parameter, labels.get(0), labels.get(1), points,
                lines.values().stream().map(BreakEven::crossings).toList());
    }

    /** What a run costs: the time of all tasks, or NaN if something in it failed. */
    public static double costNanos(ComparisonRow row) {
        return row.allTasks().isComplete() ? row.allTasks().totalNanos() : Double.NaN;
    }

    private static double mean(Map<Long, double[]> bySeed, int which) {
        return Interval.of(bySeed.values().stream().map(pair -> pair[which]).toList()).mean();
    }

    private static List<Double> crossings(List<double[]> line) {
        List<Double> crossings = new ArrayList<>();
        double[] last = null;
        for (double[] point : line) {
            if (Double.isNaN(point[1]) || point[1] == 0) {
                continue;
            }
            if (last != null && Math.signum(last[1]) != Math.signum(point[1])) {
                crossings.add(last[0] + (point[0] - last[0]) * last[1] / (last[1] - point[1]));
            }
            last = point;
        }
        return crossings;
    }

    /** The crossings with their confidence intervals over the seeds; empty if seeds disagree about their number. */
    public List<Interval> intervals() {
        int count = crossings.get(0).size();
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < count && seedsAgree(); i++) {
            int index = i;
            intervals.add(Interval.of(crossings.stream().map(list -> list.get(index)).toList()));
        }
        return intervals;
    }

    private boolean seedsAgree() {
        return crossings.stream().allMatch(list -> list.size() == crossings.get(0).size());
    }

    /** What came out, in a sentence. */
    public String verdict() {
        List<Point> differ = points.stream().filter(point -> point.differenceNanos().mean() < 0
                || point.differenceNanos().mean() > 0).toList();
        if (differ.isEmpty()) {
            return points.stream().anyMatch(point -> point.differenceNanos().mean() == 0)
                    ? first + " and " + second + " cost the same throughout" : "no point where both complete";
        }
        if (!seedsAgree()) {
            return "the seeds disagree about how often the better one changes: " + crossings.stream()
                    .map(list -> Integer.toString(list.size())).toList();
        }
        String better = better(differ.get(0));
        if (crossings.get(0).isEmpty()) {
            return "no crossing in range: " + better + " is better throughout";
        }
        List<String> texts = intervals().stream().map(interval -> text(interval) + bracket(interval.mean())).toList();
        return better + " is better up to " + parameter + " = " + String.join(", changing again at ", texts)
                + (texts.size() == 1 ? ", then " + (better.equals(first) ? second : first) : "");
    }

    /** Between which two values of the sweep it lies: what is known for certain. */
    private String bracket(double crossing) {
        for (int i = 1; i < points.size(); i++) {
            if (crossing <= points.get(i).x()) {
                return " within " + points.get(i - 1).value() + ".." + points.get(i).value();
            }
        }
        return "";
    }

    private String better(Point point) {
        return point.differenceNanos().mean() < 0 ? first : second;
    }

    private static String text(Interval interval) {
        String mean = Decimals.number(interval.mean()).round(new MathContext(4)).toPlainString();
        if (Double.isNaN(interval.halfWidth())) {
            return mean + (interval.count() == 1 ? " (one seed)" : " (the same in all seeds)");
        }
        return mean + " +- " + Decimals.number(interval.halfWidth()).round(new MathContext(2))
                .toPlainString() + " (95 %, " + interval.count() + " seeds)";
    }
}
