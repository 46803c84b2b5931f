package io.numalab.cli;

import io.numalab.report.comparison.Comparison;
import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.Presets;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
            + " usual scope. The steps before the first of them are common to all policies and not measured."})
final class CompareCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "PRESET|FILE.scn", defaultValue = ThreadFigures.PRESET,
            description = "What to play (default: ${DEFAULT-VALUE}); see numalab presets.")
    private String workload;

    @Option(names = "--policies", paramLabel = "LIST",
            defaultValue = "default,zone_reclaim,membind,preferred-many,kswapd-wakeup",
            description = "Policies, separated by commas or semicolons (default: ${DEFAULT-VALUE}).")
    private String list;

    @Mixin
    private SimulationOptions simulation;

    @Option(names = "--csv", paramLabel = "FILE|-", description = "Write the rows as CSV.")
    private String csv;

    @Option(names = "--json", paramLabel = "FILE|-", description = "Write the rows as JSON; - is standard output.")
    private String json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Destinations destinations = new Destinations().add("--csv", csv).add("--json", json);
        Scenario scenario = scenario();
        MachineSpec machine = NamedFile.in(scenario.file(), () -> ScenarioMachine.spec(scenario));
        Policies policies = Policies.load();
        List<UnderTest> underTest = PolicyList.parse(list, policies, machine.memoryNodes().or(machine.cpuNodes()));
        ThreadFigures figures = isThread() ? new ThreadFigures(policies, simulation.seed()) : null;
        List<ComparisonRow> rows = play(new Comparison(policies), scenario, underTest, figures);
        ComparisonReport report = new ComparisonReport(scenario.name(), reproduction(), rows);
        report(report, destinations, figures == null ? List.of() : figures.lines(rows, underTest));
        return 0;
    }

    private List<ComparisonRow> play(
            Comparison comparison, Scenario scenario, List<UnderTest> list, ThreadFigures figures) throws Exception {
        List<ComparisonCase> cases = new ArrayList<>();
        list.forEach(underTest -> cases.add(ComparisonCase.of(scenario, underTest, simulation.seed())));
        Map<Integer, ComparisonCase> predictions =
                figures == null ? Map.of() : figures.cases(list, simulation.variation());
        predictions.values().stream().filter(one -> !cases.contains(one)).forEach(cases::add);
        List<ComparisonRow> rows;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            progress.show("playing what all policies have in common");
            AtomicInteger played = new AtomicInteger();
            rows = comparison.play(cases, row -> progress.show("played", played.incrementAndGet(), cases.size()));
        }
        predictions.forEach((threads, one) -> figures.predicted(threads, rows.get(cases.indexOf(one))));
        return List.copyOf(rows.subList(0, list.size()));
    }

    private void report(ComparisonReport report, Destinations destinations, List<String> figures) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (destinations.has("--csv")) {
            destinations.write("--csv", out, report.csv().getBytes(StandardCharsets.UTF_8));
        }
        if (destinations.has("--json")) {
            destinations.write("--json", out, report.json().getBytes(StandardCharsets.UTF_8));
        }
        if (!destinations.useStdout()) {
            report.reproduction().print(out);
            report.table().forEach(line -> out.print(line + "\n"));
            out.print("\n");
            ComparisonReport.legend().forEach(line -> out.print(line + "\n"));
            out.print(figures.isEmpty() ? "" : "\n");
            figures.forEach(line -> out.print(line + "\n"));
        }
    }

    private boolean isThread() {
        return workload.equals(ThreadFigures.PRESET);
    }

    private Scenario scenario() throws IOException {
        if (Presets.names().contains(workload)) {
            return Presets.load(workload, simulation.variation());
        }
        if (!workload.endsWith(".scn") && !Files.exists(Path.of(workload))) {
            throw new IllegalArgumentException("preset " + workload + ": expected one of "
                    + String.join(", ", Presets.names()) + ", or the file of a scenario");
        }
        return Scenario.read(Path.of(workload), simulation.variation());
    }

    private Reproduction reproduction() {
        List<String> words = new ArrayList<>(List.of("compare", workload, "--policies", list));
        words.addAll(simulation.words());
        return Reproduction.of(simulation.seed(), words);
    }
}
