package io.numalab.report.table;

import io.numalab.report.measure.NodeSample;
import io.numalab.report.measure.ReclaimCount;
import io.numalab.report.measure.Sample;
import io.numalab.report.measure.TaskSample;
import java.util.Arrays;
import java.util.List;

/** A machine over time as a table: the output of {@code numalab run --sample}. */
public final class SampleTable {
    /** The name and version of the schema. */
    public static final String SCHEMA = "numalab-samples/1";

    private static final List<Column> COLUMNS = List.of(
            Column.integer("time_ns", "virtual time since the first sample, in nanoseconds"),
            Column.text("metric", "what the value is, see below"),
            Column.integer("node", "the node it belongs to, empty if it belongs to none"),
            Column.text("task", "the task it belongs to, empty if it belongs to none"),
            Column.integer("value", "pages, calls or nanoseconds; counters count since the machine was built"));

    private SampleTable() {
    }

    /** The table of some samples. */
    public static ResultTable of(List<Sample> samples) {
        ResultTable table = new ResultTable(SCHEMA, COLUMNS);
        samples.forEach(sample -> add(table, sample));
        return table;
    }

    /** The metrics, a line each. */
    public static List<String> metrics() {
        return List.of("free_pages           per node: free, without those on per-CPU lists",
                "anon_pages           per node: mapped anonymous pages",
                "file_pages           per node: page cache, shared memory and swap cache included",
                "other_pages          per node: all other pages; the four add up to the node",
                "refaults             per node, counter: evicted pages that came back",
                "task_pages           per task and node: its anonymous and shared pages",
                "stall_ns             per task, counter: time it stood still in allocations",
                "failed_allocations   per task, counter: requests of its that got no page",
                "node_reclaim_calls   counter: calls of node_reclaim",
                "node_reclaim_pages   counter: pages these calls reclaimed",
                "kswapd_pages         counter: pages kswapd reclaimed",
                "direct_pages         counter: pages tasks reclaimed otherwise");
    }

    private static void add(ResultTable table, Sample sample) {
        long time = sample.timeNanos();
        for (int nid = 0; nid < sample.nodes().size(); nid++) {
            NodeSample node = sample.nodes().get(nid);
            add(table, time, "free_pages", nid, null, node.freePages());
            add(table, time, "anon_pages", nid, null, node.anonPages());
            add(table, time, "file_pages", nid, null, node.filePages());
            add(table, time, "other_pages", nid, null, node.otherPages());
            add(table, time, "refaults", nid, null, node.refaults());
        }
        for (TaskSample task : sample.tasks()) {
            for (int nid = 0; nid < task.pagesOfNode().size(); nid++) {
                add(table, time, "task_pages", nid, task.task(), task.pagesOfNode().get(nid));
            }
            add(table, time, "stall_ns", -1, task.task(), task.stallNanos());
            add(table, time, "failed_allocations", -1, task.task(), task.failedAllocations());
        }
        ReclaimCount reclaim = sample.reclaim();
        add(table, time, "node_reclaim_calls", -1, null, reclaim.nodeReclaimCalls());
        add(table, time, "node_reclaim_pages", -1, null, reclaim.nodeReclaimPages());
        add(table, time, "kswapd_pages", -1, null, reclaim.kswapdPages());
        add(table, time, "direct_pages", -1, null, reclaim.directPages());
    }

    private static void add(ResultTable table, long time, String metric, int nid, String task, long value) {
        table.row(Arrays.asList(time, metric, nid < 0 ? null : (Object) (long) nid, task, value));
    }
}
