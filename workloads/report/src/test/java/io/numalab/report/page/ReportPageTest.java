package io.numalab.report.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.numalab.report.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final Pattern SPEC =
            Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL);

    @Test
    void shouldBeginWithHowItCameAbout() {
        String html = SamplePage.page().html();
        String head = html.substring(0, html.indexOf("</header>"));
        for (String word : List.of("<h1>Where pages &lt;land&gt; &amp; stay</h1>", "<dt>version</dt><dd>1.2</dd>",
                "<dt>seed</dt><dd>7</dd>", "0123456789abcdef", "numalab compare &lt;x&gt; --seed 7")) {
            assertTrue(head.contains(word), word + " in " + head.substring(head.indexOf("<header>")));
        }
    }

    @Test
    void shouldLoadNothing() {
        String html = SamplePage.page().html();
        String own = html.replaceAll("(?s)<script>.*?</script>|<!--.*?-->", "");
        assertFalse(Pattern.compile("(src|href)=\"(?!#)|url\\(|@import").matcher(own).find());
        assertTrue(own.contains("default-src 'none'"));
        assertFalse(html.contains("sourceMappingURL"));
        assertTrue(html.contains("University of Washington Interactive Data Lab"));
        assertTrue(new ReportPage("t", SamplePage.MANIFEST).prose("no chart").html().length() < 20_000);
    }

    @Test
    void shouldCarryTheDataOfEveryChart() throws IOException {
        List<JsonNode> specs = specs(SamplePage.page().html());
        assertEquals(SamplePage.CHARTS, specs.size());
        for (JsonNode spec : specs) {
            assertTrue(spec.path("$schema").isMissingNode());
            assertFalse(spec.path("data").path("values").isEmpty(), spec.toString());
            assertTrue(spec.has("mark") || spec.has("layer"));
        }
        assertEquals(0.37, specs.get(0).path("layer").get(2).path("data").path("values").get(0).path("x").asDouble());
    }

    @Test
    void shouldLetNoTextEndItsElement() throws IOException {
        String evil = "</script><script>alert('`x`')</script><!-- \" ' \\ & ]]>";
        ReportPage page = new ReportPage(evil, new Manifest(evil, 1, evil, evil)).lead(evil).section(evil).heading(evil)
                .prose(evil).legend(evil).assumptions(List.of(evil))
                .table(new ReportTable(evil).column(evil, evil).textColumn(evil)
                        .row(evil, ReportTable.Cell.of(evil), new ReportTable.Cell(evil, evil, ReportTable.Tone.WORSE)))
                .chart(LineChart.titled(evil, evil).x(evil, evil).y(evil, evil)
                        .series(evil, List.of(new LineChart.Point(1, 2))).mark(1, evil).chart())
                .key(List.of(new ReportPage.Key(evil, "var(--s1)"))).charts(List.of(
                        StackedAreas.titled(evil, evil, List.of(new ReportPage.Key(evil, "var(--s1)")))
                                .x(evil, evil, 1).y(evil, evil, 1).at(0, 1).chart(),
                        StackedBars.titled(evil, evil, List.of(evil)).axis(evil, evil).bar(evil, 1).chart()));
        String html = page.html();
        assertFalse(html.contains("<script>alert"));
        assertEquals(3, specs(html).size());
        assertEquals(evil, specs(html).get(0).path("data").path("values").get(0).path("series").asText());
        assertEquals(count(html, "<script"), count(html, "</script>"));
        assertEquals(1, count(html, "<!--"));
    }

    @Test
    void shouldBeTheSameBytesTwice() {
        assertArrayEquals(SamplePage.page().bytes(), SamplePage.page().bytes());
    }

    @Test
    void shouldRefuseRowsThatDoNotFit() {
        ReportTable table = new ReportTable("policy").column("a", "").column("b", "");
        assertThrows(IllegalArgumentException.class, () -> table.row("x", ReportTable.Cell.of("1")));
        assertThrows(IllegalArgumentException.class, () -> StackedBars.titled("", "", List.of("a")).bar("b", 1, 2));
        assertThrows(IllegalArgumentException.class, () -> StackedAreas.titled("", "", List.of()).at(0, 1));
    }

    private static List<JsonNode> specs(String html) throws IOException {
        List<JsonNode> specs = new ArrayList<>();
        Matcher matcher = SPEC.matcher(html);
        while (matcher.find()) {
            specs.add(new ObjectMapper().readTree(matcher.group(1)));
        }
        return specs;
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
