package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceLruCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPrintMissesOnlyAndTheRateOnStderr() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "1\n2\n1\n3\n1\n2\n");
        CliRun run = CliRun.of("trace", "lru", file, "--capacity", 2);
        assertEquals(0, run.status(), run.err());
        assertEquals("numalab " + Version.text() + "\nseed    1\n"
                + "command numalab trace lru " + file + " --capacity 2\n\n"
                + "requests           6\nmisses             4\nmiss ratio  0.666667\n", run.out());
        assertTrue(run.err().matches("numalab: \\d+ requests/s \\(6 in \\d+\\.\\d{3} s\\)\n"), run.err());
    }

    @Test
    void shouldReadGzipAndOtherColumns() throws IOException {
        Path file = folder.resolve("t.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("time;object\n1;/a\n2;/b\n3;/a\n".getBytes(StandardCharsets.UTF_8));
        }
        CliRun run = CliRun.of("trace", "lru", file, "--capacity", 9, "--column", 2, "--delimiter", ";", "--header",
                "--text-ids");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains(" --capacity 9 --column 2 --delimiter ';' --header --text-ids\n"), run.out());
        assertTrue(run.out().contains("misses             2\n"), run.out());
    }

    @Test
    void shouldPlayAnEmptyTrace() throws IOException {
        CliRun run = CliRun.of("trace", "lru", Files.createFile(folder.resolve("empty")), "--capacity", 1);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().endsWith("requests    0\nmisses      0\nmiss ratio  -\n"), run.out());
    }

    @Test
    void shouldRefuseBadInputInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "1\nx\n");
        refuses("numalab: " + file + ":2:1: expected an object id (a decimal number from 0 to 2^64-1), found \"x\"\n",
                file, "--capacity", 2);
        refuses("numalab: a capacity of 0 pages: expected 1 to 268435456\n", file, "--capacity", 0);
        refuses("numalab: " + folder.resolve("none") + ": no such file\n", folder.resolve("none"), "--capacity", 2);
        assertEquals(2, CliRun.of("trace", "lru", file).status());
        assertEquals(2, CliRun.of("trace").status());
    }

    private static void refuses(String line, Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        all[0] = "trace";
        all[1] = "lru";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        CliRun run = CliRun.of(all);
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertEquals(line, run.err());
    }
}
