package io.numalab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
    private static final String HEAD = "@kernel 6.1\n@node 64M cpus=0\n@node 64M cpus=1\n";

    @TempDir
    private Path folder;
    private Path target;

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectory(folder.resolve("target"));
    }

    @Test
    void shouldAskForACommand() {
        complains(List.of("run, conform, compare, judge, policies, presets"));
        complains(List.of("comparr", "did you mean", "compare"), "comparr");
        complains(List.of("unknown option --nope", "numalab compare --help"), "compare", "--nope");
        complains(List.of("FILE.scn"), "run");
        complains(List.of("--seed", "abc"), "compare", "--seed", "abc");
    }

    @Test
    void shouldListPoliciesAndSuggestTheNearest() {
        complains(List.of("zone_reclam", "zone_reclaim", "membind", "did you mean"),
                SmallThread.compare("--policies", "default,zone_reclam"));
        complains(List.of("--policies", "comma"), SmallThread.compare("--policies", "default,,membind"));
        complains(List.of("bad.scn:4:", "no-such", "known"), "run", scenario("task A policy=no-such:1"));
    }

    @Test
    void shouldNameParametersOfPolicies() {
        complains(List.of("zone_reclaim", "mod", "mode"), SmallThread.compare("--policies", "zone_reclaim:mod=1"));
        complains(List.of("mode = 8", "0 to 7"), SmallThread.compare("--policies", "zone_reclaim:mode=8"));
        complains(List.of("bind", "2", "0-1"), SmallThread.compare("--policies", "bind:0-2"));
        complains(List.of("bind", "5"), "run", scenario("task A policy=bind:5"));
    }

    @Test
    void shouldNameParametersOfScenarios() {
        complains(List.of("thread", "tasks", "threads"), "compare", "--param", "tasks=2");
        complains(List.of("1..64", "threads", "65"), "compare", "--param", "threads=65");
        complains(List.of("NAME=VALUE", "threads"), "compare", "--param", "threads");
        complains(List.of("threads", "twice"), "compare", "--param", "threads=1", "--param", "threads=2");
        complains(List.of("cache", "-1G"), "compare", "--param", "cache=-1G");
    }

    @Test
    void shouldNameThePlaceInAScenario() {
        complains(List.of("bad.scn:4:", "tosk"), "run", scenario("tosk A"));
        complains(List.of("bad.scn:5:", "-4M"), "run", scenario("task A\nA anon h -4M"));
        complains(List.of("bad.scn:5:", "99999999999999999999"), "run",
                scenario("task A\nA anon h 99999999999999999999"));
        complains(List.of("bad.scn:4:", "cpu"), "run", scenario("task A cpu=cpu7"));
        complains(List.of("bad.scn:4:", "write /sys/nothing 1"), "run", scenario("write /sys/nothing 1"));
        complains(List.of("policy=@"), "compare", scenario("task A\nA anon h 4M"));
    }

    @Test
    void shouldSayThatAMachineIsTooLarge() {
        complains(List.of("MiB", "-Xmx"), "compare", "--param", "node=2T");
        complains(List.of("bad.scn", "70368744177664", "8796093018112"), "run", scenario("@node 64T cpus=2\ntask A"));
    }

    @Test
    void shouldRefuseWhatIsNoRecording() throws IOException {
        Path none = Files.writeString(folder.resolve("none.json"), "{\"schema\": \"else/1\"}");
        Path text = Files.writeString(folder.resolve("text.json"), "no json");
        Path scenario = scenario("task A");
        complains(List.of("none.json", "numa-oracle/1"), "run", scenario, "--boot", none);
        complains(List.of("text.json:1:", "JSON"), "run", scenario, "--boot", text);
        complains(List.of("absent.json", "no such file"), "run", scenario, "--boot", folder.resolve("absent.json"));
        complains(List.of("none.json"), "conform", none, "--out", target);
        complains(List.of("text.json"), "conform", text, "--out", target);
        complains(List.of("absent", "no such file"), "conform", folder.resolve("absent"));
        complains(List.of("target", "found none"), "conform", target);
        complains(List.of("--out", "text.json"), "conform", none, "--out", text);
    }

    @Test
    void shouldRefuseABootStateOfAnotherMachine() throws IOException {
        Path three = Files.writeString(folder.resolve("three.scn"), HEAD + "@node 64M cpus=2\ntask A\n");
        complains(List.of("spill-2n.json", "3 nodes"), "run", three, "--boot", CliRun.recording(folder, "spill-2n"));
    }

    @Test
    void shouldNameFilesThatCannotBeReadOrWritten() {
        complains(List.of("absent.scn", "no such file"), "run", folder.resolve("absent.scn"));
        complains(List.of("preset nope", "thread"), "compare", "nope");
        complains(List.of("nowhere", "no folder"), "run", scenario("task A"), "--json",
                folder.resolve("nowhere/x.json"));
        complains(List.of("target", "folder"), SmallThread.compare("--csv", target));
        complains(List.of("--csv", "--json"), SmallThread.compare("--csv", "-", "--json", "-"));
    }

    private Path scenario(String steps) {
        try {
            return Files.writeString(folder.resolve("bad.scn"), HEAD + steps + "\n");
        } catch (IOException full) {
            throw new java.io.UncheckedIOException(full);
        }
    }

    private void complains(List<String> words, Object... arguments) {
        CliRun run = CliRun.of(arguments);
        assertEquals(2, run.status(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        for (String word : words) {
            assertTrue(run.err().contains(word), "expected " + word + " in " + run.err());
        }
        try {
            assertEquals(List.of(), CliRun.files(target));
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }
}
