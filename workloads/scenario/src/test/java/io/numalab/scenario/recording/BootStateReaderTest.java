package io.numalab.scenario.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.spi.ZoneType;
import io.numalab.topology.BootState;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootStateReaderTest {

    private static RecordedBoot read(String json) throws IOException {
        return BootStateReader.read("x.json", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(String name) throws IOException {
        return new String(Samples.bytes(name), StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadZonesNodesAndSysfs() throws IOException {
        RecordedBoot boot = read(text("thread-mode1"));
        assertEquals(2, boot.nodeCount());
        assertEquals(new BootState.ZoneBoot(0, ZoneType.DMA32, 258048, 245742, 240464, 834, 683, 926, 1169,
                List.of(0, 0, 0, 0, 0)), boot.state().zones().get(1));
        assertEquals(868L, boot.state().nodes().get(0).gauges().get("nr_slab_unreclaimable"));
        assertEquals(3919L, boot.state().nodes().get(0).numastat().get("numa_hit"));
        assertTrue(boot.commandLine().contains("transparent_hugepage=never"));
        assertEquals("0-1", boot.sysfs().get("/sys/devices/system/node/possible"));
    }

    @Test
    void shouldReadTheSameFromAFileThatEndsBehindStepZero() throws IOException {
        for (String name : List.of("thread-mode1", "mode1-parallel2", "cpuset-oom", "far4-mode1")) {
            String whole = text(name);
            String cut = whole.substring(0, whole.indexOf("{\"i\":1,"));
            assertEquals(read(whole), read(cut));
            String closed = cut.substring(0, cut.lastIndexOf(',')) + "]}]}";
            assertEquals(read(whole), read(closed));
        }
    }

    @Test
    void shouldNotBeMovedByAnythingThatHappenedLater() throws IOException {
        String whole = text("thread-mode1");
        int cut = whole.indexOf("{\"i\":1,");
        String changed = whole.substring(0, cut) + whole.substring(cut).replaceAll("[0-9]", "7");
        int sysctl = changed.indexOf("\"vm.swappiness\"");
        changed = changed.substring(0, sysctl) + "\"vm.other\"" + changed.substring(sysctl + 15);
        assertEquals(read(whole), read(changed));
    }

    @Test
    void shouldReadTheEnvironmentBehindTheRunsToo() throws IOException {
        String step = "{\"i\":0,\"zones\":[{\"node\":0,\"zone\":\"Normal\",\"free\":5,\"pcp\":1,\"min\":1,\"low\":2,"
                + "\"high\":3,\"managed\":9,\"protection\":[0]}],\"nodes\":[{\"nr_x\":4,\"numastat\":{}}]}";
        RecordedBoot boot = read("{\"runs\":[{\"steps\":[" + step + ",{\"i\":1,\"zones\":[]}]},{\"steps\":[7]}],"
                + "\"environment\":{\"cmdline\":\"c\",\"sysfs\":{\"/a\":\"b\"}}}");
        assertEquals("c", boot.commandLine());
        assertEquals(9, boot.state().zones().get(0).presentPages());
    }

    @Test
    void shouldBuildTheMachineWithTheScenariosKernel() throws IOException {
        byte[] json = Samples.bytes("far4-mode1");
        Scenario scenario = RecordedScenario.parse("far4-mode1.json", json);
        MachineSpec spec = read(new String(json, StandardCharsets.UTF_8)).machineSpec(scenario);
        assertEquals(4, spec.nodeCount());
        assertEquals(KernelVersion.V6_1, spec.kernel());
        Scenario other = RecordedScenario.parse("x", Samples.bytes("thread-mode1"));
        RecordedBoot boot = read(text("far4-mode1"));
        assertTrue(assertThrows(RecordingException.class, () -> boot.machineSpec(other)).getMessage()
                .contains("machine with 2 nodes"));
    }

    @Test
    void shouldReadTheScenarioOfARecording() throws IOException {
        Scenario scenario = RecordedScenario.parse("x.json", Samples.bytes("thread-mode1"));
        assertEquals("thread-mode1", scenario.name());
        assertEquals(List.of("sysctl vm.zone_reclaim_mode=1", "task F cpu=node0", "F read f0 0 780M", "settle",
                "task A cpu=node0 policy=default", "A anon h 490M", "settle"),
                scenario.steps().stream().map(ScenarioStep::text).toList());
        assertTrue(scenario.steps().get(0).position().line() > 30);
    }

    @Test
    void shouldRefuseWhatIsNoRecording() {
        for (String json : List.of("", "[]", "{}", "{\"schema\":\"x\"}", "no", "{\"runs\":[{\"steps\":[{\"i\":3}]}]}",
                "{\"environment\":{\"cmdline\":\"\",\"sysfs\":{\"a\":\"b\"}},"
                + "\"runs\":[{\"steps\":[{\"zones\":[{\"node\":-1}],\"nodes\":[{}]}]}]}")) {
            RecordingException refused = assertThrows(RecordingException.class, () -> read(json));
            assertTrue(refused.getMessage().startsWith("x.json"), refused.getMessage());
            assertThrows(RecordingException.class,
                    () -> RecordedScenario.parse("x.json", json.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
