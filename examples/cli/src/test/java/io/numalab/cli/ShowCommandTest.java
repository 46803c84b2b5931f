package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
    @TempDir
    private Path folder;

    private Path scenario;

    @BeforeEach
    void writeScenario() throws IOException {
        scenario = folder.resolve("small.scn");
        Files.writeString(scenario, "@kernel 6.1\n@node 320M cpus=0\n@node 320M cpus=1\ntask A cpu=node1\n"
                + "A anon h 10M\nshow /proc/A/numa_maps\n");
    }

    @Test
    void shouldPrintFilesAndCommandsAndNothingElse() {
        CliRun run = CliRun.of("show", scenario, "/proc/A/comm", "numastat");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("task-A\n                           node0           node1\nnuma_hit   "),
                run.out());
    }

    @Test
    void shouldLookAfterAStep() {
        assertEquals("", CliRun.of("show", scenario, "--after", 1, "/proc/A/numa_maps").out());
        assertTrue(CliRun.of("show", scenario, "--after", 2, "/proc/A/numa_maps").out()
                .endsWith("default anon=2560 dirty=2560 active=0 N1=2560 kernelpagesize_kB=4\n"));
    }

    @Test
    void shouldListAndWriteAllFiles() throws IOException {
        CliRun list = CliRun.of("show", scenario);
        assertTrue(list.out().contains("/proc/zoneinfo\n") && list.out().contains("/proc/100/numa_maps\n"));
        assertEquals("", CliRun.of("show", scenario, "--tree", folder.resolve("tree")).out());
        for (String path : list.out().split("\n")) {
            assertTrue(Files.isRegularFile(folder.resolve("tree" + path)), path);
        }
    }

    @Test
    void shouldShowTheStateInAStepToo() {
        assertTrue(CliRun.of("run", scenario).out().contains("anon=2560 dirty=2560"));
    }

    @Test
    void shouldRefuseWhatItHasNot() {
        refuses("--after 9: expected 0 to 3, the steps of", "--after", 9);
        refuses("/proc/kcore: the simulated machine has no such file", "/proc/kcore");
        refuses("numastat -z: expected a path, numastat, \"numastat -m\", \"numastat -p TASK\" or"
                + " \"numactl --hardware\"", "numastat -z");
        refuses("numastat -p B: no task B is alive, expected one of A", "numastat -p B");
        refuses("it is no folder", "--tree", scenario);
    }

    private void refuses(String part, Object... words) {
        Object[] all = new Object[words.length + 2];
        all[0] = "show";
        all[1] = scenario;
        System.arraycopy(words, 0, all, 2, words.length);
        CliRun run = CliRun.of(all);
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("numalab: ") && run.err().contains(part) && run.err().lines().count() == 1,
                run.err());
    }
}
