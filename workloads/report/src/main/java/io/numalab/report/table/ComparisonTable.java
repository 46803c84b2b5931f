package io.numalab.report.table;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Metric;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The rows of a comparison as a table: the output of {@code numalab compare --csv} and {@code --jsonl}. */
public final class ComparisonTable {
    /** The name and version of the schema. */
    public static final String SCHEMA = "numalab-compare/1";

    private ComparisonTable() {
    }

    /** The table of some rows, which all have the same sweeps. */
    public static ResultTable of(List<ComparisonRow> rows) {
        ResultTable table = empty(rows.isEmpty() ? List.of() : rows.get(0).of().point().keySet());
        for (ComparisonRow row : rows) {
            for (Metric metric : Metric.values()) {
                table.row(values(row, metric));
            }
        }
        return table;
    }

    /** A table without rows. @param swept the names of the sweeps */
    public static ResultTable empty(Collection<String> swept) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.integer("run", "the number of the run, from 0; all rows of a run stand together"),
                Column.text("scenario", "the preset or scenario that was played"),
                Column.text("variant", "the policy and settings, as they were asked for"),
                Column.text("scope", "what the policy was attached to: machine, task or mapping")));
        swept.forEach(name -> columns.add(Column.text(column(name), "the value of " + name + " in this run")));
        columns.add(Column.integer("seed", "the seed of this run"));
        columns.add(Column.text("metric", "what the value is, see below"));
        columns.add(Column.text("unit", "the unit of the value"));
        columns.add(Column.number("value", "the value; empty if the run has none"));
        return new ResultTable(SCHEMA, columns);
    }

    /** The name of the column of a sweep: {@code sweep_} and its name, with an underscore for all that is no word. */
    public static String column(String swept) {
        return "sweep_" + swept.replaceAll("[^A-Za-z0-9]+", "_").toLowerCase(Locale.ROOT);
    }

    /** The metrics, a line each. */
    public static List<String> metrics() {
        List<String> lines = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            lines.add(String.format(Locale.ROOT, "%-20s %-9s %s", metric.id(), metric.unit(), metric.doc()));
        }
        return lines;
    }

    private static List<Object> values(ComparisonRow row, Metric metric) {
        ComparisonCase of = row.of();
        List<Object> values = new ArrayList<>(List.of((long) of.run(), of.scenario().name(), of.label(), row.scope()));
        values.addAll(of.point().values());
        values.addAll(List.of(of.seed(), metric.id(), metric.unit()));
        String value = Decimals.format(metric.of(row), metric.decimals(), "");
        values.add(value.isEmpty() ? null : new BigDecimal(value));
        return values;
    }
}
