package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.topology.MachineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldSayWhatToSetAndWhy() throws IOException {
        Path scenario = folder.resolve("job.scn");
        CliRun run = CliRun.of("recommend", "--machine", "2x512M/4", "--anon", "300M", "--cache", "450M", "--touches",
                "20", "--seeds", "2", "--no-search", "--scn", scenario);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("\nrecommended: membind:0\n    numactl --cpunodebind=0 --membind=0 JOB\n"),
                run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("default +[0-9.]+ .*")), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("[0-9]+\\. membind:0: 0.0 % remote, [0-9]+ MiB"
                + " dropped, 0 MiB read again; against the default access -0\\.[0-9]+ s.*")), run.out());
        assertTrue(run.out().contains("the difference from the default"), run.out());
        assertTrue(Files.readString(scenario).contains("task A0 cpu=cpu0 policy=@"));
        CliRun again = CliRun.of("recommend", "--workload", scenario, "--seeds", "2", "--no-search");
        assertEquals(after(run.out()), after(again.out()));
    }

    private static String after(String out) {
        return out.substring(out.indexOf("recommended:"));
    }

    @Test
    void shouldMakeALargeMachineSmall() {
        assertEquals(1.0 / 128, RecommendCommand.scaleFor(MachineSpec.parse("2x125G")));
        assertEquals(1, RecommendCommand.scaleFor(MachineSpec.parse("2x1G")));
        assertEquals(0.5, RecommendCommand.scaleFor(MachineSpec.parse("1x1G+1x500G")));
    }

    @Test
    void shouldRefuseInOneLine() {
        complains("expected --workload, or --anon", "recommend");
        complains("expected --machine too", "recommend", "--anon", "1G");
        complains("reread 2.0: expected 0 to 1", "recommend", "--anon", "1G", "--machine", "2x1G", "--reread", "2");
        complains("node 7 has no CPUs", "recommend", "--anon", "1G", "--machine", "2x1G", "--home", "7");
        complains("preset nope: expected one of", "recommend", "--workload", "nope");
    }

    private static void complains(String text, Object... arguments) {
        CliRun run = CliRun.of(arguments);
        assertEquals(2, run.status(), run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(text), run.err());
    }
}
