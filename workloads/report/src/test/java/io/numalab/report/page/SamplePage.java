package io.numalab.report.page;

import io.numalab.report.Manifest;
import java.util.ArrayList;
import java.util.List;

/** A page with one of everything. */
final class SamplePage {
    static final Manifest MANIFEST = new Manifest("1.2", 7, "0123456789abcdef", "numalab compare <x> --seed 7");
    static final int CHARTS = 6;

    private SamplePage() {
    }

    static ReportPage page() {
        return new ReportPage("Where pages <land> & stay", MANIFEST)
                .lead("With `membind` everything is local; the default leaves 60 % remote.")
                .section("The table").prose("Differences are against the baseline.")
                .table(table()).legend("local: pages on the node of their task's CPU.")
                .section("Break-even").chart(breakEven())
                .assumptions(List.of("GB is read as GiB", "one task allocates"))
                .section("Placement").key(layers()).charts(List.of(areas("default, node 0"), areas("default, node 1"),
                        areas("membind, node 0"), areas("membind, node 1")))
                .section("Costs").heading("What the time went into").chart(costs());
    }

    private static ReportTable table() {
        ReportTable table = new ReportTable("policy").textColumn("attached to").column("remote", "%")
                .column("stalled", "ms").column("access", "ns").column("reclaimed", "pages");
        table.baseline("default", cell("task A0"), cell("59.86"), cell("0.0"), cell("67.86"), cell("0"));
        table.row("zone_reclaim:mode=1", cell("machine"), cell("0.00").note("-100 %", ReportTable.Tone.BETTER),
                cell("2538.8").note("+2538.8", ReportTable.Tone.WORSE),
                cell("52.98").note("-21.9 %", ReportTable.Tone.BETTER),
                cell("9 791 872").note("+9 791 872", ReportTable.Tone.NEUTRAL));
        return table;
    }

    private static ReportTable.Cell cell(String text) {
        return ReportTable.Cell.of(text);
    }

    private static Chart breakEven() {
        List<LineChart.Point> rising = new ArrayList<>();
        List<LineChart.Point> flat = new ArrayList<>();
        for (int i = 0; i <= 20; i++) {
            double x = i / 20.0;
            rising.add(new LineChart.Point(x, 2 + 3 * x, 1.8 + 2.9 * x, 2.2 + 3.1 * x));
            flat.add(new LineChart.Point(x, 3.11));
        }
        return LineChart.titled("Where the better policy changes", "Total cost over the probability of re-reading.")
                .x("probability that the cache is read again", "").y("total cost", "s")
                .series("zone_reclaim", rising).series("default", flat).mark(0.37, "break-even 0.37").chart();
    }

    private static List<ReportPage.Key> layers() {
        return List.of(new ReportPage.Key("anonymous", "var(--anon)"), new ReportPage.Key("file", "var(--file)"),
                new ReportPage.Key("other", "var(--other)"), new ReportPage.Key("free", "var(--free)"));
    }

    private static Chart areas(String title) {
        StackedAreas areas = StackedAreas.titled(title, "", layers()).x("time", "s", 10).y("memory", "GiB", 8);
        for (int i = 0; i <= 40; i++) {
            areas.at(i / 4.0, i / 10.0, 4 - i / 20.0, 0.2, 3.8 - i / 20.0);
        }
        return areas.chart();
    }

    private static Chart costs() {
        return StackedBars.titled("Cost split", "", List.of("access", "stall", "disk", "failure"))
                .axis("virtual time", "s").bar("default", 3, 0, 1, 0).bar("zone_reclaim:mode=1", 2, 1, 0, 0)
                .bar("membind", 2, 0, 0.5, 0).chart();
    }
}
