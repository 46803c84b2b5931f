package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.breakeven.BreakEven;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.page.StackedBars;
import java.util.ArrayList;
import java.util.List;

/** Q9: how does binding to several nodes affect the page cache? */
record MultiNodeBinding(double scale) implements Question {
    private static final String GROUP = "multi-node";
    private static final String BOUND = "membind:2-3";

    @Override
    public List<RunGroup> groups() {
        return List.of(RunGroup.of(GROUP, "multi-node-binding", scale,
                "default;zone_reclaim;" + BOUND + ";preferred-many:2-3;interleave:2-3").slowed());
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<List<String>> table = new ArrayList<>();
        StackedBars bars = StackedBars.titled("What binding to two nodes moves",
                "pages of the job away from their task, and pages of cache dropped",
                List.of("remote pages", "cache pages dropped")).sideBySide().axis("pages", "");
        for (ComparisonRow row : evidence.rows(GROUP)) {
            table.add(List.of(row.label(), Decimals.format(row.remotePercent(), 2, "-"), Long.toString(dropped(row)),
                    Long.toString(row.reclaim().directPages()), Long.toString(row.reclaim().refaults()),
                    Decimals.format(BreakEven.costNanos(row) / 1e6, 1, "fails")));
            bars.bar(row.label(), row.remotePages(), dropped(row));
        }
        ComparisonRow bound = evidence.row(GROUP, BOUND);
        ComparisonRow reclaiming = evidence.row(GROUP, "zone_reclaim");
        return new Finding("Q9: how does binding to several nodes affect the page cache?",
                "Bound to two nodes the job drops " + dropped(bound) + " pages of cache, "
                        + (dropped(bound) < dropped(reclaiming) ? "fewer" : dropped(bound) > dropped(reclaiming)
                                ? "more" : "as many") + (dropped(bound) == dropped(reclaiming) ? " as" : " than")
                        + " the " + dropped(reclaiming) + " of zone_reclaim, with "
                        + Decimals.format(bound.remotePercent(), 1, "-") + " % remote against "
                        + Decimals.format(reclaiming.remotePercent(), 1, "-") + " %.",
                List.of("policy", "remote %", "cache pages dropped", "by the tasks themselves", "refaults", "cost ms"),
                table, bars.chart(), evidence.source(GROUP),
                List.of("within the mask the nearest node fills first; the cpuset confines the job to nodes 2 and 3"
                        + " under every policy",
                        "remote: not on the node of the task's CPU, even if on the other bound node"));
    }

    private static long dropped(ComparisonRow row) {
        return row.reclaim().nodeReclaimPages() + row.reclaim().kswapdPages() + row.reclaim().directPages();
    }
}
