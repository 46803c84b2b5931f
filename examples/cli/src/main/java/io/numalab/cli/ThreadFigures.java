package io.numalab.cli;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The figures published in the thread, beside those of the preset {@code thread}. Two of them gave the latencies of the
 * preset, the third was never used. The thread does not tell how many tasks allocated, so that figure is predicted for
 * several.
 */
final class ThreadFigures {
    /** The preset these figures belong to. */
    static final String PRESET = "thread";
    /** Numbers of allocating tasks that a prediction is made for. */
    static final List<Integer> THREADS = List.of(1, 2, 4, 8, 16);

    private static final String PREDICTED = "zone_reclaim";
    private static final String PARAMETER = "threads";
    private static final Map<String, String> CALIBRATED = Map.of("membind", "52.98", "default", "67.86");
    private static final String PUBLISHED_PREDICTED = "56.34";

    private final Policies policies;
    private final long seed;
    private final Map<Integer, ComparisonRow> predictions = new LinkedHashMap<>();

    ThreadFigures(Policies policies, long seed) {
        this.policies = policies;
        this.seed = seed;
    }

    /**
     * The runs to predict from, by number of tasks; empty if no policy of the list is {@code zone_reclaim}. A number
     * that does not divide the memory is left out.
     */
    Map<Integer, ComparisonCase> cases(
            List<ComparisonCase> list, Function<Map<String, String>, Scenario> preset) {
        Map<Integer, ComparisonCase> cases = new LinkedHashMap<>();
        for (ComparisonCase one : list) {
            if (isNamed(one.underTest().policy().name(), PREDICTED) && cases.isEmpty()) {
                THREADS.forEach(threads -> add(cases, threads, one.underTest(), preset));
            }
        }
        return cases;
    }

    private void add(Map<Integer, ComparisonCase> cases, int threads, UnderTest underTest,
            Function<Map<String, String>, Scenario> preset) {
        try {
            Scenario scenario = preset.apply(Map.of(PARAMETER, Integer.toString(threads)));
            cases.put(threads, ComparisonCase.of(scenario, underTest, seed));
        } catch (ScenarioException indivisible) {
            // The memory cannot be divided among so many.
        }
    }

    /** Notes a prediction. */
    void predicted(int threads, ComparisonRow row) {
        predictions.put(threads, row);
    }

    private boolean isNamed(String policy, String name) {
        return policies.find(policy).name().equals(name);
    }

    /** Published and simulated figures, then the predictions. */
    List<String> lines(List<ComparisonRow> rows) {
        TextTable table = new TextTable(1);
        table.row("average ns per access", "published", "here", "remote %", "");
        for (int i = 0; i < rows.size(); i++) {
            String name = policies.find(rows.get(i).of().underTest().policy().name()).name();
            boolean plain = rows.get(i).label().equals(rows.get(i).of().underTest().policy().toString());
            if (plain && CALIBRATED.containsKey(name)) {
                add(table, rows.get(i).label(), CALIBRATED.get(name), rows.get(i), "calibrated");
            }
        }
        predictions.forEach((threads, row) -> add(table,
                row.label() + ", " + threads + (threads == 1 ? " task" : " tasks"), PUBLISHED_PREDICTED, row,
                "predicted "));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("calibrated: the latencies of the preset were derived from these two published figures");
        lines.add("predicted:  the published figure was not used; how many tasks allocated is not published");
        return lines;
    }

    private static void add(TextTable table, String what, String published, ComparisonRow row, String how) {
        table.row(what, published, Decimals.format(row.tasks().nanosPerAccess(), 2, "-"),
                Decimals.format(row.remotePercent(), 2, "-"), how);
    }
}
