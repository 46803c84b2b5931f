package io.numalab.cli;

import io.numalab.report.Manifest;
import io.numalab.report.comparison.Comparison;
import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonPlan;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Metric;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.comparison.Variant;
import io.numalab.report.page.ComparisonPage;
import io.numalab.report.table.ComparisonTable;
import io.numalab.report.table.ResultTable;
import io.numalab.report.table.SampleTable;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.spi.Policies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab compare}. */
@Command(name = "compare", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Plays one workload under several policies and prints one table.", "",
            "Tasks that say policy=@ are under test. A policy goes to these tasks, or to the machine if that is its"
            + " usual scope. The steps before the first of them are common to all policies and not measured."},
        footer = {"", "Settings of the machine stand behind a policy, each with a plus sign, and make a column of"
            + " their own:", "  default+kernel.numa_balancing=1   default+demotion=on   default+thp=always",
            "  zone_reclaim:mode=1+vm.watermark_scale_factor=200   membind+mglru=on+kernel=6.12",
            "  default+reclaim.logger=10G (memory.reclaim of a group)   default+cpuset.logger=1",
            "kernel, mglru, thp and prices hold from boot on, cpuset.GROUP and max.GROUP since the group is made,",
            "all others from the first measured step on.", "",
            "A sweep is over a parameter of the scenario (threads=1..8), a setting of a policy",
            "(zone_reclaim:mode=1,3,7), a price (ACCESS_REMOTE=60..120:20) or a setting of the machine",
            "(vm.swappiness=0..200#5). FROM..TO steps by 1, :X by X, *X by a factor, #N takes N values."})
