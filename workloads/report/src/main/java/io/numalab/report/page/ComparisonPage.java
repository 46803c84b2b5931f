package io.numalab.report.page;

import io.numalab.machine.CostSplit;
import io.numalab.report.Decimals;
import io.numalab.report.Manifest;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Metric;
import io.numalab.report.comparison.Repeats;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.statistics.Interval;
import io.numalab.report.statistics.PairedDifference;
import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A comparison as a page: the table with its baseline and differences, how figures change over what is swept, what the
 * time went into, and the runs that were sampled over time. Not thread-safe.
 */
public final class ComparisonPage {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int TABLES_MAX = 6;
    private static final int SWEEP_PANELS_MAX = 6;
    private static final List<String> COST_PARTS =
            List.of("access", "fault", "copy", "disk", "refault", "migration", "stall", "wait");
    private static final List<Shown> COLUMNS = List.of(
            new Shown(Metric.TOTAL_NANOS, "total cost", "ms", NANOS_PER_MILLI, 1),
            new Shown(Metric.REMOTE_PERCENT, "remote", "%", 1, 2),
            new Shown(Metric.NANOS_PER_ACCESS, "per access", "ns", 1, 2),
            new Shown(Metric.STALL_NANOS, "stalled", "ms", NANOS_PER_MILLI, 1),
            new Shown(Metric.NODE_RECLAIM_PAGES, "node_reclaim", "pages", 1, 0),
            new Shown(Metric.KSWAPD_PAGES, "kswapd", "pages", 1, 0),
            new Shown(Metric.DIRECT_PAGES, "direct", "pages", 1, 0),
            new Shown(Metric.REFAULTS, "refaults", "pages", 1, 0),
            new Shown(Metric.FAILED_ALLOCATIONS, "failed", "requests", 1, 0),
            new Shown(Metric.KILLED_TASKS, "killed", "tasks", 1, 0),
            new Shown(Metric.PAGES_PER_SECOND, "first touch", "pages/s", 1, 0));

    private final List<ComparisonRow> rows;
    private final List<Repeats> repeats;
    private final Scenario scenario;
    private final ReportPage page;

    private record Shown(Metric metric, String name, String unit, double divisor, int decimals) {
    }

    private ComparisonPage(List<ComparisonRow> rows, Manifest manifest) {
        this.rows = rows;
        repeats = Repeats.of(rows);
        scenario = rows.get(0).of().scenario();
        String title = scenario.header().title();
        page = new ReportPage(title.isEmpty() ? "Scenario " + scenario.name() : title, manifest);
    }

    /**
     * The page of some rows.
     *
     * @param rows at least one, in the order of their cases; the first variant of each point is the baseline
     */
    public static ReportPage of(List<ComparisonRow> rows, Manifest manifest) {
        return new ComparisonPage(rows, manifest).build();
    }

    private ReportPage build() {
        page.lead(answer());
        tables();
        sweeps();
        costs();
        SampledRuns.addTo(page, rows.stream().filter(row -> !row.samples().isEmpty()).toList());
        page.assumptions(assumptions());
        return page;
    }

    private String answer() {
        List<Repeats> complete = repeats.stream()
                .filter(one -> one.rows().stream().allMatch(row -> row.tasks().cost().isComplete())).toList();
        if (!repeats.get(0).point().isEmpty() || complete.isEmpty() || repeats.size() == 1) {
            return "Preset or scenario " + scenario.name() + ", " + variants().size() + " variants, " + points().size()
                    + " points, " + rows.size() + " runs.";
        }
        Repeats best = complete.get(0);
        for (Repeats one : complete) {
            best = total(one) < total(best) ? one : best;
        }
        Repeats baseline = repeats.get(0);
        if (best == baseline || !best.difference(Metric.TOTAL_NANOS, baseline).isDifference()) {
            return "No variant that completes costs less than the baseline `" + baseline.label() + "`.";
        }
        return "Lowest total cost of what completes: `" + best.label() + "`, "
                + Decimals.format(100 * (1 - total(best) / total(baseline)), 1, "-") + " % below the baseline `"
                + baseline.label() + "`.";
    }

    private static double total(Repeats one) {
        return one.interval(Metric.TOTAL_NANOS).mean();
    }

    private Set<Map<String, String>> points() {
        Set<Map<String, String>> points = new LinkedHashSet<>();
        repeats.forEach(one -> points.add(one.point()));
        return points;
    }

    private List<String> variants() {
        return repeats.stream().map(Repeats::label).distinct().toList();
    }

