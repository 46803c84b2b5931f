package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --machine} and {@code --latency} of the commands that play. */
class MachineOptionTest {
    private static final String SCENARIO = "@node 64M cpus=0\nsim cost ACCESS.0.0 7\ntask A cpu=node0 policy=@\n"
            + "A anon h 16M\nsim access A h 1000 rand r\n";

    @TempDir
    private Path folder;
    private Path scenario;

    @BeforeEach
    void write() throws IOException {
        scenario = Files.writeString(folder.resolve("x.scn"), SCENARIO);
    }

    @Test
    void shouldPlayOnAMachineWithGapsInItsNumbering() throws IOException {
        Path machine = Files.writeString(folder.resolve("numactl.txt"), "available: 2 nodes (0,200)\n"
                + "node 0 cpus: 0\nnode 0 size: 300 MB\nnode 200 cpus:\nnode 200 size: 300 MB\nnode distances:\n"
                + "node 0 200\n0: 10 40\n200: 40 10\n");
        CliRun run = CliRun.of("run", scenario, "--machine", machine);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("--machine " + machine), run.out());
        assertTrue(run.out().contains("free 200"), run.out());
        assertFalse(run.out().contains("free 1 "), run.out());
        CliRun bound = CliRun.of("compare", scenario, "--machine", machine, "--policies", "default,membind:200");
        assertTrue(bound.out().lines().anyMatch(line -> line.matches("membind:200 .* 4096 +100.00 .*")), bound.out());
    }

    @Test
    void shouldTakeLatenciesFromTheMachineOrAFileOfItsOwn() throws IOException {
        Path mlc = Files.writeString(folder.resolve("mlc.txt"),
                "Measuring idle latencies (in ns)...\nNuma node 0 1\n0 50 99.5\n1 99.5 50\n");
        String ofFile = CliRun.of("compare", scenario, "--machine", "2x300M", "--latency", mlc, "--policies",
                "membind:0,membind:1").out();
        assertTrue(ofFile.lines().anyMatch(line -> line.startsWith("membind:0 ") && line.contains(" 50.00 ")), ofFile);
        assertTrue(ofFile.lines().anyMatch(line -> line.startsWith("membind:1 ") && line.contains(" 99.50 ")), ofFile);
        String cost = CliRun.of("compare", scenario, "--machine", "2x300M", "--latency", mlc, "--cost",
                "ACCESS.0.0=60", "--policies", "membind:0").out();
        assertTrue(cost.contains(" 60.00 "), cost);
        String own = CliRun.of("compare", scenario, "--policies", "default").out();
        assertTrue(own.contains(" 7.00 "), own);
    }

    @Test
    void shouldRefuseInOneLine() {
        complains("x.scn:3:8: expected cpu=nodeN of a node with CPUs, one of node1, got cpu=node0",
                "run", scenario, "--machine", "1x300M/0+1x300M/1");
        complains("--latency 2x300M: expected latencies or bandwidths between nodes, got short text without",
                "run", scenario, "--latency", "2x300M");
        complains("--machine with --boot: expected one of them", "run", scenario, "--machine", "2x1G", "--boot", "x");
        complains("no-such-file", "compare", scenario, "--machine", "no-such-file");
    }

    private static void complains(String text, Object... arguments) {
        CliRun run = CliRun.of(arguments);
        assertEquals(2, run.status(), run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(text), run.err());
    }

    @Test
    void shouldScaleTheMachineToo() {
        CliRun run = CliRun.of("run", scenario, "--machine", "2x1G", "--scale", "1/2");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("0 +boot? .*")
                || line.matches("0 .* 131072 .*")), run.out());
        complains("a node of at least 256M at scale 0.125", "run", scenario, "--machine", "2x1G", "--scale", "1/8");
    }
}
