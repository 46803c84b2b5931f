package io.numalab.report.page;

import io.numalab.report.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds one HTML page from sections, top to bottom. The page contains all it needs (style, data, the charts' program),
 * loads nothing, and is drawn by the reader's browser in light or dark, narrow, wide or in print.
 *
 * <pre>{@code
 * ReportPage page = new ReportPage("Is membind enough?", manifest)
 *         .lead("It is, for a workload that fits its node.")
 *         .section("Q1: workloads that fit a node")
 *         .prose("Each policy played the same workload.")
 *         .table(new ReportTable("policy").column("remote", "%")
 *                 .baseline("default", ReportTable.Cell.of("59.9"))
 *                 .row("membind", ReportTable.Cell.of("0.0").note("-59.9", ReportTable.Tone.BETTER)))
 *         .chart(LineChart.titled("Where the better policy changes", "100 GiB of cache, 60 GiB anonymous")
 *                 .x("probability that the cache is read again", "").y("total cost", "s")
 *                 .series("default", List.of(new LineChart.Point(0, 3.1), new LineChart.Point(1, 3.1)))
 *                 .series("membind", List.of(new LineChart.Point(0, 2.2), new LineChart.Point(1, 5.9)))
 *                 .mark(0.24, "break-even 0.24")
 *                 .chart())
 *         .assumptions(List.of("GB is read as GiB"));
 * Files.write(path, page.bytes());
 * }</pre>
 *
 * <p>Texts are plain: everything is escaped, except that words between backticks are set as code. Not thread-safe.
 */
public final class ReportPage {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data:";
    private static final int SECTIONS_WITHOUT_CONTENTS = 2;

    private final String title;
    private final Manifest manifest;
    private final StringBuilder body = new StringBuilder();
    private final List<String> sections = new ArrayList<>();
    private String lead = "";
    private boolean charts;

    /** A page without sections. @param manifest printed below the title */
    public ReportPage(String title, Manifest manifest) {
        this.title = title;
        this.manifest = manifest;
    }

    /** The answer in a sentence or two, printed below the title. */
    public ReportPage lead(String text) {
        lead = "<p class=\"lead\">" + inline(text) + "</p>\n";
        return this;
    }

    /** Begins a section. */
    public ReportPage section(String heading) {
        sections.add(heading);
        body.append("<h2 id=\"s").append(sections.size()).append("\">").append(inline(heading)).append("</h2>\n");
        return this;
    }

    /** A heading within a section. */
    public ReportPage heading(String text) {
        body.append("<h3>").append(inline(text)).append("</h3>\n");
        return this;
    }

    /** A paragraph. */
    public ReportPage prose(String text) {
        body.append("<p>").append(inline(text)).append("</p>\n");
        return this;
    }

    /** A small paragraph below a table or chart: what its words mean. */
    public ReportPage legend(String text) {
        body.append("<p class=\"caption\">").append(inline(text)).append("</p>\n");
        return this;
    }

    /** What was assumed, a line each, set apart. Nothing if there is none. */
    public ReportPage assumptions(List<String> lines) {
        if (!lines.isEmpty()) {
            body.append("<div class=\"assumptions\"><strong>Assumed</strong>\n<ul>\n");
            lines.forEach(line -> body.append("<li>").append(inline(line)).append("</li>\n"));
            body.append("</ul>\n</div>\n");
        }
        return this;
    }

    /** A table; it scrolls sideways where it is wider than the page. */
    public ReportPage table(ReportTable table) {
        body.append(table.html());
        return this;
    }

    /** A chart over the whole width. */
    public ReportPage chart(Chart chart) {
        charts = true;
        body.append(figure(chart));
        return this;
    }

    /** What the colours of the charts below mean. */
    public ReportPage key(List<Key> key) {
        body.append("<ul class=\"key\">\n");
        key.forEach(entry -> body.append("<li><i style=\"background:").append(Html.text(entry.color()))
                .append("\"></i>").append(Html.breakable(entry.name())).append("</li>\n"));
        body.append("</ul>\n");
        return this;
    }

    /** Small charts side by side, as many as fit; {@link #key} explains their colours. */
    public ReportPage charts(List<Chart> list) {
        charts = true;
        body.append("<div class=\"charts\">\n");
        list.forEach(chart -> body.append(figure(chart)));
        body.append("</div>\n");
        return this;
    }

    /** The page in UTF-8. The same sections give the same bytes. */
    public byte[] bytes() {
        return html().getBytes(StandardCharsets.UTF_8);
    }

    /** The page. */
    public String html() {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
        html.append("<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"").append(POLICY).append("\">\n")
                .append("<title>").append(Html.text(title)).append("</title>\n<style>\n")
                .append(Html.resource("page.css")).append("</style>\n</head>\n<body>\n<main>\n<header>\n")
                .append("<p class=\"brand\">Numalab</p>\n<h1>").append(inline(title)).append("</h1>\n")
                .append(lead).append(manifest()).append("</header>\n");
        if (sections.size() > SECTIONS_WITHOUT_CONTENTS) {
            html.append("<nav aria-label=\"Sections\"><ol>\n");
            for (int i = 0; i < sections.size(); i++) {
                html.append("<li><a href=\"#s").append(i + 1).append("\">").append(inline(sections.get(i)))
                        .append("</a></li>\n");
            }
            html.append("</ol></nav>\n");
        }
        html.append(body).append("<footer>Virtual time throughout: every figure is simulated and is given again by the"
                + " command above, on any JDK.</footer>\n</main>\n");
        return html.append(charts ? programs() : "").append("</body>\n</html>\n").toString();
    }

    private String manifest() {
        return "<dl class=\"manifest\">\n<dt>version</dt><dd>" + Html.text(manifest.version())
                + "</dd>\n<dt>seed</dt><dd>" + manifest.seed()
                + "</dd>\n<dt>topology digest</dt><dd><code>" + Html.text(manifest.topology())
                + "</code></dd>\n<dt>command</dt><dd><code class=\"command\">" + Html.text(manifest.command())
                + "</code></dd>\n</dl>\n";
    }

    private static String programs() {
        StringBuilder scripts = new StringBuilder("<!--\n" + Html.resource("vega-notices.txt") + "-->\n");
        for (String name : List.of("vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "page.js")) {
            scripts.append("<script>\n").append(Html.program(Html.resource(name))).append("\n</script>\n");
        }
        return scripts.toString();
    }

    private static String figure(Chart chart) {
        return "<figure class=\"chart\">\n<figcaption><b>" + inline(chart.title()) + "</b>" + inline(chart.caption())
                + "</figcaption>\n<div class=\"view\" role=\"img\" aria-label=\""
                + Html.text(chart.title().replace("`", "")) + "\"></div>\n<script type=\"application/json\">"
                + Html.json(chart.spec()) + "</script>\n</figure>\n";
    }

    private static String inline(String text) {
        return Html.text(text).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    /**
     * What a colour means.
     *
     * @param color a colour of the style sheet, as charts give it
     */
    public record Key(String name, String color) {
    }
}
