package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.page.LineChart;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.List;

/**
 * Q2: does NUMA balancing correct spill well enough? It moves a page that is used from elsewhere if there is room at
 * home, so two jobs are looked at: one whose node stays full of cache, one whose node gets room because a neighbour
 * ends. Balancing scans by time, so the jobs use their memory for long and run in slow motion.
 */
record BalancingRepair(double scale) implements Question {
    private static final String FULL = "balancing, node stays full";
    private static final String ROOM = "balancing, room comes back";
    private static final String TOUCHES = "touches";
    private static final String LENGTHS = "touches=10,40,160,640";

    @Override
    public List<RunGroup> groups() {
        String variants = Slate.DEFAULT + ";" + Slate.BALANCED;
        return List.of(RunGroup.of(FULL, "valuable-cache", scale, variants, LENGTHS).slowed(),
                RunGroup.of(ROOM, "neighbour-ends", scale, variants, LENGTHS).slowed());
    }

    @Override
    public Finding answer(Evidence evidence) {
        List<List<String>> table = new ArrayList<>();
        LineChart chart = LineChart.titled("What balancing takes back of the cost of spilled pages",
                "by how long the job uses its memory; below 0 it costs more than it brings")
                .x("accesses of each page", "").y("taken back", "%").xLogarithmic();
        double full = add(table, chart, "node stays full", FULL, evidence);
        double room = add(table, chart, "neighbour ends", ROOM, evidence);
        return new Finding("Q2: is NUMA balancing good enough to correct spill?",
                "Where the node stays full of cache, " + verdict(full) + ": a page moves only to a node with free"
                        + " memory above its high mark, and balancing makes no room. Where a neighbour ends and leaves"
                        + " room, " + verdict(room) + ".",
                List.of("job", "accesses of each page", "default ms", "with balancing ms", "faults and moves ms",
                        "remote % default", "remote % balancing", "taken back %"), table, chart.chart(),
                evidence.source(FULL) + "; " + evidence.source(ROOM),
                List.of("taken back: time saved, of what accesses cost the default above the price of local ones",
                        "remote: at the end of the run; cost: of the job",
                        "scans mark the share of the memory that 256 MiB are of the full size"));
    }

    /** The share taken back by the longest run. */
    private double add(List<List<String>> table, LineChart chart, String job, String group, Evidence evidence) {
        List<ComparisonRow> without = evidence.rows(group, Slate.DEFAULT);
        List<ComparisonRow> with = evidence.rows(group, Slate.BALANCED);
        List<LineChart.Point> line = new ArrayList<>();
        double share = Double.NaN;
        for (int i = 0; i < without.size(); i++) {
            long costBefore = without.get(i).tasks().cost().totalNanos();
            long costAfter = with.get(i).tasks().cost().totalNanos();
            double local = without.get(i).tasks().accesses() * Prices.hardware().nanos(Price.ACCESS_LOCAL) / scale;
            share = 100 * (costBefore - costAfter) / (without.get(i).tasks().cost().accessNanos() - local);
            String touches = without.get(i).of().point().get(TOUCHES);
            line.add(new LineChart.Point(Sweep.number(touches), share));
            table.add(List.of(job, touches, millis(costBefore), millis(costAfter),
                    millis(with.get(i).tasks().cost().migrationNanos()),
                    Decimals.format(without.get(i).remotePercent(), 1, "-"),
                    Decimals.format(with.get(i).remotePercent(), 1, "-"), Decimals.format(share, 1, "-")));
        }
        chart.series(job, line);
        return share;
    }

    private static String verdict(double share) {
        String percent = Decimals.format(Math.abs(share), 1, "-") + " % of what spilled pages cost in the"
                + " longest run";
        return share >= 0 ? "it takes back " + percent : "it adds " + percent;
    }

    private static String millis(long nanos) {
        return Decimals.format(nanos / 1e6, 1, "-");
    }
}
