package io.numalab.scenario.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.recording.Conformance;
import io.numalab.scenario.recording.Recording;
import io.numalab.scenario.result.MappingSnapshot;
import io.numalab.scenario.result.OracleJson;
import io.numalab.scenario.result.StepResult;
import io.numalab.scenario.result.StepSnapshot;
import io.numalab.scenario.result.WholeFile;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.Prices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioPlayerTest {
    private static final String NODES = "@node 64M cpus=0-1\n@node 64M cpus=2-3\n@file small 4M\n";

    private static Scenario scenario(String steps) {
        return Scenario.parse("x.scn", NODES + steps);
    }

    private static ScenarioPlayer player(Scenario scenario, UnderTest underTest) {
        return new ScenarioPlayer(
                scenario, ScenarioMachine.builder(scenario, null, Prices.hardware()).build(), underTest);
    }

    private static List<StepSnapshot> play(String steps) {
        ScenarioPlayer player = player(scenario(steps), UnderTest.DEFAULT);
        List<StepSnapshot> snapshots = player.playAll();
        player.machine().validate();
        return snapshots;
    }

    private static List<StepResult> lastResults(List<StepSnapshot> snapshots) {
        return snapshots.get(snapshots.size() - 1).outcome().results();
    }

    private static StepResult last(String steps) {
        List<StepResult> results = lastResults(play(steps));
        return results.get(results.size() - 1);
    }

    @Test
    void shouldSnapshotTheBootAndEveryStep() {
        List<StepSnapshot> snapshots = play("task A cpu=node0\nA anon h 8M\nsettle");
        assertEquals(4, snapshots.size());
        assertEquals("boot", snapshots.get(0).outcome().step());
        assertEquals(List.of(StepResult.of("A", 0, 8 << 20)), snapshots.get(2).outcome().results());
        MappingSnapshot mapping = snapshots.get(2).mappings().get(0);
        assertArrayEquals(new long[] {2048, 0}, mapping.pagesPerNode());
        assertEquals(64, mapping.pagesByOrder()[0][31]);
        assertEquals(0, mapping.absentPages());
        assertTrue(snapshots.get(2).eventDeltas().get("numa_hit") >= 2048);
        assertEquals(List.of(StepResult.of("-", 0, 0)), snapshots.get(3).outcome().results());
    }

    @Test
    void shouldReturnWhatTheRecorderReturns() {
        assertEquals(StepResult.of("A", -2, 0), last("task A\nA read nowhere 0 4K"));
        assertEquals(StepResult.of("A", -2, 0), last("task A\nA free h"));
        assertEquals(StepResult.of("A", -2, 0), last("task A\nA loop h 1"));
        assertEquals(StepResult.of("A", -2, 0), last("task A\nsim access A h 5"));
        assertEquals(StepResult.of("A", -22, 0), last("task A\nA anon h 0"));
        assertEquals(StepResult.of("-", -17, 0), last("mkdir /cg/a\nmkdir /cg/a"));
        assertEquals(StepResult.of("-", -2, 0), last("task A\ncgroup A a"));
        assertEquals(StepResult.of("-", -2, 0), last("swapon"));
    }

    @Test
    void shouldRunLoopsLocksAndAccesses() {
        String steps = "task A cpu=node0\nA anon h 1M\n";
        assertEquals("0", last(steps + "A loop h 0.01").status());
        assertEquals("0", last(steps + "A mlock h").status());
        assertEquals("0", last(steps + "sim access A h 5000 rand r").status());
        assertEquals("0", last(steps + "A mbind h bind:1 move").status());
    }

    @Test
    void shouldNoteTheHighestEndOfEveryFile() {
        List<StepSnapshot> snapshots = play("task A\nA read small 0 1M\nA read small 2M 1M\nA write w0 0 64K");
        StepSnapshot end = snapshots.get(snapshots.size() - 1);
        assertEquals(List.of("small", "w0"), end.files().stream().map(file -> file.name()).toList());
        assertEquals(768, end.files().get(0).pages());
        assertEquals(24, end.files().get(0).residentByOffset()[0]);
        assertEquals(16, end.files().get(1).residentPages());
    }

    @Test
    void shouldKillAndThenSkip() {
        List<StepSnapshot> snapshots = play("task A cpu=node0 policy=bind:0\nA anon h 100M\nA anon g 1M");
        assertEquals(List.of("A signal 9"), snapshots.get(2).outcome().died());
        assertEquals("died", snapshots.get(2).outcome().results().get(0).status());
        assertTrue(snapshots.get(2).outcome().results().get(0).bytes() > 40L << 20);
        assertTrue(snapshots.get(2).mappings().isEmpty());
        assertEquals(List.of(new StepResult("A", "skipped", 0)), lastResults(snapshots));
    }

    @Test
    void shouldRunBackgroundTasksTogetherAndCollectThemInOrder() {
        List<StepSnapshot> snapshots = play("task B cpu=cpu1\ntask A cpu=cpu0\nbg A anon h 4M\nbg B anon h 8M\nwait");
        assertTrue(snapshots.get(3).outcome().results().isEmpty());
        assertEquals(List.of(StepResult.of("B", 0, 8 << 20), StepResult.of("A", 0, 4 << 20)), lastResults(snapshots));
    }

    @Test
    void shouldRefuseACommandForABusyTask() {
        assertTrue(assertThrows(UnsupportedStepException.class, () -> play("task A\nbg A anon h 4M\nA free h"))
                .getMessage().startsWith("x.scn:6:1: cannot play \"A free h\": task A is busy"));
    }

    @Test
    void shouldEndTasksThatExit() {
        List<StepSnapshot> snapshots = play("task A\nA anon h 4M\nexit A");
        assertEquals(List.of("A exit 0"), snapshots.get(3).outcome().died());
        assertTrue(snapshots.get(3).mappings().isEmpty());
        assertTrue(lastResults(snapshots).isEmpty());
    }

    @Test
    void shouldConfineAGroupToItsNodes() {
        List<StepSnapshot> snapshots = play("mkdir /cg/a\nwrite /cg/a/cpuset.mems 1\nshow /cg/a/cpuset.mems\n"
                + "task A cpu=node0\ncgroup A a\nA anon h 4M");
        assertEquals(Map.of("/cg/a/cpuset.mems", "1"), snapshots.get(3).outcome().shown());
        assertArrayEquals(new long[] {0, 1024}, snapshots.get(6).mappings().get(0).pagesPerNode());
    }

    @Test
    void shouldNameTheStepThatCannotBePlayed() {
        for (String step : List.of("write /cg/a/memory.high 1M", "mkdir /tmp/x", "show /proc/version",
                "sysctl kernel.no_such_thing=1", "write /sys/kernel/mm/ksm/run 1")) {
            UnsupportedStepException refused = assertThrows(UnsupportedStepException.class, () -> play(step));
            assertTrue(refused.getMessage().startsWith("x.scn:4:1: cannot play \"" + step), refused.getMessage());
        }
    }

    @Test
    void shouldPlaceWrongPoliciesInTheFile() {
        assertTrue(assertThrows(ScenarioException.class, () -> play("task A policy=bnid:0")).getMessage()
                .startsWith("x.scn:4:1: "));
        assertTrue(assertThrows(ScenarioException.class, () -> play("task A policy=bind:7")).getMessage()
                .startsWith("x.scn:4:1: "));
    }

    @Test
    void shouldPutThePolicyUnderTestWhereItBelongs() {
        Scenario scenario = scenario("task F cpu=node0\ntask A cpu=node0 policy=@\ntask B cpu=node0 policy=@");
        ScenarioPlayer task = player(scenario, new UnderTest(PolicySpec.parse("bind:1"), false));
        task.playAll();
        assertEquals(List.of("task A: " + PolicySpec.parse("bind:1"), "task B: " + PolicySpec.parse("bind:1")),
                task.attachments());
        ScenarioPlayer machine = player(scenario, new UnderTest(PolicySpec.parse("zone_reclaim:mode=1"), true));
        machine.playAll();
        assertEquals(1, machine.attachments().size());
        assertTrue(machine.attachments().get(0).startsWith("machine: zone_reclaim"));
        assertEquals(List.of("A", "B"), machine.tasksUnderTest());
    }

    @Test
    void shouldGoOnAfterAForkAsWithoutOne() {
        Scenario scenario = scenario("task F cpu=node0\nF read small 0 4M\nsettle\ntask A cpu=node0 policy=@\n"
                + "A anon h 16M\nA touch h r rand");
        List<StepSnapshot> straight = player(scenario, UnderTest.DEFAULT).playAll();
        ScenarioPlayer first = player(scenario, UnderTest.DEFAULT);
        while (first.played() < scenario.firstStepUnderTest()) {
            first.playNext();
        }
        ScenarioPlayer fork = first.fork(UnderTest.DEFAULT);
        while (fork.hasNext()) {
            fork.playNext();
        }
        fork.machine().validate();
        StepSnapshot end = straight.get(straight.size() - 1);
        StepSnapshot forked = fork.snapshot(end.outcome());
        assertEquals(end.nodes(), forked.nodes());
        assertEquals(end.zones().size(), forked.zones().size());
        assertTrue(first.hasNext());
    }

    @Test
    void shouldWriteTheSameBytesTwiceAndReadThemBack(@TempDir Path folder) throws IOException {
        Scenario scenario = scenario("task A cpu=node0\nA anon h 8M\nA read small 0 2M\nsettle");
        byte[] json = OracleJson.bytes(scenario, null, null, player(scenario, UnderTest.DEFAULT).playAll());
        assertArrayEquals(
                json, OracleJson.bytes(scenario, null, null, player(scenario, UnderTest.DEFAULT).playAll()));
        Path file = folder.resolve("x.json");
        WholeFile.write(file, json);
        assertTrue(Conformance.compare(Recording.read(file), Recording.parse("x", json)).passed());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void shouldLeaveNothingBehindWhereItCannotWrite(@TempDir Path folder) throws IOException {
        assertThrows(IOException.class, () -> WholeFile.write(folder.resolve("no/x.json"), new byte[1]));
        try (Stream<Path> files = Files.list(folder)) {
            assertFalse(files.findAny().isPresent());
        }
    }

    @Test
    void shouldPlayThePresetInSmall() {
        Scenario thread = Presets.load("thread", Map.of(
                "threads", "3", "node", "128M", "cache", "96M", "anon", "64M", "reads", "3000"));
        assertTrue(Presets.names().contains("thread"));
        assertEquals("thread", thread.name());
        ScenarioPlayer player = player(thread, UnderTest.DEFAULT);
        List<StepSnapshot> snapshots = player.playAll();
        assertEquals(3, snapshots.get(snapshots.size() - 1).mappings().size());
        assertEquals(List.of("A0", "A1", "A2"), player.tasksUnderTest());
        player.machine().validate();
        assertThrows(IllegalArgumentException.class, () -> Presets.load("thred", Map.of()));
        assertThrows(ScenarioException.class, () -> Presets.load("thread", Map.of("threads", "65")));
    }
}
