package io.numalab.cli;

import io.numalab.machine.Machine;
import io.numalab.report.Manifest;
import io.numalab.report.measure.Sample;
import io.numalab.report.measure.SampleRecorder;
import io.numalab.report.table.ResultTable;
import io.numalab.report.table.SampleTable;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.scenario.recording.BootStateReader;
import io.numalab.scenario.recording.RecordedBoot;
import io.numalab.scenario.result.OracleJson;
import io.numalab.scenario.result.StepOutcome;
import io.numalab.scenario.result.StepSnapshot;
import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import io.numalab.topology.Prices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab run}. */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Plays a scenario and prints what it did.", "",
            "A task that says policy=@ runs under the kernel's default. With --boot the prices are those of the guest"
            + " the recordings were made in, else those of a server."})
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.scn", description = "The scenario.")
    private Path file;

    @Option(names = "--boot", paramLabel = "RECORDING.json",
            description = "Start from the state after boot of this recording; nothing else of it is read.")
    private Path boot;

    @Mixin
    private SimulationOptions simulation;

    @Option(names = "--check",
            description = "Watch every policy: end with the rule and what was seen when one breaks its contract.")
    private boolean check;

    @Option(names = "--json", paramLabel = "FILE|-",
            description = "Write the run in the schema numa-oracle/1; - is standard output.")
    private String json;

    @Option(names = "--events", paramLabel = "FILE",
            description = "Write every decision as JSON Lines: what was asked, answered, done.")
    private String events;

    @Option(names = "--ftrace", paramLabel = "FILE|-",
            description = "Write what the simulated kernel does as ftrace prints it: mm_page_alloc, mm_page_free,"
                + " mm_vmscan_*; numalab trace kmem reads it. Not with --events.")
    private String ftrace;

    @Option(names = "--sample", paramLabel = "PERIOD",
            description = "Look at the machine every PERIOD of virtual time, such as 10ms, 500us or 1s; with --csv or"
                + " --jsonl.")
    private String period;

    @Mixin
    private TableOptions tables;

    @Spec
    private CommandSpec spec;

    private List<Sample> samples;

    @Override
    public Integer call() throws IOException {
        if (boot != null && simulation.machine() != null) {
            throw new IllegalArgumentException("--machine with --boot: expected one of them, the state after boot has"
                    + " a machine of its own");
        }
        Destinations destinations = tables.addTo(
                new Destinations().add("--json", json).add("--events", events).add("--ftrace", ftrace));
        if (events != null && ftrace != null) {
            throw new IllegalArgumentException(
                    "--events with --ftrace: expected one of them, a run tells one listener");
        }
        if ((period != null) != tables.given()) {
            throw new IllegalArgumentException("--sample and --csv or --jsonl: expected both or none");
        }
        long periodNanos = period == null ? 0 : Durations.nanos("--sample", period);
        Scenario scenario = Scenario.read(file, simulation.variation());
        RecordedBoot state = boot == null ? null : BootStateReader.read(boot);
        Reproduction reproduction = reproduction();
        PrintWriter out = spec.commandLine().getOut();
        List<StepSnapshot> steps;
        try (EventLog log = ftrace == null ? EventLog.json(events, out, reproduction)
                        : EventLog.ftrace(ftrace, out, reproduction, machine(scenario, state));
                Progress progress = Progress.on(spec.commandLine().getErr())) {
            steps = play(scenario, state, log, progress, periodNanos);
            log.commit();
        }
        if (destinations.has("--json")) {
            String commandLine = state == null ? null : state.commandLine();
            destinations.write("--json", out,
                    OracleJson.bytes(scenario, reproduction.provenance(), commandLine, steps));
        }
        if (period != null) {
            ResultTable table = SampleTable.of(samples);
            tables.write(destinations, out, table, new Manifest(Version.text(), simulation.seed(),
                    topology(scenario, state), reproduction.command()));
        }
        if (!destinations.useStdout()) {
            reproduction.print(out);
            new RunReport(steps).lines().forEach(line -> out.print(line + "\n"));
        }
        return 0;
    }

    private static String topology(Scenario scenario, RecordedBoot state) {
        return Manifest.digest(List.of(machine(scenario, state)));
    }

    private static MachineSpec machine(Scenario scenario, RecordedBoot state) {
        return state == null ? ScenarioMachine.spec(scenario) : state.machineSpec(scenario);
    }

    private List<StepSnapshot> play(
            Scenario scenario, RecordedBoot state, EventLog log, Progress progress, long periodNanos)
            throws IOException {
        Policies policies = simulation.policies();
        Prices prices = state == null ? Prices.hardware() : Prices.recorder();
        Machine.Builder builder = NamedFile.in(scenario.file(), () ->
                ScenarioMachine.builder(scenario, state, prices).seed(simulation.seed())
                        .policies(check ? policies.asserting() : policies));
        Machine machine = NamedFile.in(scenario.file(), () -> builder.events(log.sink()).build());
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT);
        SampleRecorder recorder = periodNanos == 0 ? null : SampleRecorder.exact(machine, periodNanos);
        List<StepSnapshot> steps = new ArrayList<>();
        steps.add(player.snapshot(StepOutcome.boot()));
        while (player.hasNext()) {
            progress.show("step", player.played() + 1, scenario.steps().size());
            steps.add(player.snapshot(player.playNext()));
        }
        samples = recorder == null ? List.of() : recorder.end();
        return steps;
    }

    private Reproduction reproduction() {
        List<String> words = new ArrayList<>(List.of("run", file.toString()));
        if (boot != null) {
            words.addAll(List.of("--boot", boot.toString()));
        }
        if (period != null) {
            words.addAll(List.of("--sample", period));
        }
        words.addAll(simulation.words());
        if (check) {
            words.add("--check");
        }
        return Reproduction.of(simulation.seed(), words);
    }
}
