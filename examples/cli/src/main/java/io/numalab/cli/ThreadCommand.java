package io.numalab.cli;

import io.numalab.report.Manifest;
import io.numalab.report.page.ThreadPage;
import io.numalab.report.thread.Finding;
import io.numalab.report.thread.ThreadStudy;
import io.numalab.spi.Policies;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code numalab thread}. */
@Command(name = "thread", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Answers what the thread \"Deprecate zone_reclaim_mode\" claims and asks, from runs.", "",
            "The published latencies are played at full size, everything else at --scale."})
final class ThreadCommand implements Callable<Integer> {
    @Mixin
    private PresetOptions presets;

    @Option(names = "--published-scale", paramLabel = "X", defaultValue = "1",
            description = "Factor on the sizes of the published latencies (default: ${DEFAULT-VALUE}).")
    private String publishedScale;

    @Option(names = "--only", paramLabel = "LIST", split = ",",
            description = "Play some only: latency, spark, doubling, build, mail, Q1, Q2, Q4, Q5, Q7 to Q12.")
    private List<String> only = ThreadStudy.NAMES;

    @Option(names = "--html", paramLabel = "FILE|-", description = "Write a report with charts as one HTML file.")
    private String html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Destinations destinations = new Destinations().add("--html", html);
        ThreadStudy study;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            study = ThreadStudy.play(only, Policies.load(), presets.seed(),
                    SimulationOptions.factor("--published-scale", publishedScale), presets.factor(),
                    (done, all) -> progress.show("played", done, all));
        }
        List<String> words = new ArrayList<>(
                List.of("thread", "--scale", presets.scale(), "--published-scale", publishedScale));
        if (!only.equals(ThreadStudy.NAMES)) {
            words.addAll(List.of("--only", String.join(",", only)));
        }
        Reproduction reproduction = Reproduction.of(presets.seed(), words);
        if (destinations.has("--html")) {
            Manifest manifest = new Manifest(Version.text(), presets.seed(), Manifest.digest(study.machines()),
                    reproduction.command());
            destinations.write("--html", out, ThreadPage.of(study.findings(), manifest).bytes());
        }
        if (!destinations.useStdout()) {
            reproduction.print(out);
            study.findings().forEach(finding -> lines(finding).forEach(line -> out.print(line + "\n")));
        }
        return 0;
    }

    private static List<String> lines(Finding finding) {
        TextTable table = new TextTable(1).row(finding.columns().toArray(String[]::new));
        finding.rows().forEach(row -> table.row(row.toArray(String[]::new)));
        List<String> lines = new ArrayList<>(List.of(finding.heading(), "  " + finding.answer(), ""));
        table.lines().forEach(line -> lines.add("  " + line));
        lines.add("  [" + finding.source() + "]");
        finding.assumptions().forEach(line -> lines.add("  assumed: " + line));
        lines.add("");
        return lines;
    }
}
