package io.numalab.report.recommendation;

import io.numalab.report.comparison.Variant;
import io.numalab.scenario.language.CpuChoice;
import io.numalab.scenario.language.NumberList;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.language.TaskCommand;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyProvider;
import io.numalab.topology.KernelVersion;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.NodeSpec;
import io.numalab.topology.Price;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What there is to choose from for one workload, the least intrusive first: the kernel's default, what a command line
 * of the job sets, what a sysctl sets for the whole machine, and at the end policies that no kernel has.
 */
final class Candidates {
    private static final Set<String> IN_LINUX = Set.of("default", "membind", "preferred", "preferred-many",
            "interleave", "weighted-interleave", "zone_reclaim");
    private static final String WEIGHTS = "/sys/kernel/mm/mempolicy/weighted_interleave/node";
    /** A node is not filled to its last page: what a bound job leaves for the kernel and its page tables. */
    private static final double USABLE = 0.95;
    private static final int WEIGHT_MAX = 255;

    private final Scenario scenario;
    private final MachineSpec machine;
    private final List<Integer> homes;
    private final List<Candidate> candidates = new ArrayList<>();

    private Candidates(Scenario scenario) {
        this.scenario = scenario;
        machine = ScenarioMachine.spec(scenario);
        homes = homes();
    }

    static List<Candidate> of(Scenario scenario, Policies policies) {
        return new Candidates(scenario).find(policies);
    }

    /** The nodes on whose CPUs the job runs. */
    static List<Integer> homes(Scenario scenario) {
        return new Candidates(scenario).homes;
    }

    /** What the tasks under test allocate, in bytes. */
    static long anonBytes(Scenario scenario) {
        Set<String> tested = new TreeSet<>();
        long bytes = 0;
        for (ScenarioStep step : scenario.steps()) {
            if (step.step() instanceof Step.StartTask start && start.policy().equals(Step.UNDER_TEST)) {
                tested.add(start.name());
            } else if (step.step() instanceof Step.Command command && tested.contains(command.task())) {
                if (command.command() instanceof TaskCommand.MapAnonymous map) {
                    bytes += map.bytes();
                } else if (command.command() instanceof TaskCommand.MapShared map) {
                    bytes += map.bytes();
                }
            }
        }
        return bytes;
    }

    private List<Candidate> find(Policies policies) {
        String near = NumberList.format(homes);
        String run = machine.cpuNodes().size() > homes.size() ? "numactl --cpunodebind=" + near : "numactl";
        add("default", run.equals("numactl") ? "JOB" : run + " JOB");
        if (machine.memoryNodes().size() > 1) {
            List<Integer> holding = holding();
            add("preferred-many:" + near, run + " --preferred-many=" + near + " JOB");
            add("membind:" + NumberList.format(holding), run + " --membind=" + NumberList.format(holding) + " JOB");
            String all = NumberList.format(boxed(machine.memoryNodes()));
            add("interleave:" + all, run + " --interleave=" + all + " JOB");
            if (machine.kernel().atLeast(KernelVersion.V6_12)) {
                addWeighted(all, run);
            }
            add("zone_reclaim:mode=1", "sysctl -w vm.zone_reclaim_mode=1", run + " JOB");
            add("default+kernel.numa_balancing=1", "sysctl -w kernel.numa_balancing=1", run + " JOB");
            if (!machine.cpuNodes().containsAll(machine.memoryNodes())) {
                add("default+kernel.numa_balancing=2+demotion=on", "sysctl -w kernel.numa_balancing=2",
                        "echo 1 > /sys/kernel/mm/numa/demotion_enabled", run + " JOB");
            }
            for (PolicyProvider provider : policies.providers()) {
                if (!IN_LINUX.contains(provider.name())) {
                    add(provider.name());
                }
            }
        }
        return candidates;
    }

    private void add(String variant, String... commands) {
        candidates.add(new Candidate(Variant.parse(variant), List.of(commands)));
    }

    /** Weights in the ratio of the bandwidths that the prices have for the nodes, as HMAT would give them. */
    private void addWeighted(String all, String run) {
        Prices prices = ScenarioMachine.prices(scenario, Prices.hardware());
        List<Integer> nids = boxed(machine.memoryNodes());
        List<Double> bandwidths = nids.stream().map(nid -> bandwidth(prices, nid)).toList();
        double least = bandwidths.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        StringBuilder variant = new StringBuilder("weighted-interleave:" + all);
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < nids.size() && least > 0; i++) {
            long weight = Math.min(WEIGHT_MAX, StrictMath.round(bandwidths.get(i) / least));
            variant.append('+').append(WEIGHTS).append(nids.get(i)).append('=').append(weight);
            commands.add("echo " + weight + " > " + WEIGHTS + nids.get(i));
        }
        commands.add(run + " --weighted-interleave=" + all + " JOB");
        add(variant.toString(), commands.toArray(new String[0]));
    }

    private double bandwidth(Prices prices, int nid) {
        Long own = prices.ofNodes().get("BANDWIDTH." + nid);
        Price usual = machine.cpuNodes().contains(nid) ? Price.BANDWIDTH : Price.BANDWIDTH_CPULESS;
        return own == null ? prices.picos(usual) / 1000.0 : own / 1000.0;
    }

    private static List<Integer> boxed(NodeMask nodes) {
        return Arrays.stream(nodes.toArray()).boxed().toList();
    }

    private List<Integer> homes() {
        Set<Integer> nids = new TreeSet<>();
        for (ScenarioStep step : scenario.steps()) {
            if (step.step() instanceof Step.StartTask start && start.policy().equals(Step.UNDER_TEST)) {
                addNodes(nids, start.cpus());
            }
        }
        return List.copyOf(nids);
    }

    private void addNodes(Set<Integer> nids, CpuChoice cpus) {
        if (cpus.nid() >= 0) {
            nids.add(cpus.nid());
        } else if (cpus.cpus().isEmpty()) {
            nids.addAll(boxed(machine.cpuNodes()));
        } else {
            cpus.cpus().forEach(cpu -> nids.add(machine.nodeOfCpu(cpu)));
        }
    }

    /** The nodes nearest to the homes, as many as hold the job. */
    private List<Integer> holding() {
        List<NodeSpec> byDistance = machine.nodes().stream().filter(node -> node.managedPages() > 0)
                .sorted(Comparator.comparingInt((NodeSpec node) -> distance(node.nid()))
                        .thenComparingInt(NodeSpec::nid)).toList();
        List<Integer> nids = new ArrayList<>();
        double pages = 0;
        double wanted = anonBytes(scenario) / 4096.0;
        for (NodeSpec node : byDistance) {
            boolean home = homes.contains(node.nid());
            if (home || pages * USABLE < wanted) {
                nids.add(node.nid());
                pages += node.managedPages();
            }
        }
        return nids.stream().sorted().toList();
    }

    private int distance(int nid) {
        return homes.stream().mapToInt(home -> machine.distance(home, nid)).min().orElse(0);
    }
}
