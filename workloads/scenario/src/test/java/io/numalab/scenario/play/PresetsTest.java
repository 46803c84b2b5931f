package io.numalab.scenario.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.Variation;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.Prices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every preset can be scaled down, compares policies, and pays for every nanosecond. */
class PresetsTest {

    static List<String> names() {
        return Presets.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldPlayAtASmallScale(String name) {
        Map<String, String> values = name.equals("thread") || name.equals("stream-cxl") ? Map.of()
                : name.equals("database-cache") ? Map.of("touches", "2", "reads", "1")
                : name.equals("hpc-jobs") ? Map.of("rounds", "1") : Map.of("touches", "2");
        double largestNode = name.equals("thread") ? 1 / 125.0 * 0.5 : name.equals("stream-cxl") ? 1 / 256.0 : 1 / 64.0;
        Scenario scenario = Presets.load(name, new Variation(values, largestNode, List.of(), null));
        assertTrue(scenario.hasTaskUnderTest());
        assertTrue(Presets.text(name).contains("# Stresses") || name.equals("thread"), "says what it stresses");
        Policies policies = Policies.load();
        Machine machine = ScenarioMachine.builder(scenario, null, Prices.hardware()).policies(policies).build();
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.of(
                PolicySpec.parse("preferred-many"), policies));
        while (player.hasNext()) {
            player.playNext();
        }
        for (Task task : machine.tasks()) {
            assertEquals(task.busyNanos(), task.costs().totalNanos(), task.name());
        }
        assertEquals(0, machine.costs().killedTasks());
        machine.validate();
    }
}
