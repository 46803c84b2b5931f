package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPrintAMachineWithZonelistsAndWatermarks() {
        CliRun run = CliRun.of("topology", "2x64G/16+1x128G/0:10,20,17/20,10,28/17,28,10");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("numalab " + Version.text() + "\nseed    1\ncommand numalab topology 2x64G"));
        assertTrue(run.out().contains("\n2     none   131072\n"), run.out());
        assertTrue(run.out().contains("\n  1       20  10  28\n"), run.out());
        assertTrue(run.out().contains("  node 0: 0:Normal 0:DMA32 0:DMA 2:Normal 1:Normal\n"), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("0     DMA32 +4096 +782336 .*")), run.out());
    }

    @Test
    void shouldWriteTheHeaderOfAScenarioThatReadsBack() throws IOException {
        Path header = folder.resolve("m.scn");
        assertEquals(0, CliRun.of("topology", "power9-gpu", "--scn", header).status());
        String text = Files.readString(header);
        assertTrue(text.contains("@node 133952000K cpus=88-175 nid=8\n"), text);
        assertEquals(text, CliRun.of("topology", header, "--scn", "-").out());
    }

    @Test
    void shouldPutSourcesTogetherAndSayWhatIsMissing() throws IOException {
        Path mlc = folder.resolve("mlc.txt");
        Files.writeString(mlc, "Measuring idle latencies (in ns)...\nNuma node 0 1\n0 80.5 140\n1 141 81\n");
        CliRun alone = CliRun.of("topology", mlc);
        assertEquals(0, alone.status(), alone.err());
        assertTrue(alone.out().contains("note: no machine yet: " + mlc + ": expected the size of node 0"), alone.out());
        CliRun both = CliRun.of("topology", "2x1G", mlc);
        assertTrue(both.out().contains("\n  0         80.5  140\n"), both.out());
        CliRun refused = CliRun.of("topology", mlc, "--scn", "-");
        assertEquals(2, refused.status());
        assertEquals("", refused.out());
        assertEquals(1, refused.err().lines().count());
    }

    @Test
    void shouldWriteJson() throws IOException {
        CliRun run = CliRun.of("topology", "cxl-expander", "--json", "-");
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals("numalab-topology/1", json.path("schema").asText());
        assertEquals("", json.at("/nodes/4/cpus").asText());
        assertEquals("0:Normal", json.at("/nodes/0/zonelist/0").asText());
        assertEquals(255, json.at("/distance/4/0").asInt());
        assertEquals(363.8, json.at("/latency_ns/2/4").asDouble());
        assertTrue(json.at("/latency_ns/4/0").isNull());
    }

    @Test
    void shouldRefuseInOneLine() {
        for (CliRun run : new CliRun[] {CliRun.of("topology"), CliRun.of("topology", "--live", "2x1G"),
            CliRun.of("topology", "no-such-file"), CliRun.of("topology", "2x9T")}) {
            assertEquals(2, run.status());
            assertEquals(1, run.err().lines().count(), run.err());
            assertEquals("", run.out());
        }
    }

    @Test
    void shouldListMachinesWithSources() {
        CliRun run = CliRun.of("presets");
        assertTrue(run.out().contains("\nkunpeng-920\n    Two sockets of HiSilicon"), run.out());
        assertTrue(run.out().contains("    latencies and bandwidths: Intel MLC"), run.out());
    }
}
