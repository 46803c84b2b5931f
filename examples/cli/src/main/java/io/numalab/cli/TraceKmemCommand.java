package io.numalab.cli;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.UnderTest;
import io.numalab.scenario.topology.TopologyReader;
import io.numalab.scenario.trace.KmemReplay;
import io.numalab.scenario.trace.ReplayResult;
import io.numalab.scenario.trace.TraceFile;
import io.numalab.scenario.trace.TraceReader;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicyException;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.Prices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab trace kmem}. */
@Command(name = "kmem", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Plays the page allocations of a real kernel's trace on the simulated machine and prints where"
            + " both put the pages.", "",
            "The trace is text of perf script, ftrace or trace-cmd with kmem:mm_page_alloc, kmem:mm_page_free and"
            + " vmscan events, plain or packed with gzip or zstd. Node and zone starts of the traced machine come from"
            + " its /proc/zoneinfo, CPUs from numactl --hardware: --machine zoneinfo.txt --machine numactl.txt. The"
            + " simulated machine begins empty."})
final class TraceKmemCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The trace.")
    private Path file;

    @Option(names = "--machine", paramLabel = "SOURCE", required = true,
            description = "The traced machine, see numalab topology; may be repeated.")
    private List<String> sources;

    @Option(names = "--policy", paramLabel = "POLICY", defaultValue = "default",
            description = "What decides: at the machine if that is its usual scope, else at every task"
                + " (default: ${DEFAULT-VALUE}).")
    private String policy;

    @Mixin
    private SeedOption seed;

    @Mixin
    private PluginPath plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Scenario header = TopologyReader.read(sources).scenario();
        Policies policies = plugins.policies();
        UnderTest tested = UnderTest.of(PolicySpec.parse(policy), policies);
        Machine machine = ScenarioMachine.builder(header, null, Prices.hardware()).seed(seed.seed()).policies(policies)
                .build();
        if (tested.machineScope()) {
            accepted(machine.attach(tested.policy()));
        }
        Consumer<Task> begin = task -> {
            if (!tested.machineScope()) {
                accepted(task.setPolicy(tested.policy()));
            }
        };
        ReplayResult result;
        try (TraceReader reader = new TraceReader(TraceFile.open(file), file.toString());
                Progress progress = Progress.on(spec.commandLine().getErr())) {
            result = new KmemReplay(machine, begin).play(reader, lines -> progress.show("line " + lines));
        }
        print(result);
        return 0;
    }

    private void accepted(int status) {
        if (status != 0) {
            throw new PolicyException("policy " + policy + ": the simulated kernel refuses it with error " + status);
        }
    }

    private void print(ReplayResult result) {
        List<String> words = new ArrayList<>(List.of("trace", "kmem", file.toString()));
        sources.forEach(source -> words.addAll(List.of("--machine", source)));
        words.addAll(List.of("--policy", policy));
        words.addAll(plugins.words());
        PrintWriter out = spec.commandLine().getOut();
        Reproduction.of(seed.seed(), words).print(out);
        placement(result).lines().forEach(line -> out.print(line + "\n"));
        out.print("\n");
        counts(result).lines().forEach(line -> out.print(line + "\n"));
    }

    private static TextTable placement(ReplayResult result) {
        int nodes = result.pages()[0].length - 1;
        TextTable table = new TextTable(1);
        List<String> head = new ArrayList<>(List.of("pages: recorded, simulated"));
        for (int nid = 0; nid < nodes; nid++) {
            head.add("node " + nid);
        }
        head.add("failed");
        table.row(head.toArray(new String[0]));
        for (int row = 0; row < result.pages().length; row++) {
            List<String> cells = new ArrayList<>();
            cells.add(row < nodes ? "node " + row : row == nodes ? "failed" : "frame in no zone");
            for (long pages : result.pages()[row]) {
                cells.add(Long.toString(pages));
            }
            table.row(cells.toArray(new String[0]));
        }
        return table;
    }

    private static TextTable counts(ReplayResult result) {
        double share = result.placedPages() == 0 ? 1 : (double) result.agreedPages() / result.placedPages();
        return new TextTable(1)
                .row("", "recorded", "simulated")
                .row("on the same node %", "", String.format(Locale.ROOT, "%.2f", 100 * share))
                .row("requests", Long.toString(result.requests()), "")
                .row("frees", Long.toString(result.frees() + result.unknownFrees()), Long.toString(result.frees()))
                .row("frees of pages from before", Long.toString(result.unknownFrees()), "")
                .row("events lost by the tracer", Long.toString(result.lostEvents()), "")
                .row("kswapd runs", Long.toString(result.kswapdWoke()), Long.toString(result.simulatedKswapdRuns()))
                .row("pages reclaimed by tasks", Long.toString(result.directReclaimed() + result.nodeReclaimed()),
                        Long.toString(result.simulatedReclaimed()));
    }
}
