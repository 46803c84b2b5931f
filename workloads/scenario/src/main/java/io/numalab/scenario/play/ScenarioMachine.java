package io.numalab.scenario.play;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.FileLine;
import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.language.ScenarioHeader;
import io.numalab.scenario.recording.KernelCommandLine;
import io.numalab.scenario.recording.RecordedBoot;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The machine that the header of a scenario describes. */
public final class ScenarioMachine {
    private static final long MEBIBYTE = 1L << 20;

    private ScenarioMachine() {
    }

    /**
     * A builder with machine, boot state and prices set.
     *
     * @param boot the state to start from, or null for a machine nobody has used
     * @param prices the list whose prices hold unless the scenario says otherwise
     * @throws IllegalArgumentException if such a machine cannot be
     */
    public static Machine.Builder builder(Scenario scenario, RecordedBoot boot, Prices prices) {
        ScenarioHeader header = scenario.header();
        KernelCommandLine line = new KernelCommandLine(boot == null ? header.append() : boot.commandLine());
        Machine.Builder builder = boot == null
                ? Machine.builder(spec(scenario)).tiers(HmatTiers.of(header))
                : Machine.builder(boot.machineSpec(scenario)).boot(boot.state()).generations(boot.generations())
                        .tiers(boot.tiers());
        return builder.hugePages(line.hugePages()).balancing(line.balancing()).prices(prices(scenario, prices));
    }

    /** The nodes, distances, kernel and swap of the header. */
    public static MachineSpec spec(Scenario scenario) {
        ScenarioHeader header = scenario.header();
        MachineSpec.Builder builder = MachineSpec.builder();
        for (NodeLine node : header.nodes()) {
            int[] cpus = node.cpus().stream().mapToInt(Integer::intValue).toArray();
            if (node.bytes() == 0) {
                builder.memorylessNode(cpus);
            } else if (cpus.length == 0) {
                builder.cpulessNode(node.bytes());
            } else {
                builder.node(node.bytes(), cpus);
            }
        }
        if (!header.distance().isEmpty()) {
            builder.distances(header.distance().stream()
                    .map(row -> row.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new));
        }
        return builder.kernel(KernelVersion.of(header.kernel())).swapBytes(header.swapBytes()).build();
    }

    /** A price list with the changes of {@code sim cost}. @throws ScenarioException for an unknown price */
    public static Prices prices(Scenario scenario, Prices list) {
        Prices prices = list;
        for (CostLine cost : scenario.costs()) {
            Price price = Arrays.stream(Price.values()).filter(known -> known.name().equals(cost.name())).findFirst()
                    .orElseThrow(() -> new ScenarioException(
                            cost.position(), "one of " + Arrays.toString(Price.values()), cost.name()));
            prices = prices.with(price, cost.nanos());
        }
        return prices;
    }

    /** The files on disk: those every recorder's disk has, and those of the header. Bytes by name. */
    public static Map<String, Long> files(Scenario scenario) {
        Map<String, Long> files = new TreeMap<>(Map.of("f0", 1536 * MEBIBYTE, "f1", 1024 * MEBIBYTE,
                "f2", 1024 * MEBIBYTE, "f3", 512 * MEBIBYTE));
        for (FileLine file : scenario.header().files()) {
            files.put(file.name(), file.bytes());
        }
        return files;
    }
}
