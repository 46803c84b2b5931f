package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.page.StackedBars;
import java.util.List;

/**
 * What Martin Hicks measured in 2005 when he proposed zone reclaim: a kernel build on a node that is full of page cache
 * takes 700 s with reclaim and 735 s without. The machine is told (2 nodes, 4 CPUs, 8 GB), the build is not; here it is
 * a job that allocates memory on the full node and uses it.
 */
record KernelBuild(double scale) implements Question {
    private static final String GROUP = "kernel build";
    private static final double WITH_SECONDS = 700;
    private static final double WITHOUT_SECONDS = 735;

    @Override
    public List<RunGroup> groups() {
        return List.of(RunGroup.of(GROUP, "valuable-cache", scale, Slate.DEFAULT + "," + Slate.ZONE_RECLAIM,
                "node=4G", "cache=3700M", "anon=800M", "reread=0"));
    }

    @Override
    public Finding answer(Evidence evidence) {
        ComparisonRow without = evidence.row(GROUP, Slate.DEFAULT);
        ComparisonRow with = evidence.row(GROUP, Slate.ZONE_RECLAIM);
        double published = 100 * (1 - WITH_SECONDS / WITHOUT_SECONDS);
        double saved = 100 * (1 - (double) nanos(with) / nanos(without));
        return new Finding("Published: kernel build on a full node, 700 s with zone reclaim, 735 s without (2005)",
                "Published: " + one(published) + " % of the wall time saved. Here zone_reclaim changes the time that"
                        + " the job spends on memory by " + one(-saved) + " %" + (saved > published
                        ? ": both agree if a build spends " + one(100 * published / saved)
                                + " % of its time on memory that is not in the CPU's caches." : "."),
                List.of("policy", "published s", "memory ms here", "remote %", "stalled ms"),
                List.of(row(Slate.DEFAULT, WITHOUT_SECONDS, without), row(Slate.ZONE_RECLAIM, WITH_SECONDS, with)),
                StackedBars.titled("What memory costs the job", "accesses, faults, and stalls in reclaim",
                        List.of("accesses", "faults", "stalls")).axis("virtual time", "ms")
                        .bar(Slate.DEFAULT, parts(without)).bar(Slate.ZONE_RECLAIM, parts(with)).chart(),
                evidence.source(GROUP) + " (node 4 GiB, 3700 MiB of cache, 800 MiB used by the build)",
                List.of("not published: sizes of the build, latencies of the Altix; prices are those of a server of"
                        + " today",
                        "the build is one job; 40 accesses of each page; none of the cache is read again",
                        "the second experiment of 2005 (make -j without a limit) thrashes; its author calls the"
                                + " variability huge: not simulated"));
    }

    private static List<String> row(String policy, double publishedSeconds, ComparisonRow row) {
        return List.of(policy, Decimals.format(publishedSeconds, 0, "-"), one(nanos(row) / 1e6),
                one(row.remotePercent()), one(row.tasks().cost().stallNanos() / 1e6));
    }

    private static double[] parts(ComparisonRow row) {
        return new double[] {row.tasks().cost().accessNanos() / 1e6, row.tasks().cost().faultNanos() / 1e6,
            row.tasks().cost().stallNanos() / 1e6};
    }

    private static long nanos(ComparisonRow row) {
        return row.tasks().cost().totalNanos();
    }

    private static String one(double value) {
        return Decimals.format(value, 1, "-");
    }
}
