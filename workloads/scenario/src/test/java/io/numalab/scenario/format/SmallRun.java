package io.numalab.scenario.format;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.topology.Prices;
import java.util.Map;

/** A machine on which a small scenario has been played. */
final class SmallRun {
    private SmallRun() {
    }

    static Machine played(String... lines) {
        Scenario scenario = Scenario.parse("small.scn", String.join("\n", lines) + "\n", Map.of());
        Machine machine = ScenarioMachine.builder(scenario, null, Prices.hardware()).build();
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT);
        while (player.hasNext()) {
            player.playNext();
        }
        machine.validate();
        return machine;
    }

    /** Three nodes, one without CPUs, with cache, anonymous, shared and mapped file pages. */
    static Machine mixed(String kernel) {
        return played(
                "@kernel " + kernel,
                "@node 320M cpus=0-1",
                "@node 320M cpus=2-3",
                "@node 256M",
                "task F cpu=node0",
                "F read f3 0 200M",
                "task A cpu=cpu1 policy=bind:0-1",
                "A anon h 150M",
                "A shm s 20M",
                "A mmap-file m f1 0 10M w",
                "task B cpu=cpu2 policy=prefer-many:1-2",
                "B anon h 90M",
                "task gone cpu=cpu2",
                "exit gone");
    }
}
