package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldAppearOnlyWhenComplete() throws IOException {
        Path path = Files.writeString(folder.resolve("result"), "old");
        try (OutputFile file = OutputFile.open(path)) {
            file.stream().write('x');
            file.stream().flush();
            assertEquals("old", Files.readString(path));
        }
        assertEquals("old", Files.readString(path));
        OutputFile.write(path, new byte[] {'n', 'e', 'w'});
        assertEquals("new", Files.readString(path));
        assertEquals(List.of("result"), CliRun.files(folder));
    }

    @Test
    void shouldWriteThroughLinks() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        OutputFile.write(link, new byte[] {'n'});
        assertEquals("n", Files.readString(real));
    }

    @Test
    void shouldRefuseFolders() {
        assertThrows(IllegalArgumentException.class, () -> OutputFile.check(folder));
        assertThrows(IllegalArgumentException.class, () -> OutputFile.check(folder.resolve("no/file")));
    }
}
