package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.breakeven.BreakEven;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.page.StackedBars;
import java.util.ArrayList;
import java.util.List;

/**
 * Q5: should proactive reclaim of a node still honour min_unmapped_ratio? Before the job starts, the node's reclaim
 * file is asked for a quarter of the node, under several values of the ratio, with a cache of which a share counts.
 */
record ProactiveReclaim(double scale) implements Question {
    private static final String GROUP = "proactive";
    private static final long REQUEST_BYTES = 4L << 30;
    private static final List<Integer> RATIOS = List.of(0, 1, 50, 90);

    private String variant(int ratio) {
        return "default+kernel=6.18+vm.min_unmapped_ratio=" + ratio + "+/sys/devices/system/node/node1/reclaim="
                + (long) (REQUEST_BYTES * scale / 1024) + "K";
    }

    @Override
    public List<RunGroup> groups() {
        List<String> variants = new ArrayList<>(List.of("default+kernel=6.18"));
        RATIOS.forEach(ratio -> variants.add(variant(ratio)));
        return List.of(RunGroup.of(GROUP, "valuable-cache", scale, String.join(";", variants),
                "reread=0,0.6").slowed());
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<List<String>> table = new ArrayList<>();
        StackedBars bars = StackedBars.titled("What proactive reclaim costs and saves",
                "by min_unmapped_ratio, for a cache of garbage and one of value", List.of("reread 0", "reread 0.6"))
                .sideBySide().axis("cost", "ms");
        List<ComparisonRow> without = evidence.rows(GROUP, "default+kernel=6.18");
        add(table, "no proactive reclaim", without);
        bars.bar("no proactive reclaim", cost(without.get(0)) / 1e6, cost(without.get(1)) / 1e6);
        List<Double> garbage = new ArrayList<>();
        List<Double> valuable = new ArrayList<>();
        for (int ratio : RATIOS) {
            List<ComparisonRow> rows = evidence.rows(GROUP, variant(ratio));
            add(table, "min_unmapped_ratio=" + ratio, rows);
            bars.bar("ratio " + ratio, cost(rows.get(0)) / 1e6, cost(rows.get(1)) / 1e6);
            garbage.add(cost(rows.get(0)));
            valuable.add(cost(rows.get(1)));
        }
        return new Finding("Q5: should proactive reclaim still honour min_{slab,unmapped}_ratio?",
                says("garbage (reread=0)", garbage) + " " + says("of value (reread=0.6)", valuable),
                List.of("before the job", "cost ms, reread 0", "remote %, reread 0", "cost ms, reread 0.6",
                        "remote %, reread 0.6", "refaults, reread 0.6"), table, bars.chart(), evidence.source(GROUP),
                List.of("written once to the node's reclaim file before the job starts; kernel 6.18",
                        "the cgroup's memory.reclaim does not use these ratios; min_slab_ratio is at its default"));
    }

    private static String says(String cache, List<Double> costs) {
        double low = costs.stream().mapToDouble(cost -> cost).min().orElseThrow();
        double high = costs.stream().mapToDouble(cost -> cost).max().orElseThrow();
        String spread = Decimals.format(100 * (high / low - 1), 1, "-") + " %";
        return high <= low * (1 + Slate.MARGIN)
                ? "With a cache that is " + cache + " the ratio makes no difference (" + spread + ")."
                : "With a cache that is " + cache + " the ratio matters by " + spread + "; best at "
                        + RATIOS.get(costs.indexOf(low)) + ".";
    }

    private static double cost(ComparisonRow row) {
        return BreakEven.costNanos(row);
    }

    private static void add(List<List<String>> table, String name, List<ComparisonRow> rows) {
        table.add(List.of(name, millis(rows.get(0)), Decimals.format(rows.get(0).remotePercent(), 2, "-"),
                millis(rows.get(1)), Decimals.format(rows.get(1).remotePercent(), 2, "-"),
                Long.toString(rows.get(1).reclaim().refaults())));
    }

    private static String millis(ComparisonRow row) {
        return Decimals.format(cost(row) / 1e6, 1, "fails");
    }
}
