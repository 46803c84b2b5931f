package io.numalab.report.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.scenario.result.OracleJson;
import io.numalab.scenario.result.Provenance;
import io.numalab.topology.Prices;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SampleRecorderTest {
    /** Reclaim by everybody, two tasks on one CPU, dirty pages, time that only passes. */
    private static final String TEXT = """
            @kernel %s
            @node 256M cpus=0-1
            @node 256M cpus=2
            task F cpu=cpu0
            F read f0 0 200M
            task A cpu=cpu1 policy=zone_reclaim:mode=1
            task B cpu=cpu1
            task C cpu=cpu2 policy=bind:0
            bg A anon h 96M
            bg B anon h 64M
            C anon h 48M
            wait
            C write f1 0 32M
            sleep 700
            exit B
            """;

    @Test
    void shouldChangeNothing() {
        for (String kernel : List.of("6.1", "6.12")) {
            byte[] without = played(kernel, machine -> null);
            assertArrayEquals(without, played(kernel, machine -> SampleRecorder.exact(machine, 3_000_001L)));
            assertArrayEquals(without, played(kernel, machine -> SampleRecorder.bounded(machine, 1_000L, 10)));
        }
    }

    @Test
    void shouldSampleAtTheTimesAskedFor() {
        Scenario scenario = Scenario.parse("s.scn", TEXT.formatted("6.1"));
        Machine machine = machine(scenario);
        SampleRecorder recorder = SampleRecorder.exact(machine, 10_000_000L);
        new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT).playAll();
        List<Sample> samples = recorder.end();
        assertTrue(samples.size() > 70, samples.size() + " samples");
        for (int i = 0; i < samples.size() - 1; i++) {
            assertEquals(i * 10_000_000L, samples.get(i).timeNanos());
        }
        Sample last = samples.get(samples.size() - 1);
        assertEquals(machine.nowNanos(), last.timeNanos());
        assertEquals(48 * 256, last.tasks().get(3).pagesOfNode().get(0), "what C holds, all on node 0");
        assertEquals(0, last.tasks().get(2).pagesOfNode().get(0), "B has ended");
        assertEquals(machine.spec().node(0).managedPages(), last.nodes().get(0).pages());
        long before = 0;
        for (Sample sample : samples) {
            assertTrue(sample.nodes().stream().allMatch(node -> node.otherPages() >= 0), sample.toString());
            assertTrue(sample.reclaim().nodeReclaimPages() >= before);
            before = sample.reclaim().nodeReclaimPages();
        }
        assertTrue(before > 0);
        machine.validate();
    }

    @Test
    void shouldKeepToItsLimitHoweverLongTheRun() {
        Scenario scenario = Scenario.parse("s.scn", TEXT.formatted("6.1"));
        Machine machine = machine(scenario);
        SampleRecorder recorder = SampleRecorder.bounded(machine, 100_000L, 20);
        new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT).playAll();
        List<Sample> samples = recorder.end();
        assertTrue(samples.size() >= 10 && samples.size() <= 22, samples.size() + " samples");
        long period = samples.get(1).timeNanos();
        for (int i = 0; i < samples.size() - 1; i++) {
            assertEquals(i * period, samples.get(i).timeNanos());
        }
    }

    private static byte[] played(String kernel, Function<Machine, SampleRecorder> start) {
        Scenario scenario = Scenario.parse("s.scn", TEXT.formatted(kernel));
        Machine machine = machine(scenario);
        SampleRecorder recorder = start.apply(machine);
        byte[] result = OracleJson.bytes(scenario, new Provenance("", 1, ""), null,
                new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT).playAll());
        if (recorder != null) {
            assertTrue(recorder.end().size() > 2);
        }
        return result;
    }

    private static Machine machine(Scenario scenario) {
        return ScenarioMachine.builder(scenario, null, Prices.hardware()).build();
    }
}
