package io.numalab.report.judgement;

import io.numalab.machine.CostSplit;
import io.numalab.machine.Machine;
import io.numalab.report.comparison.SlowMotion;
import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioHeader;
import io.numalab.scenario.parallel.Simulation;
import io.numalab.scenario.play.Presets;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.List;

/**
 * One variant under several policies, and the bound of somebody who knows the future: what all tasks of the machine
 * paid from the first task under test on. The bound is the same workload on a machine each node of which has the memory
 * of all: nothing has to go elsewhere, be evicted or wait, and nothing fails. No placement can be cheaper.
 */
final class JudgedRun implements Simulation<JudgedRun.Costs> {

    /** What a variant costs. @param bound clairvoyant @param policies in the order they were given */
    record Costs(Draw draw, CostSplit bound, List<CostSplit> policies) {
    }

    private final Draw draw;
    private final List<UnderTest> underTest;
    private final Policies policies;
    private final long seed;

    JudgedRun(Draw draw, List<UnderTest> underTest, Policies policies, long seed) {
        this.draw = draw;
        this.underTest = underTest;
        this.policies = policies;
        this.seed = seed;
    }

    @Override
    public long heapBytes() {
        // The machine with the common steps and one fork; and then the larger one alone.
        return 5 * ScenarioMachine.spec(scenario()).heapBytes();
    }

    private Scenario scenario() {
        // Ticks, naps and scans go by the clock: the smaller machine is as slow as it is small.
        return SlowMotion.of(Presets.load(draw.preset(), draw.variation()), 1 / draw.variation().scale());
    }

    @Override
    public Costs run() {
        Scenario scenario = scenario();
        List<CostSplit> costs = new ArrayList<>();
        ScenarioPlayer filled = filled(scenario, UnderTest.DEFAULT);
        for (UnderTest one : underTest) {
            ScenarioPlayer player = fork(filled, scenario, one);
            costs.add(rest(player));
            filled.machine().giveBack(player.machine());
        }
        return new Costs(draw, rest(filled(roomy(scenario), UnderTest.DEFAULT)), costs);
    }

    private ScenarioPlayer fork(ScenarioPlayer filled, Scenario scenario, UnderTest one) {
        try {
            return filled.fork(one);
        } catch (IllegalStateException busy) {
            // Something still runs there: play everything from the start instead.
            return filled(scenario, one);
        }
    }

    private ScenarioPlayer filled(Scenario scenario, UnderTest one) {
        Machine machine = ScenarioMachine.builder(scenario, null, Prices.hardware()).seed(seed).policies(policies)
                .build();
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, one);
        while (player.played() < scenario.firstStepUnderTest()) {
            player.playNext();
        }
        return player;
    }

    private static CostSplit rest(ScenarioPlayer player) {
        CostSplit before = player.machine().costs();
        while (player.hasNext()) {
            player.playNext();
        }
        return player.machine().costs().since(before);
    }

    private static Scenario roomy(Scenario scenario) {
        ScenarioHeader header = scenario.header();
        long bytes = header.nodes().stream().mapToLong(NodeLine::bytes).sum();
        List<NodeLine> nodes = header.nodes().stream()
                .map(node -> new NodeLine(node.nid(), bytes, node.cpus())).toList();
        return new Scenario(scenario.name(), scenario.file(), header.withNodes(nodes), scenario.parameters(),
                scenario.values(), scenario.costs(), scenario.steps());
    }
}
