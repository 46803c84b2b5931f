package io.numalab.report.comparison;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioHeader;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.scenario.result.StepResult;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds settings that the simulated kernel refuses before a long run: they are made on a small machine with the same
 * nodes, on which nothing else happens than that the scenario's groups are made.
 */
final class SettingCheck {
    private static final long NODE_BYTES = 64L << 20;
    private static final String AGAIN = "-11";

    private SettingCheck() {
    }

    /**
     * Checks the settings of all cases, equal ones once.
     *
     * @throws IllegalArgumentException naming the first setting that is refused
     */
    static void of(List<ComparisonCase> cases) {
        Set<String> seen = new HashSet<>();
        for (ComparisonCase one : cases) {
            Scenario scenario = one.scenario();
            List<ScenarioStep> steps = scenario.steps().stream()
                    .filter(step -> Setting.isFrom(step) || step.step() instanceof Step.MakeDirectory).toList();
            ScenarioMachine.prices(scenario, Prices.hardware());
            boolean any = steps.stream().anyMatch(Setting::isFrom);
            if (any && seen.add(scenario.header() + steps.stream().map(ScenarioStep::text).toList().toString())) {
                check(new Scenario(scenario.name(), scenario.file(), small(scenario.header()), List.of(),
                        scenario.values(), List.of(), steps));
            }
        }
    }

    private static void check(Scenario scenario) {
        Machine machine = ScenarioMachine.builder(scenario, null, Prices.hardware()).build();
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT);
        while (player.hasNext()) {
            ScenarioStep step = scenario.steps().get(player.played());
            for (StepResult result : player.playNext().results()) {
                boolean refused = result.status().startsWith("-") && !result.status().equals(AGAIN);
                if (refused && Setting.isFrom(step)) {
                    throw new IllegalArgumentException(step.position()
                            + ": the simulated kernel refuses it with error " + result.status());
                }
            }
        }
    }

    private static ScenarioHeader small(ScenarioHeader header) {
        List<NodeLine> nodes = new ArrayList<>();
        header.nodes().forEach(node ->
                nodes.add(node.bytes() == 0 ? node : new NodeLine(node.nid(), NODE_BYTES, node.cpus())));
        return new ScenarioHeader(header.title(), header.tags(), header.kernel(), nodes, header.distance(),
                header.swapBytes(), header.append(), header.machine(), header.hmat(), header.optional(), List.of(),
                List.of());
    }
}
