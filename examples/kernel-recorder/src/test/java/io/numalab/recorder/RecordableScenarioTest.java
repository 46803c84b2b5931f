package io.numalab.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordableScenarioTest {
    private static final String HEADER = "@node 1G cpus=0\n@node 1G cpus=1\n";

    @TempDir
    private Path folder;

    private static RuntimeException refusal(String text) {
        Scenario scenario = Scenario.parse("x.scn", text);
        return assertThrows(RuntimeException.class, () -> RecordableScenario.check(scenario));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim cost ANON_FAULT 100", "sim policy zone_reclaim:mode=1", "sim access A h 10 rand r",
        "sim alloc A n0 thisnode atomic", "  sim repeat 0\nend", "\tsim repeat 2 as i\nsleep ${i}\nend"})
    void shouldRefuseALineThatBeginsWithSimAndNameIt(String line) throws IOException {
        Path file = folder.resolve("mine.scn");
        Files.writeString(file, HEADER + "# sim in a comment\ntask A cpu=node0\nA anon h 1M\n" + line + "\n");

        String message = assertThrows(ScenarioException.class,
                () -> RecordableScenario.read(file, Map.of())).getMessage();
        assertTrue(message.startsWith(file + ":6: expected a line that a real kernel can play"), message);
        assertTrue(message.endsWith("got " + line.strip().lines().findFirst().orElseThrow()), message);
    }

    @Test
    void shouldExpandParametersBeforeTheGuestSeesThem() throws IOException {
        Path file = folder.resolve("mine.scn");
        Files.writeString(file, "@param size 10M 1M..1G of the mapping\n@file logs.txt ${size}\n" + HEADER
                + "task A cpu=node0\nA anon h ${size}\nA read logs.txt 0 ${size}\n");
        Scenario scenario = RecordableScenario.read(file, Map.of("size", "20M"));

        RecordableScenario.check(scenario);
        assertEquals("A anon h 20M", scenario.steps().get(1).text());
        assertEquals(20L << 20, scenario.header().files().get(0).bytes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "task A policy=@ | x.scn:3:1: expected a policy of the kernel",
        "task A policy=zone_reclaim:mode=1 | x.scn:3:1: expected a policy of the kernel",
        "task A policy=bind | x.scn:3:1: expected a policy of the kernel",
        "task A policy=bind:0-2 | with nodes 0 to 1), got bind:0-2",
        "task A policy=local:0 | got local:0"})
    void shouldRefuseAPolicyThatNoKernelHas(String step, String part) {
        String message = refusal(HEADER + step).getMessage();

        assertTrue(message.contains(part), message);
    }

    @Test
    void shouldRefuseWorkForATaskThatIsBusy() {
        String busy = HEADER + "task A\nbg A anon h 1M\n";

        assertEquals("x.scn:5:1: task A is busy with \"anon h 1M\", expected a wait before",
                refusal(busy + "A free h").getMessage());
        RecordableScenario.check(Scenario.parse("x.scn", busy + "wait\nA free h"));
    }

    @Test
    void shouldRefuseMoreThanTheGuestHasRoomFor() {
        StringBuilder text = new StringBuilder(HEADER + "task A\n");
        for (int i = 0; i < 16; i++) {
            text.append("A anon h").append(i).append(" 1M\n");
        }
        RecordableScenario.check(Scenario.parse("x.scn", text + "A free h3\nA anon x 1M\n"));
        assertTrue(refusal(text + "A anon x 1M\n").getMessage().contains("at most 16 mappings of a task"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "@node 1G | CPUs from 0 on without a gap",
        "@node 1G cpus=1 | CPUs from 0 on without a gap",
        "@node 1000K cpus=0 | whole MiB of memory",
        "@node 1G;@node 1G cpus=0 | nodes with CPUs first",
        "@node 1G cpus=1;@node 1G cpus=0 | nodes with CPUs first",
        "@node 1G cpus=0;@machine pc -monitor stdio | a machine such as",
        "@node 1G cpus=0;@hmat node,nodeid=7 | hmat-lb,... or hmat-cache,...",
        "@node 1G cpus=0;@swap 1K | whole MiB of swap"})
    void shouldRefuseAMachineThatCannotBeHad(String header, String part) {
        String message = refusal(header.replace(';', '\n') + "\nsync\n").getMessage();

        assertTrue(message.startsWith("x.scn: expected ") && message.contains(part), message);
    }
}
