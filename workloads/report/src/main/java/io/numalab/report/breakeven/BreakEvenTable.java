package io.numalab.report.breakeven;

import io.numalab.report.Decimals;
import io.numalab.report.table.Column;
import io.numalab.report.table.ResultTable;
import java.util.Arrays;
import java.util.List;

/** A break-even as a table: a row for each value of the parameter. */
public final class BreakEvenTable {
    private BreakEvenTable() {
    }

    /** The table; a number that does not exist is empty. */
    public static ResultTable of(BreakEven even) {
        ResultTable table = new ResultTable("numalab-break-even/1", List.of(
                Column.text("parameter", "what is varied"), Column.text("value", "its value"),
                Column.text("first", "one policy"), Column.text("second", "the other"),
                Column.number("first_ns", "mean cost of the first, all tasks"),
                Column.number("second_ns", "mean cost of the second"),
                Column.number("difference_ns", "mean of first less second by seed"),
                Column.number("difference_half_width_ns", "half width of its confidence interval of 95 %")));
        for (BreakEven.Point point : even.points()) {
            table.row(Arrays.asList(even.parameter(), point.value(), even.first(), even.second(),
                    number(point.firstNanos()), number(point.secondNanos()), number(point.differenceNanos().mean()),
                    number(point.differenceNanos().halfWidth())));
        }
        return table;
    }

    private static Object number(double value) {
        return Double.isNaN(value) ? null : Decimals.number(value);
    }
}
