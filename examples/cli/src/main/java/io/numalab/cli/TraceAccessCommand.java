package io.numalab.cli;

import io.numalab.report.comparison.Variant;
import io.numalab.scenario.language.ByteSize;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.Variation;
import io.numalab.scenario.parallel.SimulationRunner;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.topology.Topology;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab trace access}. */
@Command(name = "access", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Has the simulated machine use the pages that a program used, under several policies, and"
            + " prints what each would have given.", "",
            "The trace is a CSV of seconds, task, page, r or w; or DAMON's: damon_aggregated lines of perf script,"
            + " ftrace or trace-cmd, a record of damo (json, json_compressed), or what damo report raw prints. Plain"
            + " or packed with gzip, zstd or zlib. A first line of names puts the columns of a CSV in another order;"
            + " address instead of page stands for bytes.", "",
            "A page is there from its first use in the trace on, as anonymous memory. What DAMON saw used N times"
            + " in an interval is used N times page after page, by a task for each target."})
final class TraceAccessCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The trace.")
    private Path file;

    @Option(names = "--policies", paramLabel = "LIST", defaultValue = "default,membind,preferred-many,zone_reclaim",
            description = "What is compared, as numalab compare takes it (default: ${DEFAULT-VALUE}).")
    private String variants;

    @Option(names = "--begin", paramLabel = "FILE.scn",
            description = "Play this scenario first: its machine, other tasks, file cache, swap.")
    private Path begin;

    @Option(names = "--cache", paramLabel = "SIZE", defaultValue = "0",
            description = "File cache on the home node before the trace (default: ${DEFAULT-VALUE}).")
    private String cache;

    @Option(names = "--home", paramLabel = "NODE",
            description = "The node whose CPUs the tasks take first (default: the first with CPUs and memory).")
    private Integer home;

    @Option(names = "--rate", paramLabel = "X", defaultValue = "1",
            description = "Accesses that stand for one of the trace (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Mixin
    private SimulationOptions simulation;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Scenario scenario = scenario();
        int nid = home(ScenarioMachine.spec(scenario));
        Policies policies = simulation.policies();
        List<AccessRow> rows = new ArrayList<>();
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            List<AccessRun> runs = Variant.parseList(variants).stream()
                    .map(variant -> new AccessRun(file, scenario, variant, nid, rate, simulation.seed(), policies,
                            told(progress, variant))).toList();
            SimulationRunner.onAllCores().run(runs, rows::add);
        }
        print(rows);
        return 0;
    }

    private static LongConsumer told(Progress progress, Variant variant) {
        return lines -> {
            synchronized (progress) {
                progress.show(variant + ": line " + lines);
            }
        };
    }

    private Scenario scenario() throws IOException {
        Variation variation = simulation.variation();
        long cacheBytes = ByteSize.parse(cache);
        if (begin != null) {
            if (cacheBytes > 0) {
                throw new IllegalArgumentException("--begin with --cache: expected one of them");
            }
            return Scenario.read(begin, variation);
        }
        Topology machine = simulation.machine();
        if (machine == null) {
            throw new IllegalArgumentException("trace access: expected --machine, or --begin");
        }
        String header = "@kernel 6.12\n" + String.join("\n", machine.scenarioLines()) + "\n";
        Variation scaled = new Variation(variation.values(), variation.scale(), variation.costs(), null);
        Scenario empty = Scenario.parse("trace access", header, scaled);
        return cacheBytes == 0 ? empty : Scenario.parse("trace access", header + "@file cache " + cacheBytes
                + "\ntask filler cpu=node" + home(ScenarioMachine.spec(empty)) + "\nfiller read cache 0 " + cacheBytes
                + "\nsettle\n", scaled);
    }

    private int home(MachineSpec machine) {
        NodeMask usual = machine.cpuNodes().and(machine.memoryNodes());
        int nid = home != null ? home : usual.isEmpty() ? machine.nodeOfCpu(machine.bootCpu()) : usual.toArray()[0];
        if (!machine.cpuNodes().contains(nid)) {
            throw new IllegalArgumentException(
                    "--home " + nid + ": expected a node with CPUs, one of " + machine.cpuNodes());
        }
        return nid;
    }

    private void print(List<AccessRow> rows) {
        PrintWriter out = spec.commandLine().getOut();
        reproduction().print(out);
        AccessRow first = rows.get(0);
        String tasks = first.taskCount() == 1 ? " task" : " tasks";
        out.print(first.lines() + " lines, " + first.taskCount() + tasks + "\n\n");
        AccessRow.table(rows).forEach(line -> out.print(line + "\n"));
        out.print("\nlocal, remote: pages of the trace's tasks at the end, by the node of their CPU; remote % behind\n"
                + "accesses: of these; faults, reclaim: of the whole machine, in pages; lost: accesses of killed\n"
                + "tasks; cost: virtual time that the tasks paid in all\n");
    }

    private Reproduction reproduction() {
        List<String> words = new ArrayList<>(List.of("trace", "access", file.toString(), "--policies", variants));
        if (begin != null) {
            words.addAll(List.of("--begin", begin.toString()));
        }
        if (!cache.equals("0")) {
            words.addAll(List.of("--cache", cache));
        }
        if (home != null) {
            words.addAll(List.of("--home", home.toString()));
        }
        if (rate != 1) {
            words.addAll(List.of("--rate", Double.toString(rate)));
        }
        words.addAll(simulation.words());
        return Reproduction.of(simulation.seed(), words);
    }
}
