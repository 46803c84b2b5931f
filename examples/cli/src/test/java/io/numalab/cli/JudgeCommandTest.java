package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JudgeCommandTest {

    @Test
    void shouldPrintTheJudgementAndTheCommandThatGivesItAgain() {
        CliRun run = CliRun.of("judge", "--variants", "1", "--rivals", "default");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("command numalab judge cold-cache-first --rivals default --variants 1 --scale"
                + " 1/64 --seed 1\n"), run.out());
        assertTrue(run.out().contains("cold-cache-first against the best rival that completes, 1 of 1 variants"));
        assertTrue(run.out().contains("beside the bound"));
    }

    @Test
    void shouldRefuseNoVariants() {
        CliRun run = CliRun.of("judge", "--variants", "0");
        assertEquals(2, run.status());
        assertEquals("numalab: --variants 0: expected 1 to 100000\n", run.err());
    }

    @Test
    void shouldScaleAndPriceAComparison() {
        CliRun run = CliRun.of("compare", "fits-one-node", "--policies", "default", "--scale", "1/64", "--param",
                "touches=1", "--cost", "ACCESS_LOCAL=50", "--csv", "-");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().lines().anyMatch(line -> line.contains("ns_per_access")
                && line.matches(".*,50(\\.0*)?")), run.out());
        CliRun wrong = CliRun.of("compare", "fits-one-node", "--cost", "ACCESS_LOCALS=50");
        assertEquals(2, wrong.status());
        assertTrue(wrong.err().startsWith("numalab: --cost ACCESS_LOCALS=50: unknown price"), wrong.err());
        CliRun small = CliRun.of("compare", "fits-one-node", "--scale", "1/128");
        assertEquals(2, small.status());
        assertTrue(small.err().contains("expected a node of at least 256M at scale"), small.err());
    }
}
