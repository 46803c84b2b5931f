package io.numalab.cli;

import io.numalab.report.Decimals;
import io.numalab.report.Manifest;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Metric;
import io.numalab.report.comparison.Repeats;
import io.numalab.report.statistics.Interval;
import io.numalab.report.statistics.PairedDifference;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a comparison for people, and as one JSON document.
 *
 * @param rows in the order of their cases, at least one
 */
record ComparisonText(List<ComparisonRow> rows) {

    private record Shown(Metric metric, String name, double divisor, int decimals) {
    }

    private static final List<Shown> COLUMNS = List.of(new Shown(Metric.LOCAL_PAGES, "local", 1, 0),
            new Shown(Metric.REMOTE_PAGES, "remote", 1, 0), new Shown(Metric.REMOTE_PERCENT, "remote %", 1, 2),
            new Shown(Metric.NODE_RECLAIM_CALLS, "node_reclaim", 1, 0),
            new Shown(Metric.NODE_RECLAIM_PAGES, "by it", 1, 0), new Shown(Metric.KSWAPD_PAGES, "kswapd", 1, 0),
            new Shown(Metric.DIRECT_PAGES, "direct", 1, 0), new Shown(Metric.STALL_NANOS, "stalled ms", 1e6, 1),
            new Shown(Metric.REFAULTS, "refaults", 1, 0), new Shown(Metric.FAILED_ALLOCATIONS, "failed", 1, 0),
            new Shown(Metric.NANOS_PER_ACCESS, "ns/access", 1, 2),
            new Shown(Metric.PAGES_PER_SECOND, "pages/s", 1, 0), new Shown(Metric.TOTAL_NANOS, "cost ms", 1e6, 1));

    /** A table with a line for each variant at each point, with notes below it. */
    List<String> table() {
        List<Repeats> repeats = Repeats.of(rows);
        List<String> swept = List.copyOf(rows.get(0).of().point().keySet());
        TextTable table = new TextTable(2 + swept.size());
        List<String> head = new ArrayList<>(swept);
        head.addAll(List.of("policy", "attached to"));
        COLUMNS.forEach(shown -> head.add(shown.name()));
        head.add("vs first");
        table.row(head.toArray(new String[0]));
        for (Repeats one : repeats) {
            List<String> cells = new ArrayList<>(one.point().values());
            cells.addAll(List.of(one.label(), one.rows().get(0).attached()));
            COLUMNS.forEach(shown -> cells.add(cell(one, shown)));
            cells.add(difference(one, one.baseline(repeats)));
            table.row(cells.toArray(new String[0]));
        }
        List<String> lines = new ArrayList<>(table.lines());
        rows.stream().flatMap(row -> row.notes().stream()).distinct().forEach(lines::add);
        return lines;
    }

    private static String cell(Repeats one, Shown shown) {
        Interval interval = one.interval(shown.metric());
        String text = Decimals.format(interval.mean() / shown.divisor(), shown.decimals(), "-");
        return Double.isNaN(interval.halfWidth()) ? text
                : text + "+-" + Decimals.format(interval.halfWidth() / shown.divisor(), shown.decimals(), "-");
    }

    private static String difference(Repeats one, Repeats baseline) {
        double base = baseline.interval(Metric.TOTAL_NANOS).mean();
        if (one == baseline || base == 0) {
            return "";
        }
        PairedDifference difference = one.difference(Metric.TOTAL_NANOS, baseline);
        String percent = Decimals.format(100 * difference.mean() / base, 1, "-") + " %";
        String signed = difference.mean() > 0 ? "+" + percent : percent;
        return difference.verdict() == PairedDifference.Verdict.NOT_SHOWN ? "(" + signed + ")" : signed;
    }

    /** What the columns mean. */
    List<String> legend() {
        List<String> lines = new ArrayList<>(List.of(
                "local, remote: anonymous and shared pages of the tasks under test, by the node of their CPU;",
                "node_reclaim: calls, and pages reclaimed by them; kswapd, direct: pages reclaimed otherwise;",
                "stalled: virtual time tasks stood still in allocations; pages/s: touched first a virtual second;",
                "cost: virtual time the tasks under test paid in all; vs first: that against the first policy"));
        int seeds = Repeats.of(rows).get(0).rows().size();
        if (seeds > 1) {
            lines.add("means of " + seeds + " seeds, +- 95 % confidence (Student's t); without +-: identical in all "
                    + seeds + " seeds;");
            lines.add("(in brackets): a paired t test by seed, two-sided at 5 %, shows no difference");
        }
        return lines;
    }

    /** An object with a line for each row. */
    String json(Manifest manifest) {
        StringBuilder json = new StringBuilder();
        String head = new JsonLine().text("preset", rows.get(0).of().scenario().name())
                .text("version", manifest.version()).number("seed", manifest.seed())
                .text("topology", manifest.topology()).text("command", manifest.command()).end();
        json.append(head, 0, head.length() - 2).append(",\"rows\":[\n");
        for (int i = 0; i < rows.size(); i++) {
            json.append(json(rows.get(i))).append(i + 1 < rows.size() ? ",\n" : "\n");
        }
        return json.append("]}\n").toString();
    }

    private static String json(ComparisonRow row) {
        JsonLine line = new JsonLine().text("policy", row.label()).text("scope", row.scope());
        if (!row.of().point().isEmpty()) {
            JsonLine point = new JsonLine();
            row.of().point().forEach(point::text);
            line.raw("point", point.end().stripTrailing());
        }
        line.number("seed", row.of().seed());
        row.figures().forEach(line::raw);
        return line.end().stripTrailing();
    }
}
