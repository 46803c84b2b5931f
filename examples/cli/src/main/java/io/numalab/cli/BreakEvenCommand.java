package io.numalab.cli;

import io.numalab.report.Decimals;
import io.numalab.report.Manifest;
import io.numalab.report.breakeven.BreakEven;
import io.numalab.report.breakeven.BreakEvenSearch;
import io.numalab.report.breakeven.BreakEvenTable;
import io.numalab.report.comparison.Comparison;
import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonPlan;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.comparison.Variant;
import io.numalab.report.page.BreakEvenChart;
import io.numalab.report.page.ReportPage;
import io.numalab.report.table.ResultTable;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab break-even}. */
@Command(name = "break-even", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Finds where the better one of two policies changes over a parameter.", "",
            "The cost is the time of all tasks. Between the values of --over the crossing is looked for by bisection;"
            + " the", "seeds together give its confidence interval."})
final class BreakEvenCommand implements Callable<Integer> {
    private static final String POINTS = "#11";
    private static final int ROUNDS_MAX = 30;

    @Parameters(index = "0", paramLabel = "A", description = "A policy, with settings as compare takes them.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private String second;

    @Option(names = "--over", paramLabel = "NAME=FROM..TO", required = true,
            description = "What is varied: 11 values at equal distances, or as compare --sweep says.")
    private String over;

    @Option(names = "--workload", paramLabel = "PRESET|FILE.scn", defaultValue = "valuable-cache",
            description = "What to play (default: ${DEFAULT-VALUE}); see numalab presets.")
    private String workload;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "3",
            description = "Number of seeds derived from --seed (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "4",
            description = "How often the interval that a crossing lies in is halved (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private SimulationOptions simulation;

    @Option(names = "--csv", paramLabel = "FILE|-", description = "Write the curve, one value a row, as CSV.")
    private String csv;

    @Option(names = "--json", paramLabel = "FILE|-", description = "The same as JSON Lines.")
    private String json;

    @Option(names = "--html", paramLabel = "FILE|-", description = "Write a report with the curve as one HTML file.")
    private String html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Destinations destinations = new Destinations().add("--csv", csv).add("--json", json).add("--html", html);
        Policies policies = simulation.policies();
        if (rounds < 0 || rounds > ROUNDS_MAX) {
            throw new IllegalArgumentException("--rounds " + rounds + ": expected 0 to " + ROUNDS_MAX);
        }
        Set<MachineSpec> machines = new LinkedHashSet<>();
        BreakEven even;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            int[] planned = {0};
            int[] done = {0};
            even = BreakEvenSearch.play(sweep -> {
                List<ComparisonCase> cases = cases(policies, sweep);
                cases.forEach(one -> machines.add(ScenarioMachine.spec(one.scenario())));
                planned[0] += cases.size();
                return cases;
            }, sweep(), rounds, new Comparison(policies), row -> progress.show("played", ++done[0], planned[0]));
        }
        Manifest manifest = new Manifest(Version.text(), simulation.seed(), Manifest.digest(List.copyOf(machines)),
                reproduction().command());
        ResultTable table = BreakEvenTable.of(even);
        destinations.writeTable("--csv", out, table.csv(), table.manifest(manifest));
        destinations.writeTable("--json", out, table.jsonLines(), table.manifest(manifest));
        if (destinations.has("--html")) {
            destinations.write("--html", out, new ReportPage("Break-even of " + first + " and " + second, manifest)
                    .lead(even.verdict() + ".").section("Cost over " + even.parameter())
                    .chart(BreakEvenChart.of(even)).bytes());
        }
        if (!destinations.useStdout()) {
            reproduction().print(out);
            lines(even).forEach(line -> out.print(line + "\n"));
        }
        return 0;
    }

    private List<ComparisonCase> cases(Policies policies, Sweep sweep) {
        return new ComparisonPlan(policies, values -> WorkloadArgument.read(workload,
                simulation.variation().with(values))).variants(List.of(Variant.parse(first), Variant.parse(second)))
                .sweep(sweep).seeds(simulation.seed(), seeds).cases();
    }

    /** A range without steps has 11 values: the usual one, one a value, would not do for shares. */
    private Sweep sweep() {
        return Sweep.parse(over.matches(".*\\.\\.[0-9.]+[KMGT]?") ? over + POINTS : over);
    }

    private static List<String> lines(BreakEven even) {
        TextTable table = new TextTable(0);
        table.row(even.parameter(), even.first() + " ms", even.second() + " ms", "difference ms", "+- ms");
        for (BreakEven.Point point : even.points()) {
            table.row(point.value(), millis(point.firstNanos()), millis(point.secondNanos()),
                    millis(point.differenceNanos().mean()), millis(point.differenceNanos().halfWidth()));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(even.verdict());
        lines.add("");
        lines.add("ms: virtual time of all tasks, mean of the seeds; - : a run that failed, or seeds that all agree");
        return lines;
    }

    private static String millis(double nanos) {
        return Decimals.format(nanos / 1e6, 3, "-");
    }

    private Reproduction reproduction() {
        List<String> words = new ArrayList<>(List.of("break-even", first, second, "--over", over, "--workload",
                workload, "--seeds", Integer.toString(seeds), "--rounds", Integer.toString(rounds)));
        words.addAll(simulation.words());
        return Reproduction.of(simulation.seed(), words);
    }
}
