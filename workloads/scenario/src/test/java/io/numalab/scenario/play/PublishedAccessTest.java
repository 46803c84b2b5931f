package io.numalab.scenario.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.machine.CostSplit;
import io.numalab.machine.Machine;
import io.numalab.machine.Mapping;
import io.numalab.machine.Task;
import io.numalab.scenario.language.Scenario;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Prices;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Latencies and bandwidths that were measured and published, reproduced by the model. */
class PublishedAccessTest {
    private static final Policies POLICIES = Policies.load();
    private static final long MIB = 1 << 20;

    /**
     * Idle latencies in ns, a row for each node with CPUs; a node without has a column only. The machines are those of
     * {@code samples/latencies.md}, which tells for each where the figures come from: cascadelake_mlc.txt,
     * icelake_mlc.txt, granite_rapids_mlc.txt of gjbex/Code-optimization, and public files whose origin was not
     * recorded for most of the others.
     */
    @ParameterizedTest
    @CsvSource({
        "Xeon E5-2682, 84.2 136.3 / 137.2 85.0",
        "Xeon Platinum 8269, 77.9 144.4 / 143.2 78.4",
        "Cascade Lake, 80.8 141.6 / 140.4 81.5",
        "Ice Lake, 89.2 142.9 / 142.7 89.0",
        "2S A, 89.3 138.9 / 138.9 89.4",
        "2S B, 81.6 131.1 / 129.6 82.2",
        "FD.io, 97.5 139.6 / 132.8 98.0",
        "E5-2630 interleaved, 106.9 107.2 / 107.2 106.9",
        "Granite Rapids, 96.2 116.2 137.9 252.0 264.2 247.6 / 117.7 95.2 134.9 223.7 242.0 241.2"
            + " / 157.6 112.7 95.7 269.9 265.8 204.4 / 205.7 260.6 244.8 95.3 116.0 135.4"
            + " / 224.5 241.7 226.5 109.5 95.1 116.1 / 246.8 239.9 205.3 131.1 110.5 115.2",
        "EPYC 9224 and CXL, 107.5 117.1 200.7 200.7 279.4 / 115.8 106.8 199.9 199.9 278.8"
            + " / 200.0 200.1 106.8 115.8 363.8 / 199.0 199.0 115.6 105.9 363.5",
        "LISA and CXL, 130.1 231.2 265.7 / 238.2 130.2 368.7",
        "1S and early CXL, 84.5 564.5"
    })
    void shouldReproduceIdleLatencies(String name, String matrix) {
        String[] rows = matrix.split(" / ");
        int nodes = rows[0].split(" ").length;
        MachineSpec.Builder spec = MachineSpec.builder();
        Prices prices = Prices.hardware();
        for (int nid = 0; nid < nodes; nid++) {
            if (nid < rows.length) {
                spec.node(64 * MIB, nid);
            } else {
                spec.cpulessNode(64 * MIB);
            }
        }
        for (int from = 0; from < rows.length; from++) {
            for (int to = 0; to < nodes; to++) {
                prices = prices.with("ACCESS." + from + "." + to, Double.parseDouble(rows[from].split(" ")[to]));
            }
        }
        Machine machine = Machine.builder(spec.build()).prices(prices).policies(POLICIES).build();
        for (int from = 0; from < rows.length; from++) {
            for (int to = 0; to < nodes; to++) {
                double nanos = Double.parseDouble(rows[from].split(" ")[to]);
                assertEquals(nanos, meanNanos(machine, from, to), name + " from " + from + " to " + to);
            }
        }
        machine.validate();
    }

    private static double meanNanos(Machine machine, int from, int to) {
        Task task = machine.newTask("from" + from + "to" + to, from);
        task.setPolicy(PolicySpec.parse("membind:" + to));
        Mapping mapping = task.mapAnonymous("m", MIB);
        task.startTouch(mapping, MIB, true, false);
        machine.run(task);
        task.startAccess(mapping, 10_000, false, true);
        machine.run(task);
        return task.accessPicos() / task.accesses() / 1000.0;
    }

    // Triad in MB/s, as the patch letter of weighted interleave gives it: what all threads moved in the time of the
    // slowest.
    private static double streamRate(String policy) {
        Scenario scenario = Presets.load("stream-cxl", Map.of("node", "1G", "anon", "512M"));
        Machine machine = ScenarioMachine.builder(scenario, null, Prices.hardware()).policies(POLICIES).build();
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, new UnderTest(PolicySpec.parse(policy), false));
        CostSplit[] before = new CostSplit[1];
        long[] startNanos = new long[1];
        while (player.hasNext()) {
            String step = scenario.steps().get(player.played()).text();
            if (startNanos[0] == 0 && step.startsWith("sim bg access")) {
                startNanos[0] = machine.nowNanos();
                before[0] = machine.costs();
            }
            player.playNext();
        }
        long lines = machine.tasks().stream().mapToLong(Task::accesses).sum();
        assertTrue(machine.costs().since(before[0]).isComplete());
        return lines * 64e3 / (machine.nowNanos() - startNanos[0]);
    }

    @Test
    void shouldReproduceWhatInterleavingDoesToStream() {
        double dram = streamRate("membind:0");
        double cxl = streamRate("membind:1");
        double evenly = streamRate("interleave:0-1");
        double weighted = streamRate("weighted-interleave:0-1");
        assertEquals(208_524, dram, 208_524 * 0.02);
        assertEquals(24_485, cxl, 24_485 * 0.02);
        // Published: 48 727.5, which is 1.99 times the expander alone; and 217 671.5, 1.04 times DRAM alone.
        assertEquals(2, evenly / cxl, 0.04);
        assertEquals(1.04, weighted / dram, 0.1);
    }
}