    private void tables() {
        page.section("Figures and differences");
        int shown = 0;
        for (Map<String, String> point : points()) {
            if (shown++ < TABLES_MAX) {
                if (!point.isEmpty()) {
                    page.heading(text(point));
                }
                page.table(table(repeats.stream().filter(one -> one.point().equals(point)).toList()));
            }
        }
        if (shown > TABLES_MAX) {
            page.legend("The first " + TABLES_MAX + " of " + shown + " points; the results as CSV or JSON Lines have"
                    + " all of them.");
        }
        page.legend(legend());
    }

    private String legend() {
        int seeds = repeats.get(0).rows().size();
        String text = "Total cost: virtual time the tasks under test paid. Remote: their anonymous and shared pages on"
                + " another node than their CPU's. Differences are against the baseline; green is better.";
        if (seeds == 1) {
            return text + " One seed: how much the figures vary is not known; `--seeds N` repeats the runs.";
        }
        return text + " Means of " + seeds + " seeds, ± is the confidence interval of 95 % (Student's t); a figure"
                + " without ± is identical in all " + seeds + " seeds. A difference is coloured if a paired t test "
                + "(same seeds, two-sided, 5 %, not corrected for the number of comparisons) finds one or if it is the"
                + " same in all seeds; n.s.: not shown to differ.";
    }

    private static ReportTable table(List<Repeats> list) {
        ReportTable table = new ReportTable("policy and settings");
        table.textColumn("attached to");
        List<Shown> columns = COLUMNS.stream().filter(shown -> list.stream()
                .anyMatch(one -> one.interval(shown.metric()).mean() != 0)).toList();
        columns.forEach(shown -> table.column(shown.name(), shown.unit()));
        for (Repeats one : list) {
            List<ReportTable.Cell> cells = new ArrayList<>();
            cells.add(ReportTable.Cell.of(one.rows().get(0).attached()));
            columns.forEach(shown -> cells.add(cell(shown, one, list.get(0))));
            ReportTable.Cell[] all = cells.toArray(new ReportTable.Cell[0]);
            if (one == list.get(0)) {
                table.baseline(one.label(), all);
            } else {
                table.row(one.label(), all);
            }
        }
        return table;
    }

    private static ReportTable.Cell cell(Shown shown, Repeats one, Repeats baseline) {
        Interval interval = one.interval(shown.metric());
        String text = number(interval.mean() / shown.divisor(), shown.decimals());
        if (!Double.isNaN(interval.halfWidth())) {
            text += " ± " + number(interval.halfWidth() / shown.divisor(), shown.decimals());
        }
        ReportTable.Cell cell = ReportTable.Cell.of(text);
        return one == baseline ? cell : compared(cell, shown, one, baseline);
    }

    private static ReportTable.Cell compared(
            ReportTable.Cell cell, Shown shown, Repeats one, Repeats baseline) {
        PairedDifference difference = one.difference(shown.metric(), baseline);
        double base = baseline.interval(shown.metric()).mean();
        if (Double.isNaN(difference.mean()) || difference.mean() == 0) {
            return cell;
        }
        String note = shown.metric() == Metric.REMOTE_PERCENT
                ? signed(difference.mean(), shown.decimals()) + " points"
                : base == 0 ? signed(difference.mean() / shown.divisor(), shown.decimals())
                        : signed(100 * difference.mean() / base, 1) + " %";
        if (!difference.isDifference()) {
            return cell.note(note + " n.s.", ReportTable.Tone.NEUTRAL);
        }
        Metric.Better better = shown.metric().better();
        if (better == Metric.Better.NEITHER) {
            return cell.note(note, ReportTable.Tone.NEUTRAL);
        }
        boolean higher = difference.mean() > 0;
        return cell.note(note, higher == (better == Metric.Better.HIGHER)
                ? ReportTable.Tone.BETTER : ReportTable.Tone.WORSE);
    }

    /** A number with thin spaces between thousands. */
    static String number(double value, int decimals) {
        String plain = Decimals.format(value, decimals, "–");
        int end = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
        return plain.substring(0, end).replaceAll("(?<=[0-9])(?=(?:[0-9]{3})+$)", "\u2009") + plain.substring(end);
    }

    private static String signed(double value, int decimals) {
        return (value < 0 ? "−" : "+") + number(StrictMath.abs(value), decimals);
    }

    private static String text(Map<String, String> point) {
        List<String> parts = new ArrayList<>();
        point.forEach((name, value) -> parts.add(name + " = " + value));
        return String.join(", ", parts);
    }

