package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.breakeven.BreakEven;
import io.numalab.report.page.BreakEvenChart;
import java.util.List;

/** Q10: should cache be dropped at all if it may be valuable and remote memory is free? */
record CacheValue(double scale) implements Question {
    private static final String GROUP = "cache value";

    @Override
    public List<RunGroup> groups() {
        return List.of(RunGroup.of(GROUP, "valuable-cache", scale, "default,zone_reclaim",
                "reread=0..1#11").slowed().seeds(3));
    }

    @Override
    public Finding answer(Evidence evidence) {
        BreakEven even = BreakEven.of(evidence.rows(GROUP));
        return new Finding("Q10: should cache be dropped that may be valuable, while remote memory is free?",
                "By the share of the cache that is read again (reread): " + even.verdict() + ".",
                List.of("reread", "default ms", "zone_reclaim ms", "default less zone_reclaim, ms"),
                even.points().stream().map(point -> List.of(point.value(), millis(point.firstNanos()),
                        millis(point.secondNanos()), millis(point.differenceNanos().mean()))).toList(),
                BreakEvenChart.of(even), evidence.source(GROUP),
                List.of("cost: time of the job and of the readers; default spills and keeps the cache, zone_reclaim"
                        + " drops it",
                        "a page that is read back costs 80 us on an NVMe drive, 1.8 us within a stream"));
    }

    private static String millis(double nanos) {
        return Decimals.format(nanos / 1e6, 2, "-");
    }
}
