package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final String SCENARIO = """
            @title a small spill
            @param size 300M 1M..1G of the mapping
            @kernel 6.1
            @node 256M cpus=0
            @node 256M cpus=1
            task A cpu=node0 policy=@
            A read f0 0 64M
            sysctl vm.zone_reclaim_mode=1
            A anon h ${size}
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldPrintAReport() throws IOException {
        Path file = Files.writeString(folder.resolve("spill.scn"), SCENARIO);
        CliRun run = CliRun.of("run", file, "--param", "size=100M", "--seed", "3");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("numalab " + Version.text() + "\nseed    3\ncommand numalab run "), run.out());
        assertTrue(run.out().contains("--param size=100M --seed 3\n"), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("A:h +anon +25600 +[0-9]+ +[0-9]+ +0")), run.out());
    }

    @Test
    void shouldWriteTheSameJsonTwiceAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("spill.scn"), SCENARIO);
        CliRun run = CliRun.of("run", file, "--json", "-");
        JsonNode root = new ObjectMapper().readTree(run.out());
        assertEquals("numa-oracle/1", root.path("schema").asText());
        assertEquals(5, root.path("runs").path(0).path("steps").size());
        Path first = folder.resolve("first.json");
        CliRun.of("run", file, "--json", first);
        assertEquals(run.out(), Files.readString(first));
        assertEquals(List.of("first.json", "spill.scn"), CliRun.files(folder));
    }

    @Test
    void shouldStartFromARecordedBootAsConformDoes() throws IOException {
        Path recording = CliRun.recording(folder, "spill-2n");
        JsonNode recorded = new ObjectMapper().readTree(recording.toFile());
        StringBuilder text = new StringBuilder("@kernel 6.1\n");
        recorded.path("scenario").path("nodes").forEach(node -> text.append("@node " + node.path("mib").asText()
                + "M cpus=" + node.path("cpus").asText() + "\n"));
        recorded.path("scenario").path("steps").forEach(step -> text.append(step.asText()).append('\n'));
        Path file = Files.writeString(folder.resolve("spill-2n.scn"), text.toString());
        CliRun run = CliRun.of("run", file, "--boot", recording, "--json", "-");
        assertEquals(0, run.status(), run.err());
        CliRun.of("conform", recording, "--out", folder.resolve("out"));
        JsonNode replayed = new ObjectMapper().readTree(folder.resolve("out/spill-2n.json").toFile());
        assertEquals(replayed.path("runs"), new ObjectMapper().readTree(run.out()).path("runs"));
    }

    @Test
    void shouldLogEveryDecision() throws IOException {
        Path file = Files.writeString(folder.resolve("spill.scn"), SCENARIO);
        Path first = folder.resolve("first.jsonl");
        Path second = folder.resolve("second.jsonl");
        assertEquals(0, CliRun.of("run", file, "--events", first).status());
        CliRun.of("run", file, "--events", second);
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        List<String> lines = Files.readAllLines(first);
        assertEquals(Version.text(), new ObjectMapper().readTree(lines.get(0)).path("version").asText());
        Set<String> events = new TreeSet<>();
        for (String line : lines.subList(1, lines.size())) {
            events.add(new ObjectMapper().readTree(line).path("event").asText());
        }
        assertTrue(events.containsAll(Set.of("allocated", "pressure", "reclaimed")), events.toString());
    }

    @Test
    void shouldWriteFtraceThatTraceKmemReads() throws IOException {
        Path file = Files.writeString(folder.resolve("spill.scn"), SCENARIO);
        Path trace = folder.resolve("trace.txt");
        assertEquals(0, CliRun.of("run", file, "--ftrace", trace).status());
        Path machine = Files.writeString(folder.resolve("machine.scn"), SCENARIO.lines()
                .filter(line -> line.startsWith("@node")).collect(Collectors.joining("\n", "", "\n")));
        CliRun replay = CliRun.of("trace", "kmem", trace, "--machine", machine);
        assertEquals(0, replay.status(), replay.err());
        assertTrue(replay.out().matches("(?s).*\nframe in no zone +0 +0 +0\n.*\nfrees of pages from before +0\n.*"),
                replay.out());
        assertEquals(2, CliRun.of("run", file, "--ftrace", trace, "--events", folder.resolve("e")).status());
    }

    @Test
    void shouldLeaveNothingBehindIfAStepCannotBePlayed() throws IOException {
        Path file = Files.writeString(folder.resolve("stops.scn"), SCENARIO + "write /sys/nothing 1\n");
        CliRun run = CliRun.of("run", file, "--events", folder.resolve("e.jsonl"), "--json", folder.resolve("r.json"));
        assertEquals(2, run.status());
        assertFalse(run.err().isEmpty());
        assertEquals(List.of("stops.scn"), CliRun.files(folder));
    }

    @Test
    void shouldSampleOverTime() throws IOException {
        Path file = Files.writeString(folder.resolve("spill.scn"), SCENARIO);
        Path csv = folder.resolve("spill.csv");
        CliRun run = CliRun.of("run", file, "--sample", "10ms", "--csv", csv);
        assertEquals(0, run.status(), run.err());
        assertEquals(CliRun.of("run", file).out().lines().skip(3).toList(), run.out().lines().skip(3).toList());
        List<String> lines = Files.readAllLines(csv);
        assertEquals("time_ns,metric,node,task,value", lines.get(0));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("10000000,task_pages,0,")), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches("10000000,kswapd_pages,,,[0-9]+")));
        assertTrue(Files.readString(folder.resolve("spill.csv.manifest.json")).contains("--sample 10ms"));
        assertEquals(2, CliRun.of("run", file, "--csv", csv).status());
        assertEquals(2, CliRun.of("run", file, "--sample", "10", "--csv", csv).status());
    }
}
