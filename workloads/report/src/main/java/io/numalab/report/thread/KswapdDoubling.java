package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.page.LineChart;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The claim that waking kswapd in node_reclaim roughly doubles the rate of allocation (section 2.3), over what reclaim
 * and kswapd cost a page, in units of a fault. The mail has no figures, so the price ratios are what is varied.
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
        return List.of(new RunGroup(GROUP, "thread", scale, WITHOUT + "," + WITH,
                List.of("kernel=6.1,6.12,6.18", "RECLAIM_FREE=222,641,941,1541,2141", "KSWAPD_FREE=72,372,972"), 1));
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<ComparisonRow> without = evidence.rows(GROUP, WITHOUT);
        List<ComparisonRow> with = evidence.rows(GROUP, WITH);
        List<List<String>> table = new ArrayList<>();
        Map<String, List<LineChart.Point>> lines = new LinkedHashMap<>();
        Map<String, List<String>> doubled = new LinkedHashMap<>();
        Map<String, double[]> ranges = new LinkedHashMap<>();
        for (int i = 0; i < with.size(); i++) {
            Map<String, String> point = with.get(i).of().point();
            double ratio = with.get(i).pagesPerSecond() / without.get(i).pagesPerSecond();
            double reclaim = reclaim(point);
            double kswapd = kswapd(point);
            String kernel = point.get(KERNEL);
            table.add(List.of(kernel, two(reclaim), two(kswapd), two(ratio), two(without.get(i).remotePercent()),
                    two(with.get(i).remotePercent())));
            lines.computeIfAbsent(kernel + ", kswapd " + two(kswapd), name -> new ArrayList<>())
                    .add(new LineChart.Point(reclaim, ratio));
            double[] range = ranges.computeIfAbsent(kernel, name -> new double[] {ratio, ratio, 0});
            range[0] = Math.min(range[0], ratio);
            range[1] = Math.max(range[1], ratio);
            range[2] = Math.max(range[2], with.get(i).remotePercent());
            doubled.computeIfAbsent(kernel, name -> new ArrayList<>());
            if (ratio >= LOW && ratio <= HIGH) {
                doubled.get(kernel).add(two(reclaim) + " : 1 : " + two(kswapd));
            }
        }
        LineChart chart = LineChart.titled("Allocation rate of kswapd-wakeup over that of zone_reclaim",
                "lines: kernel, cost of a page of kswapd in faults")
                .x("cost of reclaiming a page", "faults").y("times as fast", "");
        lines.forEach(chart::series);
        return new Finding("Claim: waking kswapd roughly doubles the allocation rate", answer(ranges, doubled),
                List.of("kernel", "reclaim : fault", "kswapd : fault", "times as fast", "remote % without",
                        "remote % with"), table, chart.chart(), evidence.source(GROUP),
                List.of("a fault is ANON_FAULT; reclaim of a page RECLAIM_SCAN + RECLAIM_FREE + RECLAIM_CALL / 32; a"
                        + " page of kswapd KSWAPD_SCAN + KSWAPD_FREE",
                        "one task allocates; kswapd runs beside it on another CPU; classic LRU on all kernels"));
    }

    private static String answer(Map<String, double[]> ranges, Map<String, List<String>> doubled) {
        StringBuilder text = new StringBuilder();
        ranges.forEach((kernel, range) -> {
            text.append(text.length() == 0 ? "" : " ").append("On ").append(kernel).append(": ")
                    .append(two(range[0])).append(" to ").append(two(range[1])).append(" times, up to ")
                    .append(two(range[2])).append(" % remote; ");
            List<String> ratios = doubled.get(kernel);
            text.append(ratios.isEmpty() ? "1.8 to 2.2 at none of these prices."
                    : "1.8 to 2.2 at reclaim : fault : kswapd of " + String.join(", ", ratios) + ".");
        });
        return text.toString();
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
