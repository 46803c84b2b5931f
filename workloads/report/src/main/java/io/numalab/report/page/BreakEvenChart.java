package io.numalab.report.page;

import io.numalab.report.Decimals;
import io.numalab.report.breakeven.BreakEven;
import io.numalab.report.statistics.Interval;
import java.util.ArrayList;
import java.util.List;

/** A break-even as a chart: what both cost over the parameter, with the crossings marked. */
public final class BreakEvenChart {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int MARK_DECIMALS = 3;

    private BreakEvenChart() {
    }

    /** The chart; points at which one does not complete have no cost and are left out. */
    public static Chart of(BreakEven even) {
        List<LineChart.Point> first = new ArrayList<>();
        List<LineChart.Point> second = new ArrayList<>();
        for (BreakEven.Point point : even.points()) {
            add(first, point.x(), point.firstNanos());
            add(second, point.x(), point.secondNanos());
        }
        LineChart chart = LineChart.titled("Where the better one changes", even.verdict()).x(even.parameter(), "")
                .y("cost of all tasks", "ms").yFromData().series(even.first(), first).series(even.second(), second);
        for (Interval crossing : even.intervals()) {
            chart.mark(crossing.mean(), Decimals.format(crossing.mean(), MARK_DECIMALS, "-"));
        }
        return chart.chart();
    }

    private static void add(List<LineChart.Point> line, double x, double nanos) {
        if (!Double.isNaN(nanos)) {
            line.add(new LineChart.Point(x, nanos / NANOS_PER_MILLI));
        }
    }
}
