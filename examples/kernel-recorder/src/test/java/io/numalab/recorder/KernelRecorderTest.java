package io.numalab.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.recorder.guest.Toolbox;
import io.numalab.scenario.language.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelRecorderTest {
    private static final Scenario SCENARIO = Scenario.parse("x.scn", "@swap 1G\n@node 1G cpus=0\nswapon\n");

    @TempDir
    private Path folder;

    @Test
    void shouldNameMissingToolsBeforeAnythingIsWritten() {
        Path work = folder.resolve("work");
        KernelRecorder recorder = new KernelRecorder(RecordingRequest.of(SCENARIO, work), text -> { });

        String message = assertThrows(RecorderException.class,
                () -> recorder.record(new Toolbox(List.of()))).getMessage();
        for (String name : List.of("qemu-system-x86", "gcc with libc6-dev", "e2fsprogs", "util-linux", "apt", "dpkg")) {
            assertTrue(message.contains("(Debian package " + name + ")"), message);
        }
        assertEquals(1, message.lines().count());
        assertTrue(Files.notExists(work));
    }

    @Test
    void shouldNeedNoPackageArchiveForAKernelOfOnesOwn() throws IOException {
        Path image = Files.createFile(folder.resolve("vmlinuz-6.1.99"));
        RecordingRequest request = new RecordingRequest(SCENARIO, 1, folder.resolve("work"), image, "kvm", 60);

        String message = assertThrows(RecorderException.class,
                () -> new KernelRecorder(request, text -> { }).record(new Toolbox(List.of()))).getMessage();
        assertTrue(message.contains("qemu-system-x86_64") && !message.contains("apt"), message);
    }

    @Test
    void shouldRefuseAKernelOfAnotherSeries() throws IOException {
        Path image = Files.createFile(folder.resolve("linux-image-6.12.117+deb12-cloud-amd64_1_amd64.deb"));

        assertTrue(assertThrows(RecorderException.class,
                () -> new RecordingRequest(SCENARIO, 1, folder, image, "tcg", 60)).getMessage()
                .endsWith("expected a kernel of the scenario's series, @kernel 6.1"));
        assertTrue(assertThrows(RecorderException.class,
                () -> new RecordingRequest(SCENARIO, 1, folder, folder.resolve("none"), "tcg", 60)).getMessage()
                .endsWith("no such file"));
    }

    @Test
    void shouldNameTheRangeOfWhatIsOutOfRange() {
        assertEquals("expected 1 to 99 runs, got 0", assertThrows(IllegalArgumentException.class,
                () -> RecordingRequest.of(SCENARIO, folder).withRuns(0)).getMessage());
        assertEquals("expected one of the accelerators tcg, kvm, got hvf", assertThrows(IllegalArgumentException.class,
                () -> new RecordingRequest(SCENARIO, 1, folder, null, "hvf", 60)).getMessage());
        assertEquals("expected 1 to 86400 seconds a run, got 0", assertThrows(IllegalArgumentException.class,
                () -> new RecordingRequest(SCENARIO, 1, folder, null, "tcg", 0)).getMessage());
    }
}
