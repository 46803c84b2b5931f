package io.numalab.report.thread;

import io.numalab.report.Decimals;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.page.StackedBars;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.List;

/**
 * What Fastmail saw on its IMAP servers about 2010: with zone_reclaim_mode 1 at least 2000 blocks a second were read
 * from the SSD, with 0 about 100. Told: 48 GB on two nodes, 16 GB of hot data; how the processes use memory is not.
 */
record MailServer(double scale) implements Question {
    private static final String GROUP = "mail server";
    private static final double PUBLISHED_WITH = 2000;
    private static final double PUBLISHED_WITHOUT = 100;

    @Override
    public List<RunGroup> groups() {
        return List.of(RunGroup.of(GROUP, "database-cache", scale, Slate.DEFAULT + "," + Slate.ZONE_RECLAIM, "node=24G",
                "files=16G", "buffers=12G"));
    }

    @Override
    public Finding answer(Evidence evidence) {
        ComparisonRow without = evidence.row(GROUP, Slate.DEFAULT);
        ComparisonRow with = evidence.row(GROUP, Slate.ZONE_RECLAIM);
        double readWithout = pagesRead(without);
        double readWith = pagesRead(with);
        return new Finding("Published: mail servers read 2000 blocks a second with zone_reclaim_mode 1, 100 with 0",
                "Published: " + times(PUBLISHED_WITH / PUBLISHED_WITHOUT) + " times as many reads with zone_reclaim."
                        + " Here " + times(readWith / readWithout) + " times as many pages are read, first reads"
                        + " included, for the same requests; " + with.reclaim().refaults() + " pages are read again"
                        + " that zone_reclaim dropped while the other node had room, by default "
                        + without.reclaim().refaults() + ".",
                List.of("policy", "published blocks/s", "pages read here", "of these again", "remote %", "cost ms"),
                List.of(row(Slate.DEFAULT, PUBLISHED_WITHOUT, without), row(Slate.ZONE_RECLAIM, PUBLISHED_WITH, with)),
                StackedBars.titled("What is read from the disk", "first reads are the same under both",
                        List.of("first reads", "read again")).axis("pages", "")
                        .bar(Slate.DEFAULT, readWithout - without.reclaim().refaults(), without.reclaim().refaults())
                        .bar(Slate.ZONE_RECLAIM, readWith - with.reclaim().refaults(), with.reclaim().refaults())
                        .chart(),
                evidence.source(GROUP) + " (nodes of 24 GiB, 16 GiB of files)",
                List.of("not published: memory of the processes (here 12 GiB on the node that serves), how often a file"
                        + " is read (4 times a page in the mean, Zipf 0.8)",
                        "a blocks/s figure needs a rate of requests, which is not published: the ratio is compared"));
    }

    private static List<String> row(String policy, double published, ComparisonRow row) {
        return List.of(policy, Decimals.format(published, 0, "-"), times(pagesRead(row)),
                Long.toString(row.reclaim().refaults()), Decimals.format(row.remotePercent(), 1, "-"),
                Decimals.format(row.tasks().cost().totalNanos() / 1e6, 1, "-"));
    }

    /** First reads are sequential. */
    private static double pagesRead(ComparisonRow row) {
        return StrictMath.rint(row.tasks().cost().diskNanos() / Prices.hardware().nanos(Price.FILE_READ))
                + row.reclaim().refaults();
    }

    private static String times(double value) {
        return Decimals.format(value, value < 100 ? 1 : 0, "-");
    }
}
