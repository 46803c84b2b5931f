package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.Comparison;
import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.spi.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The rows of the groups that were played. */
final class Evidence {
    private final Map<String, RunGroup> groups = new LinkedHashMap<>();
    private final Map<String, List<ComparisonRow>> rows = new HashMap<>();
    private final List<ComparisonCase> cases = new ArrayList<>();

    /** Plays all groups at once. @param progress hears how many runs of how many are done */
    static Evidence play(List<RunGroup> groups, Policies policies, long seed, BiConsumer<Integer, Integer> progress)
            throws Exception {
        Evidence evidence = new Evidence();
        for (RunGroup group : groups) {
            evidence.groups.put(group.name(), group);
            evidence.cases.addAll(group.cases(policies, seed));
        }
        int[] done = {0};
        List<ComparisonRow> played = new Comparison(policies).play(evidence.cases,
                row -> progress.accept(++done[0], evidence.cases.size()));
        int from = 0;
        for (RunGroup group : groups) {
            int count = group.cases(policies, seed).size();
            evidence.rows.put(group.name(), played.subList(from, from + count));
            from += count;
        }
        return evidence;
    }

    /** Everything that was played. */
    List<ComparisonCase> cases() {
        return cases;
    }

    /** The rows of a group in the order of its cases. */
    List<ComparisonRow> rows(String group) {
        return rows.get(group);
    }

    /** The row of a policy where nothing is swept. */
    ComparisonRow row(String group, String label) {
        return rows(group, label).get(0);
    }

    /** The rows of one policy in the order of the sweep. */
    List<ComparisonRow> rows(String group, String label) {
        return rows(group).stream().filter(row -> row.label().equals(label)).toList();
    }

    /** Preset and scale of a group, as they stand under its figures. */
    String source(String group) {
        RunGroup of = groups.get(group);
        return "preset " + of.preset() + ", " + scale(of.scale())
                + (of.slow() && of.scale() != 1 ? " in slow motion" : "")
                + (of.seeds() == 1 ? "" : ", " + of.seeds() + " seeds");
    }

    /** A scale in words. */
    static String scale(double scale) {
        return scale == 1 ? "full size" : "scale " + (scale < 1 && Math.rint(1 / scale) == 1 / scale
                ? "1/" + Decimals.format(1 / scale, 0, "-") : Decimals.number(scale).toPlainString());
    }
}
