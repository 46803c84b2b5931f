package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The claim that Spark loses 80 % on a machine full of page cache and 30 % with zone_reclaim (section 2.2). No sizes
 * are published, so the region is looked for where both hold: over the share of the machine that is filled, the size of
 * the executors and how often they use their memory.
 */
record SparkRegion(double scale) implements Question {
    private static final String GROUP = "spark";
    private static final String FILL = "fill";
    private static final String EMPTY = "0";
    /** How far a loss may be from the claimed one, in percentage points. */
    private static final double TOLERANCE = 10;
    private static final double CLAIMED_DEFAULT = 80;
    private static final double CLAIMED_ZONE_RECLAIM = 30;

    @Override
    public List<RunGroup> groups() {
        return List.of(new RunGroup(GROUP, "spark-prefilled", scale, "default,zone_reclaim",
                List.of("heap=4G,8G,12G", "touches=4,40", "fill=0,45,90"), 1));
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<ComparisonRow> byDefault = evidence.rows(GROUP, Slate.DEFAULT);
        List<ComparisonRow> reclaiming = evidence.rows(GROUP, Slate.ZONE_RECLAIM);
        List<List<String>> table = new ArrayList<>();
        List<String> region = new ArrayList<>();
        double worst = Double.NEGATIVE_INFINITY;
        double worstReclaiming = Double.NEGATIVE_INFINITY;
        double empty = Double.NaN;
        for (int i = 0; i < byDefault.size(); i++) {
            Map<String, String> point = byDefault.get(i).of().point();
            if (point.get(FILL).equals(EMPTY)) {
                empty = nanos(byDefault.get(i));
                continue;
            }
            double loss = 100 * (1 - empty / nanos(byDefault.get(i)));
            double lossReclaiming = 100 * (1 - empty / nanos(reclaiming.get(i)));
            worst = Math.max(worst, loss);
            worstReclaiming = Math.max(worstReclaiming, lossReclaiming);
            if (Math.abs(loss - CLAIMED_DEFAULT) <= TOLERANCE
                    && Math.abs(lossReclaiming - CLAIMED_ZONE_RECLAIM) <= TOLERANCE) {
                region.add("heap " + point.get("heap") + ", touches " + point.get("touches") + ", filled "
                        + point.get(FILL) + " %");
            }
            table.add(List.of(point.get("heap"), point.get("touches"), point.get(FILL), one(-loss),
                    one(-lossReclaiming), one(byDefault.get(i).remotePercent()),
                    one(reclaiming.get(i).remotePercent())));
        }
        return new Finding("Claim: Spark loses 80 % on full nodes, 30 % with zone_reclaim", region.isEmpty()
                ? "There is no point of this grid at which both hold within 10 points: the default loses at most "
                        + one(worst) + " %, zone_reclaim at most " + one(worstReclaiming) + " %."
                : "Both hold within 10 points at: " + String.join("; ", region) + ".",
                List.of("executor", "touches", "filled %", "default %", "zone_reclaim %", "remote % default",
                        "remote % zone_reclaim"), table, null, evidence.source(GROUP) + " (executors at full size)",
                List.of("performance: one over the time of all executors, against the default on an empty machine",
                        "the published test has no sizes, no kernel and no metric"));
    }

    private static double nanos(ComparisonRow row) {
        return row.tasks().cost().isComplete() ? row.tasks().cost().totalNanos() : Double.NaN;
    }

    private static String one(double value) {
        return Decimals.format(value, 1, "-");
    }
}
