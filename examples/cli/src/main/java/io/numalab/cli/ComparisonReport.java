package io.numalab.cli;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rows of a comparison in three forms.
 *
 * @param preset name of the preset or scenario
 * @param rows in the order of the policies
 */
record ComparisonReport(String preset, Reproduction reproduction, List<ComparisonRow> rows) {

    /** A table for people, with notes below it. */
    List<String> table() {
        TextTable table = new TextTable(2);
        table.row("policy", "attached to", "local", "remote", "remote %", "node_reclaim", "by it", "kswapd", "direct",
                "stalled ms", "refaults", "failed", "ns/access", "pages/s");
        for (ComparisonRow row : rows) {
            table.row(row.label(), row.attached(), Long.toString(row.localPages()), Long.toString(row.remotePages()),
                    Decimals.format(row.remotePercent(), 2, "-"), Long.toString(row.reclaim().nodeReclaimCalls()),
                    Long.toString(row.reclaim().nodeReclaimPages()), Long.toString(row.reclaim().kswapdPages()),
                    Long.toString(row.reclaim().directPages()),
                    String.format(Locale.ROOT, "%.1f", row.tasks().stallNanos() / 1e6),
                    Long.toString(row.reclaim().refaults()), Long.toString(row.tasks().failedAllocations()),
                    Decimals.format(row.tasks().nanosPerAccess(), 2, "-"),
                    Decimals.format(row.pagesPerSecond(), 0, "-"));
        }
        List<String> lines = new ArrayList<>(table.lines());
        rows.forEach(row -> lines.addAll(row.notes()));
        return lines;
    }

    /** What the columns mean. */
    static List<String> legend() {
        return List.of("local, remote: anonymous and shared pages of the tasks under test, by the node of their CPU;",
                "node_reclaim: calls, and pages reclaimed by them; kswapd, direct: pages reclaimed otherwise;",
                "stalled: virtual time tasks stood still in allocations; pages/s: touched first a virtual second");
    }

    /** An object with a line for each row. */
    String json() {
        StringBuilder json = new StringBuilder();
        String head = new JsonLine().text("preset", preset).number("seed", reproduction.seed())
                .text("command", reproduction.command()).end();
        json.append(head, 0, head.length() - 2).append(",\"rows\":[\n");
        for (int i = 0; i < rows.size(); i++) {
            JsonLine line = new JsonLine().text("policy", rows.get(i).label()).text("scope", rows.get(i).scope());
            rows.get(i).figures().forEach(line::raw);
            json.append(line.end().stripTrailing()).append(i + 1 < rows.size() ? ",\n" : "\n");
        }
        return json.append("]}\n").toString();
    }

    /** Comment lines with version, seed and command, the names of the columns, and the rows. */
    String csv() {
        StringBuilder csv = new StringBuilder();
        reproduction.lines().forEach(line -> csv.append("# ").append(line).append('\n'));
        csv.append("policy,scope,").append(String.join(",", rows.get(0).figures().keySet())).append('\n');
        for (ComparisonRow row : rows) {
            csv.append(cell(row.label())).append(',').append(row.scope());
            row.figures().values().forEach(figure -> csv.append(',').append(figure.equals("null") ? "" : figure));
            csv.append('\n');
        }
        return csv.toString();
    }

    private static String cell(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