final class CompareCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "PRESET|FILE.scn", defaultValue = ThreadFigures.PRESET,
            description = "What to play (default: ${DEFAULT-VALUE}); see numalab presets.")
    private String workload;

    @Option(names = "--policies", paramLabel = "LIST",
            defaultValue = "default,zone_reclaim,membind,preferred-many,kswapd-wakeup",
            description = "Policies and settings, separated by commas or semicolons; the first is the baseline"
                + " (default: ${DEFAULT-VALUE}).")
    private String list;

    @Option(names = "--sweep", paramLabel = "NAME=VALUES",
            description = "Repeats everything for each value; several sweeps for each combination.")
    private List<String> sweeps = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1",
            description = "Repeats every run with N seeds derived from --seed (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Mixin
    private SimulationOptions simulation;

    @Mixin
    private TableOptions tables;

    @Option(names = "--json", paramLabel = "FILE|-",
            description = "Write one JSON document with an object a run; - is standard output.")
    private String json;

    @Option(names = "--html", paramLabel = "FILE|-", description = "Write a report with charts as one HTML file.")
    private String html;

    @Option(names = "--png", paramLabel = "FILE",
            description = "Write a chart for papers: over the first sweep, else what the time went into.")
    private String png;

    @Option(names = "--metric", paramLabel = "NAME", defaultValue = "total_ns",
            description = "The figure that --png shows over a sweep (default: ${DEFAULT-VALUE}).")
    private String metric;

    @Option(names = "--help-schema", description = "Print the columns and metrics of --csv and --jsonl and exit.")
    private boolean helpSchema;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (helpSchema) {
            printSchema(spec.commandLine().getOut());
            return 0;
        }
        Destinations destinations = tables.addTo(new Destinations()).add("--json", json)
                .add("--html", html).add("--png", png);
        Metric shown = metric();
        Policies policies = simulation.policies();
        List<ComparisonCase> cases = cases(policies);
        ThreadFigures figures = workload.equals(ThreadFigures.PRESET) && sweeps.isEmpty() && seeds == 1
                ? new ThreadFigures(policies, simulation.seed()) : null;
        List<ComparisonRow> rows = play(new Comparison(policies), cases, figures);
        Manifest manifest = new Manifest(Version.text(), simulation.seed(), Manifest.digest(
                cases.stream().map(one -> ScenarioMachine.spec(one.scenario())).toList()), reproduction().command());
        write(destinations, rows, manifest);
        if (destinations.has("--png")) {
            destinations.write("--png", null, ComparisonPicture.of(rows, shown));
        }
        if (!destinations.useStdout()) {
            print(spec.commandLine().getOut(), rows, figures == null ? List.of() : figures.lines(rows));
        }
        return 0;
    }

    private Metric metric() {
        for (Metric known : Metric.values()) {
            if (known.id().equals(metric)) {
                return known;
            }
        }
        throw new IllegalArgumentException("--metric " + metric + ": expected one of "
                + String.join(", ", List.of(Metric.values()).stream().map(Metric::id).toList()));
    }

    private List<ComparisonCase> cases(Policies policies) {
        ComparisonPlan plan = new ComparisonPlan(policies, this::scenario).variants(Variant.parseList(list))
                .seeds(simulation.seed(), seeds);
        sweeps.forEach(text -> plan.sweep(Sweep.parse(text)));
        Scenario scenario = scenario(Map.of());
        NamedFile.in(scenario.file(), () -> ScenarioMachine.spec(scenario));
        return plan.cases();
    }

    private List<ComparisonRow> play(Comparison comparison, List<ComparisonCase> cases, ThreadFigures figures)
            throws Exception {
        List<ComparisonCase> all = new ArrayList<>(cases);
        Map<Integer, ComparisonCase> predictions =
                figures == null ? Map.of() : figures.cases(cases, this::scenario);
        predictions.values().stream().filter(one -> same(all, one) < 0).forEach(all::add);
        Comparison sampled = html == null ? comparison
                : comparison.sampling(one -> one.seed() == simulation.seed() && one.run() < cases.size()
                        && one.point().equals(cases.get(0).point()));
        List<ComparisonRow> rows;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            progress.show("playing what all policies have in common");
            AtomicInteger played = new AtomicInteger();
            rows = sampled.play(all, row -> progress.show("played", played.incrementAndGet(), all.size()));
        }
        predictions.forEach((threads, one) -> figures.predicted(threads, rows.get(same(all, one))));
        return List.copyOf(rows.subList(0, cases.size()));
    }

    private static int same(List<ComparisonCase> cases, ComparisonCase one) {
        for (int i = 0; i < cases.size(); i++) {
            if (cases.get(i).underTest().equals(one.underTest()) && cases.get(i).scenario().equals(one.scenario())) {
                return i;
            }
        }
        return -1;
    }

    private void write(Destinations destinations, List<ComparisonRow> rows, Manifest manifest) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ResultTable table = ComparisonTable.of(rows);
        tables.write(destinations, out, table, manifest);
        if (destinations.has("--json")) {
            destinations.write("--json", out,
                    new ComparisonText(rows).json(manifest).getBytes(StandardCharsets.UTF_8));
        }
        if (destinations.has("--html")) {
            destinations.write("--html", out, ComparisonPage.of(rows, manifest).bytes());
        }
    }

    private void print(PrintWriter out, List<ComparisonRow> rows, List<String> figures) {
        ComparisonText text = new ComparisonText(rows);
        reproduction().print(out);
        text.table().forEach(line -> out.print(line + "\n"));
        out.print("\n");
        text.legend().forEach(line -> out.print(line + "\n"));
        out.print(figures.isEmpty() ? "" : "\n");
        figures.forEach(line -> out.print(line + "\n"));
    }

    private static void printSchema(PrintWriter out) {
        List<String> lines = new ArrayList<>(ComparisonTable.empty(List.of("NAME")).schema());
        lines.add("metrics of numalab compare --csv and --jsonl");
        ComparisonTable.metrics().forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.addAll(SampleTable.of(List.of()).schema());
        lines.add("metrics of numalab run --sample PERIOD --csv");
        SampleTable.metrics().forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add("CSV is RFC 4180 in UTF-8 with LF; the first line has the names of the columns. JSON Lines have the");
        lines.add("same columns as members. FILE.manifest.json has version, seed, topology digest, command, columns.");
        lines.forEach(line -> out.print(line + "\n"));
    }

    private Scenario scenario(Map<String, String> swept) {
        return WorkloadArgument.read(workload, simulation.variation().with(swept));
    }

    private Reproduction reproduction() {
        List<String> words = new ArrayList<>(List.of("compare", workload, "--policies", list));
        sweeps.forEach(sweep -> words.addAll(List.of("--sweep", sweep)));
        if (seeds != 1) {
            words.addAll(List.of("--seeds", Integer.toString(seeds)));
        }
        words.addAll(simulation.words());
        return Reproduction.of(simulation.seed(), words);
    }
}
