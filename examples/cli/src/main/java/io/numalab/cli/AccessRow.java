package io.numalab.cli;

import io.numalab.report.measure.ReclaimCount;
import io.numalab.report.measure.TaskCount;
import io.numalab.scenario.access.AccessCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a trace went through under one policy.
 *
 * @param label the policy and settings
 * @param localPages pages present at the end on the node of their task
 * @param remotePages on other nodes
 * @param accesses touches of present pages
 * @param remoteAccesses of these, on other nodes
 * @param lost accesses of tasks that had been killed
 * @param faults of the whole machine
 * @param tasks of the tasks of the trace
 * @param reclaim of the whole machine
 * @param lines lines of the trace
 * @param taskCount tasks of the trace
 */
record AccessRow(
        String label, long localPages, long remotePages, long accesses, long remoteAccesses, long lost, long faults,
        TaskCount tasks, ReclaimCount reclaim, long lines, int taskCount) {

    AccessRow(String label, AccessCount count, long faults, TaskCount tasks, ReclaimCount reclaim) {
        this(label, count.pages(true), count.pages(false), count.accesses(), count.remoteAccesses(), count.lost(),
                faults, tasks, reclaim, count.lines(), count.tasks().size());
    }

    /** A table of rows, the first of which is what the others are compared with. */
    static List<String> table(List<AccessRow> rows) {
        TextTable table = new TextTable(1).row("policy", "local", "remote", "remote %", "accesses", "remote %",
                "ns/access", "faults", "node_reclaim", "kswapd", "direct", "refaults", "stalled ms", "killed", "lost",
                "cost ms", "vs first");
        rows.forEach(row -> table.row(row.cells(rows.get(0))));
        return table.lines();
    }

    private String[] cells(AccessRow first) {
        double cost = tasks.cost().totalNanos();
        double firstCost = first.tasks.cost().totalNanos();
        List<String> cells = new ArrayList<>(List.of(label, Long.toString(localPages), Long.toString(remotePages),
                percent(remotePages, localPages + remotePages), Long.toString(accesses),
                percent(remoteAccesses, accesses), decimal(tasks.nanosPerAccess(), 2), Long.toString(faults)));
        for (long pages : new long[] {reclaim.nodeReclaimPages(), reclaim.kswapdPages(), reclaim.directPages(),
            reclaim.refaults()}) {
            cells.add(Long.toString(pages));
        }
        cells.add(decimal(tasks.cost().stallNanos() / 1e6, 1));
        cells.add(Long.toString(tasks.cost().killedTasks()));
        cells.add(Long.toString(lost));
        cells.add(decimal(cost / 1e6, 1));
        cells.add(this == first || firstCost == 0 ? "" : String.format(Locale.ROOT, "%+.1f %%",
                100 * (cost / firstCost - 1)));
        return cells.toArray(new String[0]);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : decimal(100.0 * part / whole, 2);
    }

    private static String decimal(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
