package io.numalab.scenario.play;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.CostLine;
import io.numalab.scenario.language.FileLine;
import io.numalab.scenario.language.NodeLine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.language.ScenarioHeader;
import io.numalab.scenario.language.ZoneLine;
import io.numalab.scenario.recording.KernelCommandLine;
import io.numalab.scenario.recording.RecordedBoot;
import io.numalab.topology.BootState;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.Prices;
import io.numalab.topology.ZoneSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
                ? unused(scenario)
                : Machine.builder(boot.machineSpec(scenario)).boot(boot.state()).generations(boot.generations())
                        .tiers(boot.tiers());
        return builder.hugePages(line.hugePages()).balancing(line.balancing())
                .bandwidths(HmatTiers.bandwidths(scenario)).prices(prices(scenario, prices));
    }

    private static Machine.Builder unused(Scenario scenario) {
        ScenarioHeader header = scenario.header();
        Machine.Builder builder = Machine.builder(spec(scenario)).tiers(HmatTiers.of(scenario));
        List<ZoneLine> zones = header.zones();
        return zones.isEmpty() ? builder
                : builder.boot(new BootState(zones.stream().map(ZoneLine::zone).toList(), List.of()));
    }

    /**
     * The nodes, distances, kernel and swap of the header.
     *
     * @throws IllegalArgumentException if such a machine cannot be
     */
    public static MachineSpec spec(Scenario scenario) {
        return spec(scenario.header());
    }

    /**
     * The same of a header alone. A node id that is left out is a node without CPUs and memory, as far away as the
     * kernel takes an unknown node to be.
     *
     * @throws IllegalArgumentException if such a machine cannot be
     */
    public static MachineSpec spec(ScenarioHeader header) {
        MachineSpec sized = sized(header);
        if (header.zones().isEmpty()) {
            return sized;
        }
        List<NodeSpec> nodes = new ArrayList<>();
        for (NodeSpec node : sized.nodes()) {
            List<ZoneSpec> zones = header.zones().stream().filter(line -> line.zone().nid() == node.nid())
                    .map(line -> new ZoneSpec(line.zone().type(), line.startPfn(), line.zone().managedPages()))
                    .sorted(Comparator.comparing(ZoneSpec::type)).toList();
            if (zones.isEmpty() == node.managedPages() > 0) {
                throw new IllegalArgumentException("expected sim zone lines for each @node with memory and no other,"
                        + " got " + zones.size() + " for node " + node.nid());
            }
            nodes.add(new NodeSpec(node.nid(), node.cpus(), zones));
        }
        return MachineSpec.of(nodes, distances(header, nodes.size()), sized.kernel(), sized.swapBytes(),
                sized.reclaimDistance());
    }

    private static MachineSpec sized(ScenarioHeader header) {
        MachineSpec.Builder builder = MachineSpec.builder();
        int nodeCount = 0;
        for (NodeLine node : header.nodes()) {
            for (; nodeCount < node.nid(); nodeCount++) {
                builder.missingNode();
            }
            nodeCount++;
            int[] cpus = node.cpus().stream().mapToInt(Integer::intValue).toArray();
            if (node.bytes() == 0) {
                builder.memorylessNode(cpus);
            } else if (cpus.length == 0) {
                builder.cpulessNode(node.bytes());
            } else {
                builder.node(node.bytes(), cpus);
            }
        }
        return builder.distances(distances(header, nodeCount)).kernel(KernelVersion.of(header.kernel()))
                .swapBytes(header.swapBytes()).build();
    }

    private static int[][] distances(ScenarioHeader header, int nodeCount) {
        int[][] table = new int[nodeCount][nodeCount];
        for (int nid = 0; nid < nodeCount; nid++) {
            Arrays.fill(table[nid], MachineSpec.REMOTE_DISTANCE);
            table[nid][nid] = MachineSpec.LOCAL_DISTANCE;
        }
        List<NodeLine> nodes = header.nodes();
        for (int from = 0; from < header.distance().size(); from++) {
            for (int to = 0; to < nodes.size(); to++) {
                table[nodes.get(from).nid()][nodes.get(to).nid()] = header.distance().get(from).get(to);
            }
        }
        return table;
    }

    /** A price list with the changes of {@code sim cost}. @throws ScenarioException for an unknown price */
    public static Prices prices(Scenario scenario, Prices list) {
        Prices prices = list;
        for (CostLine cost : scenario.costs()) {
            try {
                prices = prices.with(cost.name(), cost.nanos());
            } catch (IllegalArgumentException unknown) {
                throw new ScenarioException(cost.position(), unknown.getMessage());
            }
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
