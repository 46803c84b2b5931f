package io.numalab.report.breakeven;

import io.numalab.report.comparison.Comparison;
import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Sweep;
import io.numalab.scenario.language.ByteSize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks for crossings by bisection: a grid of values first, then the middle of every interval of neighbours within
 * which the better one changes for some seed, again and again.
 */
public final class BreakEvenSearch {
    private static final int DECIMALS = 9;
    private static final long PAGE_BYTES = 4096;

    private BreakEvenSearch() {
    }

    /**
     * Plays as much as is needed.
     *
     * @param cases what is to be played for some values: two variants, the same seeds at every value
     * @param grid ascending numbers
     * @param rounds how often intervals are halved, 0 for not at all
     * @param done hears of each run
     * @throws IllegalArgumentException as {@link BreakEven#of}
     * @throws Exception what else a run threw
     */
    public static BreakEven play(
            Function<Sweep, List<ComparisonCase>> cases, Sweep grid, int rounds, Comparison comparison,
            Consumer<ComparisonRow> done) throws Exception {
        List<ComparisonRow> rows = new ArrayList<>(comparison.play(cases.apply(grid), done));
        BreakEven even = BreakEven.of(rows);
        for (int round = 0; round < rounds; round++) {
            List<String> middles = middles(even);
            if (middles.isEmpty()) {
                break;
            }
            rows.addAll(comparison.play(cases.apply(new Sweep(grid.name(), middles)), done));
            rows.sort(Comparator.comparingDouble(row -> Sweep.number(row.of().point().get(grid.name()))));
            even = BreakEven.of(rows);
        }
        return even;
    }

    /** The values halfway between neighbours that a crossing lies between. */
    static List<String> middles(BreakEven even) {
        TreeSet<Integer> intervals = new TreeSet<>();
        for (List<Double> ofSeed : even.crossings()) {
            for (double crossing : ofSeed) {
                int upper = 1;
                while (even.points().get(upper).x() < crossing) {
                    upper++;
                }
                intervals.add(upper);
            }
        }
        List<String> middles = new ArrayList<>();
        for (int upper : intervals) {
            String middle = middle(even.points().get(upper - 1).value(), even.points().get(upper).value());
            if (middle != null) {
                middles.add(middle);
            }
        }
        return middles;
    }

    /** Sizes stay whole pages and whole numbers whole; null if there is nothing between. */
    private static String middle(String low, String high) {
        if ((low + high).matches(".*[KMGT].*")) {
            long pages = (long) ((Sweep.number(low) + Sweep.number(high)) / 2 / PAGE_BYTES);
            long bytes = pages * PAGE_BYTES;
            return bytes > Sweep.number(low) ? ByteSize.format(bytes) : null;
        }
        BigDecimal from = new BigDecimal(low);
        BigDecimal to = new BigDecimal(high);
        boolean whole = from.stripTrailingZeros().scale() <= 0 && to.stripTrailingZeros().scale() <= 0;
        BigDecimal middle = from.add(to).divide(BigDecimal.valueOf(2), whole ? 0 : DECIMALS, RoundingMode.FLOOR)
                .stripTrailingZeros();
        return middle.compareTo(from) > 0 ? middle.toPlainString() : null;
    }
}
