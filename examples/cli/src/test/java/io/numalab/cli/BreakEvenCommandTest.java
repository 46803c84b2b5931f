package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreakEvenCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPrintTheCurveAndTheCrossing() throws IOException {
        Path csv = folder.resolve("curve.csv");
        Path html = folder.resolve("curve.html");
        CliRun run = CliRun.of("break-even", "default", "zone_reclaim", "--over", "reread=0..1#3", "--seeds", "2",
                "--rounds", "2", "--scale", "1/64", "--csv", csv, "--html", html);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("zone_reclaim is better up to reread = "), run.out());
        List<String> lines = Files.readAllLines(csv);
        assertEquals(1 + 3 + 2, lines.size(), "the grid and two halvings");
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("reread,0.5,default,zone_reclaim,")),
                lines.toString());
        assertTrue(Files.readString(html).contains("Cost over reread"));
    }

    @Test
    void shouldRefuseASinglePolicyAndAnUnknownParameter() {
        assertEquals(2, CliRun.of("break-even", "default", "default", "--over", "reread=0..1#2", "--seeds", "1",
                "--scale", "1/64").status());
        assertEquals(2, CliRun.of("break-even", "default", "membind", "--over", "nothing=0..1").status());
    }
}
