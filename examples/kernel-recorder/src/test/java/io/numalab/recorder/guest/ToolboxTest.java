package io.numalab.recorder.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.numalab.recorder.RecorderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolboxTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNameEveryMissingProgramAndItsPackageInOneLine() {
        Toolbox empty = new Toolbox(List.of(folder));

        assertEquals("a recording needs programs that are not in PATH:"
                + " qemu-system-x86_64 (Debian package qemu-system-x86), mke2fs (Debian package e2fsprogs)",
                assertThrows(RecorderException.class,
                        () -> empty.require(List.of(Tool.QEMU, Tool.MAKE_FILE_SYSTEM))).getMessage());
    }

    @Test
    void shouldFindAProgramInTheFirstFolderThatHasIt() throws IOException {
        Path second = Files.createDirectory(folder.resolve("second"));
        Path program = Files.createFile(second.resolve("gcc"));
        Toolbox tools = new Toolbox(List.of(folder.resolve("none"), second));

        assertThrows(RecorderException.class, () -> tools.path(Tool.COMPILER), "not executable");
        program.toFile().setExecutable(true);
        assertEquals(program.toString(), tools.path(Tool.COMPILER));
    }
}