    private void sweeps() {
        List<String> names = List.copyOf(repeats.get(0).point().keySet());
        String axis = names.stream().filter(this::isNumeric).findFirst().orElse(null);
        if (axis == null) {
            return;
        }
        page.section("Over " + axis);
        Set<Map<String, String>> others = new LinkedHashSet<>();
        repeats.forEach(one -> others.add(without(one.point(), axis)));
        int panels = 0;
        for (Map<String, String> rest : others) {
            if (panels++ < SWEEP_PANELS_MAX) {
                String where = rest.isEmpty() ? "" : text(rest);
                page.chart(lines("Total cost over " + axis, where, axis, rest, COLUMNS.get(0)).chart());
                page.charts(List.of(lines("Remote pages", where, axis, rest, COLUMNS.get(1)).small().chart(),
                        lines("Cost of an access", where, axis, rest, COLUMNS.get(2)).small().chart(),
                        lines("Stalls", where, axis, rest, COLUMNS.get(3)).small().chart()));
            }
        }
    }

    private boolean isNumeric(String name) {
        List<Double> values = points().stream().map(point -> Sweep.number(point.get(name))).distinct().toList();
        return values.size() > 1 && values.stream().noneMatch(value -> value.isNaN());
    }

    private static Map<String, String> without(Map<String, String> point, String name) {
        Map<String, String> rest = new LinkedHashMap<>(point);
        rest.remove(name);
        return rest;
    }

    private LineChart lines(String title, String caption, String axis, Map<String, String> rest, Shown shown) {
        LineChart chart = LineChart.titled(title, caption).x(axis, "").y(shown.name(), shown.unit());
        for (String variant : variants()) {
            List<LineChart.Point> points = new ArrayList<>();
            for (Repeats one : repeats) {
                if (one.label().equals(variant) && without(one.point(), axis).equals(rest)) {
                    Interval interval = one.interval(shown.metric());
                    double mean = interval.mean() / shown.divisor();
                    double half = Double.isNaN(interval.halfWidth()) ? 0 : interval.halfWidth() / shown.divisor();
                    points.add(new LineChart.Point(
                            Sweep.number(one.point().get(axis)), mean, mean - half, mean + half));
                }
            }
            chart.series(variant, points);
        }
        return chart;
    }

    private void costs() {
        Map<String, String> point = repeats.get(0).point();
        List<Repeats> shown = repeats.stream().filter(one -> one.point().equals(point)).toList();
        int[] used = IntStream.range(0, COST_PARTS.size())
                .filter(part -> shown.stream().anyMatch(one -> parts(one)[part] > 0)).toArray();
        StackedBars bars = StackedBars.titled("What the tasks under test paid", text(point),
                Arrays.stream(used).mapToObj(COST_PARTS::get).toList()).axis("virtual time", "ms");
        for (Repeats one : shown) {
            double[] parts = parts(one);
            bars.bar(one.label(), Arrays.stream(used).mapToDouble(part -> parts[part]).toArray());
        }
        page.section("Where the time went").chart(bars.chart())
                .legend("Access: loads and stores of present pages. Fault: traps, zeroing, mapping. Copy: page cache"
                        + " read or written through a descriptor. Disk: first reads; refault: reads of what had been"
                        + " evicted. Migration: pages moved, hint faults. Stall: inside allocations. Wait: another task"
                        + " or kswapd had the CPU. Failures have no price and stand in the table.");
    }

    private static double[] parts(Repeats one) {
        double[] parts = new double[COST_PARTS.size()];
        for (ComparisonRow row : one.rows()) {
            CostSplit cost = row.tasks().cost();
            long[] nanos = {cost.accessNanos(), cost.faultNanos(), cost.copyNanos(), cost.diskNanos(),
                cost.refaultNanos(), cost.migrationNanos(), cost.stallNanos(), cost.waitNanos()};
            for (int i = 0; i < parts.length; i++) {
                parts[i] += nanos[i] / NANOS_PER_MILLI / one.rows().size();
            }
        }
        return parts;
    }

    private List<String> assumptions() {
        List<String> lines = new ArrayList<>();
        lines.add("kernel " + scenario.header().kernel() + "; " + scenario.header().nodes().size() + " nodes: "
                + String.join("; ", scenario.header().nodes().stream().map(node -> node.text().substring(6)).toList()));
        if (!scenario.values().isEmpty()) {
            lines.add("parameters: " + text(scenario.values()).replace(" = ", "="));
        }
        if (!scenario.costs().isEmpty()) {
            lines.add("prices the scenario replaces, in ns: " + String.join(", ",
                    scenario.costs().stream().map(CostLine::text).map(text -> text.substring(9)).toList())
                    + "; all others as in the price list of a server");
        }
        lines.add("measured from step " + (rows.get(0).of().commonSteps() + 1) + " of " + scenario.steps().size()
                + " on, the first with a task under test; what comes before is common to all and not measured");
        return lines;
    }
}
