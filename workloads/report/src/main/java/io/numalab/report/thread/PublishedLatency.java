package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.page.LineChart;
import java.util.ArrayList;
import java.util.List;

/**
 * The microbenchmark of the thread (section 2.1), at full size and at a reduced scale. Two of the three published
 * figures gave the latencies of the preset; the third is predicted for several numbers of tasks, as that is not told.
 */
record PublishedLatency(double fullScale, double scale) implements Question {
    private static final String FULL = "published, full";
    static final String FULL_TASKS = "published, tasks, full";
    private static final String REDUCED = "published, reduced";
    static final String REDUCED_TASKS = "published, tasks, reduced";
    private static final double MEMBIND = 52.98;
    private static final double DEFAULT = 67.86;
    private static final double ZONE_RECLAIM = 56.34;
    /** Figures that differ by less are the same. */
    private static final double SAME_NANOS = 0.5;
    private static final String THREADS = "threads=1,2,4,8,16";

    @Override
    public List<RunGroup> groups() {
        return List.of(RunGroup.of(FULL, "thread", fullScale, "default,membind"),
                RunGroup.of(FULL_TASKS, "thread", fullScale, "zone_reclaim", THREADS),
                RunGroup.of(REDUCED, "thread", scale, "default,membind"),
                RunGroup.of(REDUCED_TASKS, "thread", scale, "zone_reclaim", THREADS));
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<List<String>> table = new ArrayList<>();
        add(table, "default", DEFAULT, evidence.row(FULL, "default"), evidence.row(REDUCED, "default"), "calibrated");
        add(table, "membind", MEMBIND, evidence.row(FULL, "membind"), evidence.row(REDUCED, "membind"), "calibrated");
        List<ComparisonRow> full = evidence.rows(FULL_TASKS);
        List<ComparisonRow> reduced = evidence.rows(REDUCED_TASKS);
        List<LineChart.Point> fullLine = new ArrayList<>();
        List<LineChart.Point> reducedLine = new ArrayList<>();
        double largest = 0;
        for (int i = 0; i < full.size(); i++) {
            String tasks = full.get(i).of().point().get("threads");
            add(table, "zone_reclaim, " + tasks + (tasks.equals("1") ? " task" : " tasks"), ZONE_RECLAIM, full.get(i),
                    reduced.get(i), "predicted");
            fullLine.add(new LineChart.Point(Sweep.number(tasks), nanos(full.get(i))));
            reducedLine.add(new LineChart.Point(Sweep.number(tasks), nanos(reduced.get(i))));
        }
        for (List<String> row : table) {
            largest = Math.max(largest, Math.abs(Double.parseDouble(row.get(2)) - Double.parseDouble(row.get(3))));
        }
        List<LineChart.Point> published = List.of(new LineChart.Point(fullLine.get(0).x(), ZONE_RECLAIM),
                new LineChart.Point(fullLine.get(fullLine.size() - 1).x(), ZONE_RECLAIM));
        return new Finding("Published: 56.34 / 67.86 / 52.98 ns per access", where(full) + scaling(largest),
                List.of("average ns per access", "published", Evidence.scale(fullScale), Evidence.scale(scale),
                        "remote %", ""), table,
                LineChart.titled("zone_reclaim by the number of allocating tasks",
                        "beside the published figure, whose number of tasks is not told")
                        .x("tasks", "").y("mean latency", "ns").xLogarithmic().yFromData()
                        .series(Evidence.scale(fullScale), fullLine)
                        .series(Evidence.scale(scale) + " (reduced)", reducedLine).series("published", published)
                        .chart(),
                "preset thread, " + Evidence.scale(fullScale) + " beside " + Evidence.scale(scale),
                List.of("calibrated: the two latencies were derived from 52.98 and 67.86; 56.34 was not used",
                        "not published and free: number of tasks, CPUs, distances (10, 20), kernel (6.1, classic LRU)",
                        "uniform random reads after everything is allocated; GB is read as GiB"));
    }

    private String scaling(double largest) {
        return " Scaling " + (largest > SAME_NANOS ? "changes" : "does not change") + " these figures: between "
                + Evidence.scale(fullScale) + " and " + Evidence.scale(scale) + " they differ by at most "
                + Decimals.format(largest, 2, "-") + " ns" + (largest > SAME_NANOS
                        ? ", where several tasks compete for the node's reclaim lock." : ".");
    }

    private static String where(List<ComparisonRow> full) {
        for (int i = 1; i < full.size(); i++) {
            if (nanos(full.get(i - 1)) <= ZONE_RECLAIM && nanos(full.get(i)) >= ZONE_RECLAIM) {
                return "The published 56.34 ns of zone_reclaim lie between "
                        + full.get(i - 1).of().point().get("threads") + " and "
                        + full.get(i).of().point().get("threads") + " allocating tasks ("
                        + Decimals.format(nanos(full.get(i - 1)), 2, "-") + " and "
                        + Decimals.format(nanos(full.get(i)), 2, "-") + " ns); one task would give "
                        + Decimals.format(nanos(full.get(0)), 2, "-") + ".";
            }
        }
        return "The published 56.34 ns of zone_reclaim are outside what 1 to 16 tasks give ("
                + Decimals.format(nanos(full.get(0)), 2, "-") + " to "
                + Decimals.format(nanos(full.get(full.size() - 1)), 2, "-") + " ns).";
    }

    private static double nanos(ComparisonRow row) {
        return row.tasks().nanosPerAccess();
    }

    private static void add(List<List<String>> table, String name, double published, ComparisonRow full,
            ComparisonRow reduced, String how) {
        table.add(List.of(name, Decimals.format(published, 2, "-"), Decimals.format(nanos(full), 2, "NaN"),
                Decimals.format(nanos(reduced), 2, "NaN"), Decimals.format(full.remotePercent(), 2, "-"), how));
    }
}
