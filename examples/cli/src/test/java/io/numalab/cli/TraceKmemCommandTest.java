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

class TraceKmemCommandTest {
    @TempDir
    private Path folder;

    private CliRun play(String text, String... options) throws IOException {
        Path file = folder.resolve("trace.txt");
        Files.writeString(file, text);
        Object[] words = new Object[options.length + 5];
        System.arraycopy(new Object[] {"trace", "kmem", file, "--machine", "2x64MiB"}, 0, words, 0, 5);
        System.arraycopy(options, 0, words, 5, options.length);
        return CliRun.of(words);
    }

    private static String requests(int count) {
        return IntStream.range(0, count).mapToObj(i -> "app-7 [000] .... 1." + (100_000 + i)
                + ": mm_page_alloc: page=0x1 pfn=" + (5000 + i) + " order=0"
                + " migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE\n")
                .collect(Collectors.joining());
    }

    @Test
    void shouldSetTheKernelsPlacementBesideOurs() throws IOException {
        CliRun run = play(requests(10));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("node 0                          10       0       0\n")
                && run.out().contains("on the same node %                       100.00"), run.out());
        assertEquals(run.out(), play(requests(10)).out());
    }

    @Test
    void shouldPlayUnderAPolicy() throws IOException {
        assertTrue(play(requests(10), "--policy", "interleave:0-1").out()
                .contains("node 0                           5       5       0\n"));
        assertTrue(play(requests(10), "--policy", "zone_reclaim:mode=1").out().contains("100.00"));
    }

    @Test
    void shouldRefuseBadTracesInOneLine() throws IOException {
        CliRun run = play(requests(1) + "mm_page_alloc: pfn=x\n");
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().contains("trace.txt:2:20: expected a number behind pfn=, found \"x\"")
                && run.err().lines().count() == 1, run.err());
    }
}
