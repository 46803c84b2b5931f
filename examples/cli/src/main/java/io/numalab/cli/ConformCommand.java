package io.numalab.cli;

import io.numalab.scenario.parallel.SimulationRunner;
import io.numalab.scenario.recording.ConformanceRow;
import io.numalab.scenario.recording.RecordedScenario;
import io.numalab.spi.Policies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab conform}. */
@Command(name = "conform", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Replays recordings of real kernels from their boot state and prints how far the simulation is"
            + " from them, in percent.", "", "Exit status 1 if one is beyond its limits. A scenario that needs what is"
            + " not modelled counts as failed."})
final class ConformCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Recordings, or folders of them (*.json).")
    private List<Path> paths;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Write every simulated run to DIR/NAME.json, named as the recording.")
    private Path folder;

    @Mixin
    private SeedOption seed;

    @Option(names = "--verbose", description = "Say where the largest deviations beyond a limit are.")
    private boolean verbose;

    @Option(names = "--markdown", description = "Print a Markdown table instead: for each mechanism and kernel the"
            + " recordings, those within their limits, and the worst deviations.")
    private boolean markdown;

    @Mixin
    private PluginPath plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Path> recordings = recordings();
        prepareFolder();
        Policies policies = plugins.policies();
        List<Replay> replays = new ArrayList<>();
        for (Path recording : recordings) {
            replays.add(new Replay(recording, folder, seed.seed(), policies));
        }
        PrintWriter out = spec.commandLine().getOut();
        List<ConformanceRow> rows = new ArrayList<>();
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            if (!markdown) {
                reproduction().print(out);
                out.print(ConformanceRow.header() + "\n");
            }
            progress.show("replayed", 0, replays.size());
            SimulationRunner.onAllCores().run(replays, row -> {
                rows.add(row);
                if (!markdown) {
                    print(out, row);
                }
                progress.show("replayed", rows.size(), replays.size());
            });
        }
        if (markdown) {
            printTable(out, recordings, rows);
        } else {
            out.print(ConformanceRow.total(rows) + "\n");
        }
        return rows.stream().allMatch(ConformanceRow::passed) ? 0 : 1;
    }

    private void printTable(PrintWriter out, List<Path> recordings, List<ConformanceRow> rows) throws IOException {
        FidelityTable table = new FidelityTable();
        for (int i = 0; i < rows.size(); i++) {
            table.add(RecordedScenario.read(recordings.get(i)).header(), rows.get(i));
        }
        out.print("<!-- numalab " + Version.text() + ": " + reproduction().command() + " --markdown -->\n");
        table.lines().forEach(line -> out.print(line + "\n"));
    }

    private void print(PrintWriter out, ConformanceRow row) {
        out.print(row.line() + "\n");
        if (verbose) {
            row.details().forEach(line -> out.print(line + "\n"));
        }
        out.flush();
    }

    private List<Path> recordings() throws IOException {
        List<Path> recordings = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                recordings.addAll(filesIn(path));
            } else if (Files.exists(path)) {
                recordings.add(path);
            } else {
                throw new NoSuchFileException(path.toString());
            }
        }
        if (folder != null) {
            Set<String> names = new TreeSet<>();
            for (Path recording : recordings) {
                if (!names.add(recording.getFileName().toString())) {
                    throw new IllegalArgumentException(recording + ": another recording is called "
                            + recording.getFileName() + " too, and both would be written to " + folder);
                }
            }
        }
        return recordings;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.getFileName().toString().endsWith(".json")).sorted().toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(folder + ": expected recordings (*.json), found none");
            }
            return found;
        }
    }

    private void prepareFolder() throws IOException {
        if (folder == null) {
            return;
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--out " + folder + ": expected a folder, found a file");
        }
        Files.createDirectories(folder);
    }

    private Reproduction reproduction() {
        List<String> words = new ArrayList<>(List.of("conform"));
        paths.forEach(path -> words.add(path.toString()));
        words.addAll(plugins.words());
        return Reproduction.of(seed.seed(), words);
    }
}
