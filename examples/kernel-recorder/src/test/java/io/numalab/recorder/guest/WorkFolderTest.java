package io.numalab.recorder.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.recorder.RecorderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    @TempDir
    private Path root;

    @Test
    void shouldLetInOneRecordingAtATime() throws IOException {
        Path path = root.resolve("work");
        try (WorkFolder work = WorkFolder.open(path)) {
            assertTrue(Files.isDirectory(work.folder("logs")));
            assertEquals("another recording uses " + path + "; --work names another folder",
                    assertThrows(RecorderException.class, () -> WorkFolder.open(path)).getMessage());
        }
        WorkFolder.open(path).close();
    }

    @Test
    void shouldRemoveFoldersWithoutFollowingLinks() throws IOException {
        Path kept = Files.createFile(Files.createDirectories(root.resolve("kept")).resolve("file"));
        Path gone = Files.createDirectories(root.resolve("gone/deep")).getParent();
        Files.createSymbolicLink(gone.resolve("link"), kept.getParent());

        FolderRemoval.remove(gone);
        assertTrue(Files.exists(kept));
        assertTrue(Files.notExists(gone));
        FolderRemoval.remove(gone);
    }
}
