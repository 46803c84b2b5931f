package io.numalab.recorder.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.recording.BootStateReader;
import io.numalab.scenario.recording.Conformance;
import io.numalab.scenario.recording.RecordedBoot;
import io.numalab.scenario.recording.RecordedScenario;
import io.numalab.scenario.recording.Recording;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingJsonTest {
    private static final byte[] JSON = json();

    private static byte[] json() {
        RecordedRun run = RawLog.read(SmallLog.text(), 2);
        return RecordingJson.bytes(SmallLog.scenario(), List.of(run, run));
    }

    @Test
    void shouldBeARecordingThatConformReads() {
        Recording recording = Recording.parse("small.json", JSON);

        assertEquals("small", recording.name());
        assertEquals(2, recording.runCount());
        assertTrue(Conformance.compare(recording.onlyRun(0), recording.onlyRun(1)).passed());
    }

    @Test
    void shouldHoldTheScenarioWithItsFiles() {
        Scenario played = RecordedScenario.parse("small.json", JSON);
        Scenario scenario = SmallLog.scenario();

        assertEquals(scenario.header().files(), played.header().files());
        assertEquals(scenario.header().nodes(), played.header().nodes());
        assertEquals(scenario.header().distance(), played.header().distance());
        assertEquals(scenario.steps().stream().map(step -> step.step()).toList(),
                played.steps().stream().map(step -> step.step()).toList());
    }

    @Test
    void shouldHoldTheBootStateThatASimulationStartsFrom() throws IOException {
        RecordedBoot boot = BootStateReader.read("small.json", new ByteArrayInputStream(JSON));

        assertEquals(2, boot.state().nodes().size());
        assertEquals(List.of(0, 0, 1), boot.state().zones().stream().map(zone -> zone.nid()).toList());
        assertTrue(boot.commandLine().endsWith("transparent_hugepage=never numa_balancing=disable"));
    }

    @Test
    void shouldNameTheKernelAndItsSettings() throws IOException {
        JsonNode environment = new ObjectMapper().readTree(JSON).path("environment");

        assertTrue(environment.path("kernel").asText().startsWith("Linux version 6.1.0-54-cloud-amd64 "));
        assertEquals("60", environment.path("sysctl").path("vm.swappiness").asText());
        assertEquals("0-1", environment.path("sysfs").path("/sys/devices/system/node/possible").asText());
    }

    @Test
    void shouldWriteOneLineForEachStep() {
        String text = new String(JSON, StandardCharsets.UTF_8);

        assertEquals(2 * (SmallLog.scenario().steps().size() + 1),
                text.lines().filter(line -> line.startsWith("   {\"i\":")).count());
        assertTrue(text.endsWith("\n"));
    }
}
