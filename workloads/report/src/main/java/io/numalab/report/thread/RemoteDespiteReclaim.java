package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import java.util.ArrayList;
import java.util.List;

/** Q7: are there remote allocations although zone_reclaim is on? */
record RemoteDespiteReclaim() implements Question {
    @Override
    public List<RunGroup> groups() {
        return List.of();
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<ComparisonRow> rows = evidence.rows(PublishedLatency.REDUCED_TASKS);
        List<List<String>> table = new ArrayList<>();
        for (ComparisonRow row : rows) {
            table.add(List.of(row.of().point().get("threads"), Decimals.format(row.remotePercent(), 2, "-"),
                    Long.toString(row.remotePages()), Long.toString(row.reclaim().nodeReclaimCalls())));
        }
        ComparisonRow one = rows.get(0);
        ComparisonRow many = rows.get(rows.size() - 1);
        String answer = many.remotePages() == 0 ? "No: not one page is remote, with up to "
                + many.of().point().get("threads") + " tasks."
                : "Yes: " + Decimals.format(one.remotePercent(), 2, "-") + " % of the pages of one task, "
                + Decimals.format(many.remotePercent(), 2, "-") + " % with " + many.of().point().get("threads")
                + " tasks on the same node, although the node has cache to drop; "
                + (many.remotePercent() > one.remotePercent() ? "the share grows" : "the share does not grow")
                + " with the tasks.";
        return new Finding("Q7: have remote allocations been seen despite zone_reclaim?", answer,
                List.of("tasks", "remote %", "remote pages", "node_reclaim calls"), table, null,
                evidence.source(PublishedLatency.REDUCED_TASKS),
                List.of("one task at a time reclaims a node (the flag RECLAIM_LOCKED): who meets the mark meanwhile"
                        + " goes to the next node"));
    }
}
