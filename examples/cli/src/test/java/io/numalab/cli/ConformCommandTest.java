package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPassAndWriteEveryRun() throws IOException {
        Path recordings = Files.createDirectory(folder.resolve("recordings"));
        for (String name : List.of("thread-mode1", "spill-2n", "prefer1-room")) {
            CliRun.recording(recordings, name);
        }
        Path out = folder.resolve("out");
        CliRun run = CliRun.of("conform", recordings, "--out", out);
        assertEquals(0, run.status(), run.out() + run.err());
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.get(4).matches("scenario +place +order +free +numa +file +which +stolen +nr +end +split"));
        assertTrue(lines.get(5).startsWith("prefer1-room "));
        assertTrue(lines.get(7).matches("thread-mode1 +ok( +[0-9.]+){10}"));
        assertEquals("3 of 3 pass", lines.get(8));
        assertEquals(List.of("prefer1-room.json", "spill-2n.json", "thread-mode1.json"), CliRun.files(out));
        assertEquals("numa-oracle/1",
                new ObjectMapper().readTree(out.resolve("spill-2n.json").toFile()).path("schema").asText());
    }

    @Test
    void shouldSeeNothingOfARecordingBehindItsBoot() throws IOException {
        for (String name : List.of("thread-mode1", "spill-2n")) {
            Path whole = CliRun.recording(folder, name);
            Path cut = Files.createDirectories(folder.resolve("cut")).resolve(name + ".json");
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode root = (ObjectNode) mapper.readTree(whole.toFile());
            ArrayNode runs = (ArrayNode) root.path("runs");
            while (runs.size() > 1) {
                runs.remove(1);
            }
            ArrayNode steps = (ArrayNode) runs.path(0).path("steps");
            while (steps.size() > 1) {
                steps.remove(1);
            }
            ((ObjectNode) root.path("environment")).remove("sysctl");
            mapper.writeValue(cut.toFile(), root);
            CliRun.of("conform", whole, "--out", folder.resolve("a"));
            CliRun.of("conform", cut, "--out", folder.resolve("b"));
            assertArrayEquals(Files.readAllBytes(folder.resolve("a/" + name + ".json")),
                    Files.readAllBytes(folder.resolve("b/" + name + ".json")));
        }
    }

    @Test
    void shouldFailWithTheReasonIfAStepCannotBePlayed() throws IOException {
        Path whole = CliRun.recording(folder, "spill-2n");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(whole.toFile());
        ((ArrayNode) root.path("scenario").path("steps")).insert(0, "write /sys/nothing 1");
        Path changed = folder.resolve("changed.json");
        mapper.writeValue(changed.toFile(), root);
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("changed.json"), "of an earlier run");
        CliRun run = CliRun.of("conform", whole, changed, "--out", out);
        assertEquals(1, run.status());
        assertTrue(run.out().contains("FAIL ") && run.out().contains("/sys/nothing"), run.out());
        assertTrue(run.out().endsWith("1 of 2 pass\n"), run.out());
        assertEquals(List.of("spill-2n.json"), CliRun.files(out));
    }
}
