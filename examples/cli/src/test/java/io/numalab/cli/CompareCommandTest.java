package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.numalab.report.comparison.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final List<String> ROW = Stream.concat(Stream.of("policy", "scope", "seed"),
            Arrays.stream(Metric.values()).map(Metric::id)).toList();

    @TempDir
    private Path folder;

    @Test
    void shouldWriteNothingButJsonToStandardOutput() throws IOException {
        CliRun run = CliRun.of(SmallThread.compare("--json", "-"));
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        JsonNode root = new ObjectMapper().readTree(run.out());
        assertEquals(List.of("preset", "version", "seed", "topology", "command", "rows"), names(root));
        assertEquals("thread", root.path("preset").asText());
        assertEquals(1, root.path("seed").asInt());
        assertTrue(root.path("command").asText().startsWith("numalab compare thread --policies default,"));
        assertEquals(5, root.path("rows").size());
        root.path("rows").forEach(row -> assertEquals(ROW, names(row)));
        root.path("rows").forEach(row -> assertEquals(
                61440, row.path("local_pages").asLong() + row.path("remote_pages").asLong()));
    }

    @Test
    void shouldShowWhatTheThreadArguesAbout() throws IOException {
        JsonNode rows = new ObjectMapper().readTree(CliRun.of(SmallThread.compare("--json", "-")).out()).path("rows");
        JsonNode byDefault = rows.path(0);
        JsonNode zoneReclaim = rows.path(1);
        JsonNode membind = rows.path(2);
        assertTrue(byDefault.path("remote_pct").asDouble() > 50);
        assertEquals(0, byDefault.path("node_reclaim_calls").asLong() + byDefault.path("kswapd_pages").asLong());
        assertEquals("machine", zoneReclaim.path("scope").asText());
        assertTrue(zoneReclaim.path("node_reclaim_pages").asLong() >= 32 * 900);
        assertTrue(zoneReclaim.path("stall_ns").asLong() > 0);
        assertEquals("task", membind.path("scope").asText());
        assertEquals(0.0, membind.path("remote_pct").asDouble());
        assertTrue(membind.path("ns_per_access").asDouble() < zoneReclaim.path("ns_per_access").asDouble() + 0.001);
        assertTrue(zoneReclaim.path("ns_per_access").asDouble() < byDefault.path("ns_per_access").asDouble());
    }

    @Test
    void shouldPrintTheSameBytesTwice() throws IOException {
        Path first = folder.resolve("first.csv");
        Path second = folder.resolve("second.csv");
        CliRun one = CliRun.of(SmallThread.compare("--csv", first));
        CliRun two = CliRun.of(SmallThread.compare("--csv", second));
        assertEquals(one, two);
        assertEquals(Files.readString(first), Files.readString(second));
        assertEquals("numalab " + Version.text(), one.out().lines().findFirst().orElseThrow());
        List<String> lines = Files.readAllLines(first);
        assertEquals("run,scenario,variant,scope,seed,metric,unit,value", lines.get(0));
        assertEquals(1 + 5 * Metric.values().length, lines.size());
        assertEquals("0,thread,default,task,1,local_pages,pages,", lines.get(1).replaceAll("[0-9]+$", ""));
        assertEquals(List.of("first.csv", "first.csv.manifest.json", "second.csv", "second.csv.manifest.json"),
                CliRun.files(folder));
        JsonNode manifest = new ObjectMapper().readTree(folder.resolve("first.csv.manifest.json").toFile());
        assertEquals("numalab-compare/1", manifest.path("schema").asText());
        assertEquals(lines.size() - 1, manifest.path("rows").asInt());
        assertEquals(16, manifest.path("topology").asText().length());
        assertTrue(manifest.path("command").asText().startsWith("numalab compare thread --policies "));
    }

    @Test
    void shouldPrintPublishedFiguresOfTheThread() {
        String out = CliRun.of(SmallThread.compare()).out();
        assertTrue(out.contains("67.86") && out.contains("52.98") && out.contains("calibrated"), out);
        assertEquals(5, out.lines().filter(line -> line.contains("56.34") && line.endsWith("predicted")).count(), out);
        assertTrue(out.contains("zone_reclaim, 16 tasks"), out);
    }

    @Test
    void shouldMeasureAScenarioFile() throws IOException {
        Path file = Files.writeString(folder.resolve("two.scn"), """
                @kernel 6.1
                @node 256M cpus=0
                @node 256M cpus=1
                task A cpu=node0 policy=@
                task B cpu=node1
                A anon h 32M
                B anon h 16M
                A free h
                """);
        JsonNode root = new ObjectMapper().readTree(
                CliRun.of("compare", file, "--policies", "bind:1;default", "--json", "-", "--seed", "7").out());
        assertEquals("two", root.path("preset").asText());
        assertEquals(7, root.path("seed").asInt());
        assertEquals(8192, root.path("rows").path(0).path("remote_pages").asLong());
        assertEquals(8192, root.path("rows").path(1).path("local_pages").asLong());
        assertTrue(root.path("rows").path(0).path("ns_per_access").isNull());
        assertTrue(root.path("rows").path(0).path("pages_per_second").asLong() > 0);
    }

    @Test
    void shouldNoteTasksThatWereKilled() throws IOException {
        Path file = Files.writeString(folder.resolve("oom.scn"), """
                @kernel 6.1
                @node 128M cpus=0
                @node 128M cpus=1
                task A cpu=node0 policy=@
                A anon h 160M
                """);
        CliRun run = CliRun.of("compare", file, "--policies", "membind");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("membind: task A was killed for lack of memory after "), run.out());
        assertFalse(run.out().contains("calibrated"), run.out());
    }

    @Test
    void shouldWriteAReportAPictureAndJsonLines() throws IOException {
        Path html = folder.resolve("r.html");
        Path png = folder.resolve("r.png");
        Path lines = folder.resolve("r.jsonl");
        CliRun run = CliRun.of(SmallThread.compare("--policies", "default,default+vm.swappiness=5,membind", "--sweep",
                "threads=1..2", "--seeds", "2", "--html", html, "--png", png, "--jsonl", lines, "--metric",
                "ns_per_access"));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("identical in all 2 seeds"), run.out());
        String page = Files.readString(html);
        assertTrue(page.contains("numalab compare thread --policies"));
        assertTrue(page.contains("--sweep threads=1..2 --seeds 2"));
        for (String section : List.of("Figures and differences", "Over threads", "Where the time went",
                "Placement over time", "Reclaim and stalls over time")) {
            assertTrue(page.contains(">" + section + "</h2>"), section);
        }
        assertTrue(Files.size(png) > 5000 && Files.size(png) < 150_000, Files.size(png) + " bytes");
        List<String> rows = Files.readAllLines(lines);
        assertEquals(2 * 3 * 2 * Metric.values().length, rows.size());
        JsonNode last = new ObjectMapper().readTree(rows.get(rows.size() - 1));
        assertEquals(List.of("run", "scenario", "variant", "scope", "sweep_threads", "seed", "metric", "unit", "value"),
                names(last));
        assertEquals("2", last.path("sweep_threads").asText());
        assertTrue(last.path("value").isNumber());
        CliRun.of(SmallThread.compare("--policies", "default,default+vm.swappiness=5,membind", "--sweep",
                "threads=1..2", "--seeds", "2", "--html", folder.resolve("again.html")));
        assertEquals(page.replace(" --metric ns_per_access", ""), Files.readString(folder.resolve("again.html")));
    }

    @Test
    void shouldExplainItsColumns() {
        String out = CliRun.of("compare", "--help-schema").out();
        for (Metric metric : Metric.values()) {
            assertTrue(out.contains("  " + metric.id() + " "), metric.id());
        }
        assertTrue(out.contains("numalab-compare/1") && out.contains("numalab-samples/1"), out);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
