package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.page.Chart;
import io.numalab.report.page.LineChart;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The claim that waking kswapd in node_reclaim roughly doubles the rate of allocation (section 2.3), over what reclaim
 * and kswapd cost a page, in units of a fault. The mail has no figures, so the price ratios are what is varied. The job
 * runs on node 1, which is full of clean cache to its low mark when it starts: node 0 has a DMA32 zone too, and as long
 * as that is free the kernel takes the node for balanced and lets kswapd sleep.
 */
record KswapdDoubling(double scale) implements Question {
    private static final String GROUP = "doubling";
    private static final String KERNEL = "kernel";
    private static final String WITHOUT = "zone_reclaim+mglru=off";
    private static final String WITH = "kswapd-wakeup+mglru=off";
    private static final double LOW = 1.8;
    private static final double HIGH = 2.2;
    private static final int BATCH_PAGES = 32;

    @Override
    public List<RunGroup> groups() {
        return List.of(RunGroup.of(GROUP, "thread", scale, WITHOUT + "," + WITH, "home=1", "cache=122G", "anon=30G",
                "reads=20000", "kernel=6.1,6.12,6.18", "RECLAIM_FREE=222,641,941,1541,2141",
                "KSWAPD_FREE=72,372,972"));
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<ComparisonRow> without = evidence.rows(GROUP, WITHOUT);
        List<ComparisonRow> with = evidence.rows(GROUP, WITH);
        List<List<String>> table = new ArrayList<>();
        Map<String, Map<Double, List<LineChart.Point>>> curves = new LinkedHashMap<>();
        Map<String, Double> remoteMax = new LinkedHashMap<>();
        for (int i = 0; i < with.size(); i++) {
            Map<String, String> point = with.get(i).of().point();
            double ratio = with.get(i).pagesPerSecond() / without.get(i).pagesPerSecond();
            String kernel = point.get(KERNEL);
            table.add(List.of(kernel, two(reclaim(point)), two(kswapd(point)), two(ratio),
                    two(without.get(i).remotePercent()), two(with.get(i).remotePercent())));
            curves.computeIfAbsent(kernel, name -> new TreeMap<>())
                    .computeIfAbsent(kswapd(point), price -> new ArrayList<>())
                    .add(new LineChart.Point(reclaim(point), ratio));
            remoteMax.merge(kernel, with.get(i).remotePercent(), Math::max);
        }
        List<Chart> charts = new ArrayList<>();
        curves.forEach((kernel, lines) -> {
            LineChart chart = LineChart.titled("Linux " + kernel,
                    "allocation rate of kswapd-wakeup over that of zone_reclaim, by the cost of a page of kswapd; up"
                            + " to " + two(remoteMax.get(kernel)) + " % of the pages are remote")
                    .x("cost of reclaiming a page", "faults")
                    .y("times as fast", "");
            lines.forEach((kswapd, line) -> chart.series(two(kswapd), line));
            charts.add(chart.chart());
        });
        return new Finding("Claim: waking kswapd roughly doubles the allocation rate", answer(curves, remoteMax),
                List.of("kernel", "reclaim : fault", "kswapd : fault", "times as fast", "remote % without",
                        "remote % with"), table, charts, evidence.source(GROUP),
                List.of("a fault is ANON_FAULT; reclaim of a page RECLAIM_SCAN + RECLAIM_FREE + RECLAIM_CALL / 32; a"
                        + " page of kswapd KSWAPD_SCAN + KSWAPD_FREE",
                        "one task allocates; kswapd runs beside it on another CPU; classic LRU on all kernels",
                        "122 of 125 GiB of node 1, which has no DMA32, are clean cache; the job allocates 30 GiB",
                        "the ranges move with --scale: marks and batches are a larger share of a smaller node"));
    }

    private static String answer(
            Map<String, Map<Double, List<LineChart.Point>>> curves, Map<String, Double> remoteMax) {
        List<String> sentences = new ArrayList<>();
        curves.forEach((kernel, lines) -> {
            List<String> ranges = new ArrayList<>();
            lines.forEach((kswapd, line) -> ranges.add(range(line) + " (" + two(kswapd) + ")"));
            sentences.add("On " + kernel + ": " + String.join(", ", ranges) + "; up to "
                    + two(remoteMax.get(kernel)) + " % of the pages are remote.");
        });
        return "Where the rate is 1.8 to 2.2 times as high, by what reclaim of a page costs in faults (and what a page"
                + " of kswapd costs): " + String.join(" ", sentences);
    }

    /** Where a curve that rises lies within the claim, by linear interpolation. */
    private static String range(List<LineChart.Point> line) {
        double from = crossing(line, LOW);
        double to = crossing(line, HIGH);
        double most = line.stream().mapToDouble(LineChart.Point::y).max().orElse(Double.NaN);
        if (Double.isNaN(from)) {
            return most < LOW ? "nowhere (at most " + two(most) + ")" : "nowhere (at least "
                    + two(line.get(0).y()) + ")";
        }
        return two(from) + (Double.isNaN(to) ? " or more" : " to " + two(to));
    }

    private static double crossing(List<LineChart.Point> line, double level) {
        if (line.get(0).y() >= level) {
            return level == LOW && line.get(0).y() <= HIGH ? line.get(0).x() : Double.NaN;
        }
        for (int i = 1; i < line.size(); i++) {
            LineChart.Point below = line.get(i - 1);
            LineChart.Point above = line.get(i);
            if (below.y() < level && above.y() >= level) {
                return below.x() + (above.x() - below.x()) * (level - below.y()) / (above.y() - below.y());
            }
        }
        return Double.NaN;
    }

    private static double reclaim(Map<String, String> point) {
        return (price(Price.RECLAIM_SCAN) + price(Price.RECLAIM_CALL) / BATCH_PAGES
                + Sweep.number(point.get("RECLAIM_FREE"))) / price(Price.ANON_FAULT);
    }

    private static double kswapd(Map<String, String> point) {
        return (price(Price.KSWAPD_SCAN) + Sweep.number(point.get("KSWAPD_FREE"))) / price(Price.ANON_FAULT);
    }

    private static double price(Price price) {
        return Prices.hardware().nanos(price);
    }

    private static String two(double value) {
        return Decimals.format(value, 2, "-");
    }
}
