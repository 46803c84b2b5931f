package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final List<String> ROW = List.of("policy", "scope", "local_pages", "remote_pages", "remote_pct",
            "node_reclaim_calls", "node_reclaim_pages", "kswapd_pages", "direct_pages", "stall_ns", "refaults",
            "failed_allocations", "ns_per_access", "pages_per_second");

    @TempDir
    private Path folder;

    @Test
    void shouldWriteNothingButJsonToStandardOutput() throws IOException {
        CliRun run = CliRun.of(SmallThread.compare("--json", "-"));
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        JsonNode root = new ObjectMapper().readTree(run.out());
        assertEquals(List.of("preset", "seed", "command", "rows"), names(root));
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
        assertTrue(Files.readString(first).startsWith("# numalab " + Version.text() + "\n# seed    1\n# command "));
        assertEquals(String.join(",", ROW), Files.readString(first).lines().skip(3).findFirst().orElseThrow());
        assertEquals(List.of("first.csv", "second.csv"), CliRun.files(folder));
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

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
