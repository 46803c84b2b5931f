package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.breakeven.BreakEven;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.page.Chart;
import io.numalab.report.page.HeatTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The presets that several questions look at, each under the same policies. The cost of a run is the time of all its
 * tasks; a run in which a request failed or a task was killed has none.
 */
final class Slate {
    static final String DEFAULT = "default";
    static final String ZONE_RECLAIM = "zone_reclaim";
    static final String MEMBIND = "membind";
    static final String BALANCED = "default+kernel.numa_balancing=1";
    static final String COLD_CACHE_FIRST = "cold-cache-first";
    static final List<String> POLICIES = List.of(
            DEFAULT, ZONE_RECLAIM, MEMBIND, "preferred-many", "kswapd-wakeup", BALANCED, COLD_CACHE_FIRST);
    static final List<String> PRESETS = List.of("fits-one-node", "two-share-a-node", "about-node-size",
            "larger-than-node", "new-memory-hot", "slow-tier", "hpc-logger", "hpc-jobs", "thisnode-no-swap",
            "valuable-cache", "database-cache", "jvm-heap", "helper-tasks", "neighbour-ends");
    /** A difference of less is none. */
    static final double MARGIN = 0.01;
    static final List<String> ASSUMPTIONS = List.of(
            "cost: virtual time of all tasks, those that read the cache again included",
            "fails: a request got no page or a task was killed; such a run has no cost",
            "scaled runs are in slow motion: prices make up for the scale, so that the clock keeps its proportion",
            "balancing: the default with kernel.numa_balancing=1",
            "a policy is called better from 1 % on; prices of a two-socket server with an NVMe drive, kernel 6.1");

    private final Evidence evidence;

    Slate(Evidence evidence) {
        this.evidence = evidence;
    }

    /** The runs. */
    static List<RunGroup> groups(double scale) {
        return PRESETS.stream().map(preset -> RunGroup.of("slate, " + preset, preset, scale,
                String.join(";", POLICIES)).slowed()).toList();
    }

    /** A run. */
    ComparisonRow row(String preset, String policy) {
        return evidence.row("slate, " + preset, policy);
    }

    /** What it cost, NaN if something failed. */
    double cost(String preset, String policy) {
        return BreakEven.costNanos(row(preset, policy));
    }

    /** The lowest cost among some policies, NaN if none completes. */
    double best(String preset, List<String> policies) {
        return policies.stream().mapToDouble(policy -> cost(preset, policy)).filter(cost -> !Double.isNaN(cost)).min()
                .orElse(Double.NaN);
    }

    /** How much more than the best of all it cost, in percent; NaN if it failed. */
    double abovePercent(String preset, String policy) {
        return 100 * (cost(preset, policy) / best(preset, POLICIES) - 1);
    }

    /** The same as a cell. */
    String above(String preset, String policy) {
        double above = abovePercent(preset, policy);
        return Double.isNaN(above) ? "fails" : "+" + Decimals.format(above, 1, "-");
    }

    /** A table of some presets: how much each policy costs above the best, in percent. */
    static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("% above the best"));
        POLICIES.forEach(policy -> columns.add(shortName(policy)));
        return columns;
    }

    /** The rows of that table. */
    List<List<String>> table(List<String> presets) {
        List<List<String>> table = new ArrayList<>();
        for (String preset : presets) {
            List<String> row = new ArrayList<>(List.of(preset));
            POLICIES.forEach(policy -> row.add(above(preset, policy)));
            table.add(row);
        }
        return table;
    }

    /** The same as a figure. */
    Chart chart(List<String> presets) {
        HeatTable heat = HeatTable.titled("What each policy costs above the best", "percent, by preset", 50,
                POLICIES.stream().map(Slate::shortName).toList());
        for (String preset : presets) {
            heat.row(preset, POLICIES.stream().map(policy -> abovePercent(preset, policy)).toList(),
                    POLICIES.stream().map(policy -> cell(abovePercent(preset, policy))).toList());
        }
        return heat.chart();
    }

    private static String cell(double percent) {
        return Double.isNaN(percent) ? "fails" : Decimals.format(percent, percent < 10 ? 1 : 0, "-");
    }

    /** A policy's name where there is little room. */
    static String shortName(String policy) {
        return policy.equals(BALANCED) ? "balancing" : policy;
    }

    /** The scale of all of them. */
    String source(List<String> presets) {
        return "presets " + String.join(", ", presets) + ", "
                + evidence.source("slate, " + presets.get(0)).replaceFirst("^preset [^,]*, ", "");
    }

    /** Names, or a word for none. */
    static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
