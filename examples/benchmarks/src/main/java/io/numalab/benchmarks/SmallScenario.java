package io.numalab.benchmarks;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.stat.NodeGauge;
import io.numalab.topology.Prices;

/** A program whose life is one small scenario: what {@link StartBenchmark} starts. */
final class SmallScenario {
    private static final String TEXT = """
            @kernel 6.1
            @node 256M cpus=0
            @node 256M cpus=1
            task A cpu=node0 policy=zone_reclaim
            A read f0 0 200M
            A anon h 128M
            """;

    private SmallScenario() {
    }

    /** Plays it and prints where memory is left. */
    public static void main(String... arguments) {
        Scenario scenario = Scenario.parse("small", TEXT);
        ScenarioPlayer player = new ScenarioPlayer(scenario,
                ScenarioMachine.builder(scenario, null, Prices.hardware()).build(), UnderTest.DEFAULT);
        player.playAll();
        System.out.println(player.machine().gauge(0, NodeGauge.NR_ANON_PAGES)
                + " anonymous pages on node 0, " + player.machine().gauge(1, NodeGauge.NR_ANON_PAGES) + " on node 1");
    }
}
