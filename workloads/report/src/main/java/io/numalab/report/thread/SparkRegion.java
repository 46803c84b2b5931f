package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.page.LineChart;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The claim that Spark loses 80 % on a machine full of page cache and 30 % with zone_reclaim (section 2.2). No sizes
 * are published, so the region is looked for where both hold: over the size of the executors, the share of the machine
 * that is filled, and what an access to the other socket costs, which a loaded link makes dearer than an idle one.
 */
record SparkRegion(double scale) implements Question {
    private static final String GROUP = "spark";
    private static final String EMPTY = "spark, empty";
    private static final String HEAP = "heap";
    private static final String FILL = "fill";
    private static final String REMOTE = "ACCESS_REMOTE";
    private static final String HEAPS = "heap=4G,8G,12G";
    /** The executors and the fill of the figure. */
    private static final Map<String, String> SHOWN = Map.of(HEAP, "8G", FILL, "90");
    /** How far a loss may be from the claimed one, in percentage points. */
    private static final double TOLERANCE = 10;
    private static final double CLAIMED_DEFAULT = 80;
    private static final double CLAIMED_ZONE_RECLAIM = 30;

    @Override
    public List<RunGroup> groups() {
        return List.of(RunGroup.of(EMPTY, "spark-prefilled", scale, Slate.DEFAULT, "fill=0", HEAPS),
                RunGroup.of(GROUP, "spark-prefilled", scale, Slate.DEFAULT + "," + Slate.ZONE_RECLAIM, HEAPS,
                        "fill=60,90", REMOTE + "=141,2000,8000"));
    }

    /** What one point says. @param remote price of an access to the other socket, in local ones */
    private record Loss(Map<String, String> point, double remote, double byDefault, double reclaiming) {
        boolean isClaimed() {
            return Math.abs(byDefault - CLAIMED_DEFAULT) <= TOLERANCE
                    && Math.abs(reclaiming - CLAIMED_ZONE_RECLAIM) <= TOLERANCE;
        }

        boolean isIdle() {
            return remote < 2;
        }
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<List<String>> table = new ArrayList<>();
        List<Loss> losses = losses(evidence, table);
        List<LineChart.Point> byDefault = new ArrayList<>();
        List<LineChart.Point> reclaiming = new ArrayList<>();
        for (Loss loss : losses) {
            if (loss.point.entrySet().containsAll(SHOWN.entrySet())) {
                byDefault.add(new LineChart.Point(loss.remote, -loss.byDefault));
                reclaiming.add(new LineChart.Point(loss.remote, -loss.reclaiming));
            }
        }
        LineChart chart = LineChart.titled("Change of performance on full nodes",
                "executors of 8 GiB, nodes filled to 90 %, against the default on empty nodes")
                .x("remote access in local ones", "").y("change", "%").xLogarithmic()
                .series(Slate.DEFAULT, byDefault).series(Slate.ZONE_RECLAIM, reclaiming)
                .series("claimed, default", level(byDefault, -CLAIMED_DEFAULT))
                .series("claimed, zone_reclaim", level(byDefault, -CLAIMED_ZONE_RECLAIM));
        return new Finding("Claim: Spark loses 80 % on full nodes, 30 % with zone_reclaim", answer(losses),
                List.of("executor", "filled %", "remote : local", "default %", "zone_reclaim %", "remote % default",
                        "remote % zone_reclaim"), table, chart.chart(),
                evidence.source(GROUP) + " (executors given at full size)",
                List.of("performance: one over the time of all executors, against the default on an empty machine",
                        "the published test has no sizes, no kernel and no metric; 40 accesses of each page",
                        "141 ns (1.7 local accesses) is an idle link; dearer ones stand for a link that is saturated"));
    }

    private static List<Loss> losses(Evidence evidence, List<List<String>> table) {
        Map<String, Double> empty = new HashMap<>();
        evidence.rows(EMPTY).forEach(row -> empty.put(row.of().point().get(HEAP), nanos(row)));
        List<ComparisonRow> rows = evidence.rows(GROUP, Slate.DEFAULT);
        List<ComparisonRow> reclaiming = evidence.rows(GROUP, Slate.ZONE_RECLAIM);
        List<Loss> losses = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, String> point = rows.get(i).of().point();
            double base = empty.get(point.get(HEAP));
            Loss loss = new Loss(point,
                    Sweep.number(point.get(REMOTE)) / Prices.hardware().nanos(Price.ACCESS_LOCAL),
                    100 * (1 - base / nanos(rows.get(i))), 100 * (1 - base / nanos(reclaiming.get(i))));
            losses.add(loss);
            table.add(List.of(point.get(HEAP), point.get(FILL), one(loss.remote), one(-loss.byDefault),
                    one(-loss.reclaiming), one(rows.get(i).remotePercent()), one(reclaiming.get(i).remotePercent())));
        }
        return losses;
    }

    private static String answer(List<Loss> losses) {
        List<Loss> idle = losses.stream().filter(Loss::isIdle).toList();
        String atIdle = "With the latencies of an idle machine " + (idle.stream().anyMatch(Loss::isClaimed)
                ? "both hold within 10 points at: " + region(idle)
                : "both hold at no size or share: the default loses at most "
                + one(idle.stream().mapToDouble(Loss::byDefault).max().orElse(Double.NaN))
                + " %, zone_reclaim at most "
                + one(idle.stream().mapToDouble(Loss::reclaiming).max().orElse(Double.NaN)) + " %") + ".";
        List<Loss> loaded = losses.stream().filter(loss -> !loss.isIdle()).toList();
        return atIdle + (loaded.stream().anyMatch(Loss::isClaimed)
                ? " Both hold within 10 points where accesses to the other socket are dearer: " + region(loaded) + "."
                : " Dearer accesses to the other socket do not give both either.");
    }

    private static String region(List<Loss> losses) {
        return String.join("; ", losses.stream().filter(Loss::isClaimed).map(loss -> "executors of "
                + loss.point.get(HEAP) + ", filled to " + loss.point.get(FILL) + " %, remote " + one(loss.remote)
                + " times as dear as local").toList());
    }

    private static List<LineChart.Point> level(List<LineChart.Point> like, double y) {
        return like.stream().map(point -> new LineChart.Point(point.x(), y)).toList();
    }

    private static double nanos(ComparisonRow row) {
        return row.tasks().cost().isComplete() ? row.tasks().cost().totalNanos() : Double.NaN;
    }

    private static String one(double value) {
        return Decimals.format(value, 1, "-");
    }
}
