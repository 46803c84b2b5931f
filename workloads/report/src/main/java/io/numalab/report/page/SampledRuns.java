package io.numalab.report.page;

import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.measure.NodeSample;
import io.numalab.report.measure.Sample;
import io.numalab.report.measure.TaskSample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The charts of runs over time: what each node holds, what was reclaimed by whom, how long tasks stood still. */
final class SampledRuns {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double PAGES_PER_MEBIBYTE = 256;
    private static final double MEBIBYTES_PER_GIBIBYTE = 1024;
    private static final int CHARTS_MAX = 48;
    private static final List<ReportPage.Key> LAYERS = List.of(new ReportPage.Key("anonymous", "var(--anon)"),
            new ReportPage.Key("page cache", "var(--file)"), new ReportPage.Key("other", "var(--other)"),
            new ReportPage.Key("free", "var(--free)"));

    private final List<ComparisonRow> rows;
    private final double endSeconds;
    private final double pagesPerUnit;
    private final String unit;

    private SampledRuns(List<ComparisonRow> rows) {
        this.rows = rows;
        endSeconds = rows.stream().mapToDouble(SampledRuns::endSeconds).max().orElse(0);
        boolean large = nodeMebibytes() >= 2 * MEBIBYTES_PER_GIBIBYTE;
        pagesPerUnit = large ? PAGES_PER_MEBIBYTE * MEBIBYTES_PER_GIBIBYTE : PAGES_PER_MEBIBYTE;
        unit = large ? "GiB" : "MiB";
    }

    /** Adds the charts of some runs to a page; nothing if there are none. */
    static void addTo(ReportPage page, List<ComparisonRow> rows) {
        if (!rows.isEmpty()) {
            new SampledRuns(rows).add(page);
        }
    }

    private static double endSeconds(ComparisonRow row) {
        return row.samples().get(row.samples().size() - 1).timeNanos() / NANOS_PER_SECOND;
    }

    private double nodeMebibytes() {
        return rows.stream().flatMap(row -> row.samples().get(0).nodes().stream())
                .mapToDouble(node -> node.pages() / PAGES_PER_MEBIBYTE).max().orElse(0);
    }

    private void add(ReportPage page) {
        page.section("Placement over time").legend("What the pages of each node hold from the first measured step on;"
                + " seed " + rows.get(0).of().seed() + ".").key(LAYERS);
        int charts = 0;
        for (ComparisonRow row : rows) {
            int nodes = row.samples().get(0).nodes().size();
            List<Chart> ofRow = new ArrayList<>();
            for (int nid = 0; nid < nodes && charts < CHARTS_MAX; nid++, charts++) {
                ofRow.add(node(row, nid));
            }
            if (!ofRow.isEmpty()) {
                page.heading(row.label()).charts(ofRow);
            }
        }
        page.section("Reclaim and stalls over time").key(LineChart.key(labels())).charts(List.of(
                lines("Reclaimed by node_reclaim", unit, sample -> sample.reclaim().nodeReclaimPages() / pagesPerUnit),
                lines("Reclaimed by kswapd", unit, sample -> sample.reclaim().kswapdPages() / pagesPerUnit),
                lines("Reclaimed by tasks otherwise", unit, sample -> sample.reclaim().directPages() / pagesPerUnit),
                lines("Stalled in allocations, all tasks", "ms", SampledRuns::stallMillis)))
                .legend("Counted from the first measured step on.");
    }

    private Chart node(ComparisonRow row, int nid) {
        double capacity = row.samples().get(0).nodes().get(nid).pages() / pagesPerUnit;
        StackedAreas areas = StackedAreas.titled("node " + nid, "", LAYERS)
                .x("virtual time", "s", endSeconds).y("memory", unit, capacity);
        for (Sample sample : row.samples()) {
            NodeSample node = sample.nodes().get(nid);
            areas.at(sample.timeNanos() / NANOS_PER_SECOND, node.anonPages() / pagesPerUnit,
                    node.filePages() / pagesPerUnit, node.otherPages() / pagesPerUnit,
                    node.freePages() / pagesPerUnit);
        }
        return areas.chart();
    }

    private Chart lines(String title, String what, ToDoubleFunction<Sample> value) {
        LineChart chart = LineChart.titled(title, "").x("virtual time", "s").y("", what).small();
        for (ComparisonRow row : rows) {
            double begin = value.applyAsDouble(row.samples().get(0));
            chart.series(row.label(), row.samples().stream()
                    .map(sample -> new LineChart.Point(
                            sample.timeNanos() / NANOS_PER_SECOND, value.applyAsDouble(sample) - begin)).toList());
        }
        return chart.chart();
    }

    private List<String> labels() {
        return rows.stream().map(ComparisonRow::label).toList();
    }

    private static double stallMillis(Sample sample) {
        return sample.tasks().stream().mapToLong(TaskSample::stallNanos).sum() / NANOS_PER_MILLI;
    }
}
