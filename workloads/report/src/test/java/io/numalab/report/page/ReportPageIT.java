package io.numalab.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.report.thread.ThreadStudy;
import io.numalab.spi.Policies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has Chromium draw a page and looks at what it made of it: {@code mvn -Pbrowser verify}. */
class ReportPageIT {
    private static final Pattern DRAWN =
            Pattern.compile("<figure class=\"chart\" data-drawn=\"yes\">.*?<svg[^>]*>.*?<path", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void shouldDrawEveryChart() throws Exception {
        String drawn = drawn(SamplePage.page());
        assertEquals(SamplePage.CHARTS, DRAWN.matcher(drawn).results().count());
        assertFalse(drawn.contains("data-drawn=\"no\""));
        assertTrue(drawn.contains("break-even 0.37</text>"));
    }

    @Test
    void shouldSayWhichChartCannotBeDrawn() throws Exception {
        String drawn = drawn(new ReportPage("t", SamplePage.MANIFEST).chart(new Chart("broken", "", "{}")));
        assertTrue(drawn.contains("data-drawn=\"no\""), "a specification without a mark");
        assertEquals(0, DRAWN.matcher(drawn).results().count());
    }

    @Test
    void shouldDrawAFigureForEveryQuestionOfTheThread() throws Exception {
        ThreadStudy study = ThreadStudy.play(ThreadStudy.NAMES, Policies.load(), 1, 1 / 256.0, 1 / 64.0,
                (done, all) -> { });
        int charts = study.findings().stream().mapToInt(finding -> finding.charts().size()).sum();
        assertTrue(study.findings().stream().noneMatch(finding -> finding.charts().isEmpty()));
        String drawn = drawn(ThreadPage.of(study.findings(), SamplePage.MANIFEST));
        assertFalse(drawn.contains("data-drawn=\"no\""));
        assertEquals(charts, DRAWN.matcher(drawn).results().count());
    }

    private String drawn(ReportPage page) throws IOException, InterruptedException {
        Path html = Files.write(folder.resolve("page.html"), page.bytes());
        Path dom = folder.resolve("dom.html");
        Process browser = new ProcessBuilder("chromium", "--headless=new", "--no-sandbox", "--disable-gpu",
                "--virtual-time-budget=10000", "--user-data-dir=" + folder.resolve("profile"), "--dump-dom",
                html.toUri().toString())
                .redirectOutput(dom.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals(0, browser.waitFor());
        return Files.readString(dom, StandardCharsets.UTF_8);
    }
}
