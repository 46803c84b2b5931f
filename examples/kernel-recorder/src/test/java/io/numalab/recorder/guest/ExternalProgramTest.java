package io.numalab.recorder.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalProgramTest {
    @TempDir
    private Path folder;

    private ExternalProgram shell(String script) {
        return new ExternalProgram(List.of("sh", "-c", script), folder);
    }

    @AfterEach
    void shouldLeaveNothingBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void shouldReturnWhatAProgramPrints() throws IOException {
        assertEquals("one\ntwo\n", shell("echo one; echo two >&2").text(10));
    }

    @Test
    void shouldTellTheLastLineOfAProgramThatFails() {
        IOException failed = assertThrows(IOException.class, () -> shell("echo first; echo why; exit 3").text(10));

        assertEquals("sh failed with status 3: why", failed.getMessage());
    }

    @Test
    void shouldKillAProgramThatTakesTooLong() {
        IOException late = assertThrows(IOException.class, () -> shell("exec sleep 60").text(1));

        assertTrue(late.getMessage().startsWith("sh took longer than 1 s"), late.getMessage());
    }
}
