package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListingsTest {

    @Test
    void shouldListPoliciesWithParametersAndOrigin() {
        CliRun run = CliRun.of("policies");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("numalab " + Version.text() + "\nseed    1\ncommand numalab policies\n"));
        for (String name : List.of("default", "interleave", "kswapd-wakeup", "membind", "preferred", "preferred-many",
                "weighted-interleave", "zone_reclaim")) {
            assertTrue(run.out().lines().anyMatch(line -> line.matches(name + "( \\(.*\\))?")), name);
        }
        assertTrue(run.out().contains("membind (bind, bind-static, bind-relative, bind-balancing)\n"), run.out());
        assertTrue(run.out().contains("usual scope machine, from "), run.out());
        assertTrue(run.out().lines().anyMatch(
                line -> line.matches(" +mode +integer +default 1 +0\\.\\.7 +0 off, .*")), run.out());
    }

    @Test
    void shouldListPresetsWithParameters() {
        CliRun run = CliRun.of("presets");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("\nthread\n    100 GiB of clean cache"), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches(" +threads +default 1 +1\\.\\.64 +tasks .*")));
    }

    @Test
    void shouldExplainItselfEverywhere() {
        for (String command : List.of("run", "conform", "compare", "policies", "presets")) {
            CliRun help = CliRun.of(command, "--help");
            assertEquals(0, help.status());
            assertTrue(help.out().startsWith("Usage: numalab " + command), help.out());
            assertEquals("numalab " + Version.text() + "\n", CliRun.of(command, "--version").out().replace("\r", ""));
        }
        assertTrue(CliRun.of("--help").out().contains("compare"));
        assertTrue(Version.text().matches("[0-9]+\\.[0-9]+\\.[0-9]+.*"), Version.text());
    }
}
