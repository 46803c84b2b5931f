package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceAccessCommandTest {
    @TempDir
    private Path folder;

    private CliRun play(String text, Object... options) throws IOException {
        Path file = Files.writeString(folder.resolve("trace.csv"), text);
        Object[] words = new Object[options.length + 3];
        System.arraycopy(new Object[] {"trace", "access", file}, 0, words, 0, 3);
        System.arraycopy(options, 0, words, 3, options.length);
        return CliRun.of(words);
    }

    private static String pages(int pages) {
        return IntStream.range(0, 2 * pages).mapToObj(i -> ",app," + i % pages + ",w\n").collect(Collectors.joining());
    }

    @Test
    void shouldSayWhatEachPolicyWouldGive() throws IOException {
        Object[] options = {"--machine", "2x64MiB", "--cache", "40M", "--policies",
            "default,membind,interleave,default+vm.swappiness=10"};
        CliRun run = play(pages(10_000), options);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("20000 lines, 1 task\n"), run.out());
        assertTrue(run.out().matches("(?s).*\ninterleave +5000 +5000 +50.00 +10000 +50.00 .*"), run.out());
        assertTrue(run.out().matches("(?s).*\nmembind +10000 +0 +0.00 +10000 +0.00 .*"), run.out());
        assertEquals(run.out(), play(pages(10_000), options).out());
    }

    @Test
    void shouldPlayOnWhatAScenarioLeaves() throws IOException {
        Path before = Files.writeString(folder.resolve("before.scn"), "@node 64M cpus=0\n@node 64M cpus=1\n"
                + "task app cpu=cpu0\napp anon heap 48M\n");
        CliRun run = play(pages(8000), "--begin", before, "--policies", "default", "--home", 0);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().matches("(?s).*\ndefault +[1-4][0-9]{3} +[4-7][0-9]{3} .*"), run.out());
    }

    @Test
    void shouldRefuseBadInputInOneLine() throws IOException {
        refuses("trace.csv:2:6: expected r or w, found \"x\"", "1,a,7,r\n,a,7,x\n", "--machine", "2x64MiB");
        refuses("expected --machine, or --begin", "", "--policies", "default");
        refuses("expected a node with CPUs, one of", "", "--machine", "2x64MiB", "--home", 7);
        refuses("rate 0.0: expected more than 0", "", "--machine", "2x64MiB", "--rate", 0);
        Path damaged = Files.write(folder.resolve("t.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 7});
        CliRun run = CliRun.of("trace", "access", damaged, "--machine", "2x64MiB");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("t.gz: cannot be unpacked or read") && run.err().lines().count() == 1, run.err());
    }

    private void refuses(String complaint, String text, Object... options) throws IOException {
        CliRun run = play(text, options);
        assertEquals(2, run.status(), run.out());
        assertEquals("", run.out());
        assertTrue(run.err().contains(complaint) && run.err().lines().count() == 1, run.err());
    }
}
