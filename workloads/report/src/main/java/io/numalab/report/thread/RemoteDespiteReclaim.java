package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.page.LineChart;
import java.util.ArrayList;
import java.util.List;

/** Q7: are there remote allocations although zone_reclaim is on? Looks at the runs of {@link PublishedLatency}. */
record RemoteDespiteReclaim(double fullScale, double scale) implements Question {
    @Override
    public List<RunGroup> groups() {
        return new PublishedLatency(fullScale, scale).groups();
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<ComparisonRow> rows = evidence.rows(PublishedLatency.FULL_TASKS);
        List<ComparisonRow> reduced = evidence.rows(PublishedLatency.REDUCED_TASKS);
        List<List<String>> table = new ArrayList<>();
        List<LineChart.Point> line = new ArrayList<>();
        List<LineChart.Point> reducedLine = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ComparisonRow row = rows.get(i);
            String tasks = row.of().point().get("threads");
            table.add(List.of(tasks, percent(row), percent(reduced.get(i)), Long.toString(row.remotePages()),
                    Long.toString(row.reclaim().nodeReclaimCalls())));
            line.add(new LineChart.Point(Sweep.number(tasks), row.remotePercent()));
            reducedLine.add(new LineChart.Point(Sweep.number(tasks), reduced.get(i).remotePercent()));
        }
        ComparisonRow one = rows.get(0);
        ComparisonRow many = rows.get(rows.size() - 1);
        String answer = many.remotePages() == 0 ? "No: not one page is remote, with up to "
                + many.of().point().get("threads") + " tasks."
                : "Yes: " + percent(one) + " % of the pages of one task, " + percent(many) + " % with "
                + many.of().point().get("threads") + " tasks on the same node, although the node has cache to drop; "
                + (many.remotePercent() > one.remotePercent() ? "the share grows" : "the share does not grow")
                + " with the tasks.";
        return new Finding("Q7: have remote allocations been seen despite zone_reclaim?", answer,
                List.of("tasks", "remote %", "remote %, " + Evidence.scale(scale), "remote pages",
                        "node_reclaim calls"), table,
                LineChart.titled("Remote pages despite zone_reclaim", "by the number of tasks that allocate at once")
                        .x("tasks", "").y("remote pages", "%").xLogarithmic().series(Evidence.scale(fullScale), line)
                        .series(Evidence.scale(scale) + " (reduced)", reducedLine).chart(),
                evidence.source(PublishedLatency.FULL_TASKS) + " beside " + Evidence.scale(scale),
                List.of("one task at a time reclaims a node (the flag RECLAIM_LOCKED): who meets the mark meanwhile"
                        + " goes to the next node",
                        "per-CPU lists and batches of 32 pages do not scale with the node, so that shares differ a"
                                + " little by scale"));
    }

    private static String percent(ComparisonRow row) {
        return Decimals.format(row.remotePercent(), 2, "-");
    }
}
