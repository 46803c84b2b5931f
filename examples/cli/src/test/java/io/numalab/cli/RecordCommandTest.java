package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code record} refuses before it needs a kernel; the rest is tested in the recorder. */
class RecordCommandTest {
    @TempDir
    private Path folder;

    private CliRun record(String text, Object... more) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.scn"), text);
        List<Object> arguments = new ArrayList<>(
                List.of("record", file, "--out", folder.resolve("mine.json"), "--work", folder.resolve("work")));
        arguments.addAll(List.of(more));
        CliRun run = CliRun.of(arguments.toArray());
        assertEquals(List.of("mine.scn"), CliRun.files(folder), "nothing may be written");
        return run;
    }

    @Test
    void shouldRefuseALineThatBeginsWithSimByItsNumber() throws IOException {
        CliRun run = record("@node 1G cpus=0\ntask A\nsim cost ANON_FAULT 1\n");

        assertEquals(2, run.status());
        assertEquals("numalab: " + folder.resolve("mine.scn") + ":3: expected a line that a real kernel can play, none"
                + " that begins with sim, got sim cost ANON_FAULT 1\n", run.err());
    }

    @Test
    void shouldRefuseNumbersOutOfRange() throws IOException {
        CliRun run = record("@node 1G cpus=0\nsync\n", "--runs", 0);

        assertEquals(2, run.status());
        assertTrue(run.err().startsWith("numalab: expected 1 to 99 runs, got 0"), run.err());
    }

    @Test
    void shouldRefuseAParameterThatTheScenarioDoesNotDeclare() throws IOException {
        CliRun run = record("@node 1G cpus=0\nsync\n", "--param", "size=1");

        assertEquals(2, run.status());
        assertTrue(run.err().contains("this scenario declares none"), run.err());
    }
}
