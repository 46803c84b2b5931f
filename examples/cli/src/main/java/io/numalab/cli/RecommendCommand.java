package io.numalab.cli;

import io.numalab.report.comparison.Comparison;
import io.numalab.report.recommendation.JobFigures;
import io.numalab.report.recommendation.Recommendation;
import io.numalab.report.recommendation.Recommender;
import io.numalab.scenario.language.ByteSize;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.Variation;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.topology.Topology;
import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code numalab recommend}. */
@Command(name = "recommend", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Says which NUMA setting suits a workload on a machine, and how to set it.", "",
            "Candidates (the default, preferred-many, membind, interleave, weighted interleave, zone_reclaim, NUMA"
            + " balancing, policies that no kernel has) are played with several seeds and ranked by the virtual time"
            + " that the tasks under test pay. The workload is a preset or a scenario, or a job in a few figures."})
final class RecommendCommand implements Callable<Integer> {
    private static final double SCALED_BYTES = 2.0 * (1L << 30);
    private static final long LEAST_NODE_BYTES = 2 * Variation.NODE_BYTES_MIN;

    @Option(names = "--workload", paramLabel = "PRESET|FILE.scn",
            description = "A scenario with tasks under test (policy=@); without it the figures below make one.")
    private String workload;

    @Option(names = "--anon", paramLabel = "SIZE", description = "Memory that the job allocates, such as 60G.")
    private String anon;

    @Option(names = "--cache", paramLabel = "SIZE", defaultValue = "0",
            description = "File cache on the job's node before it starts (default: ${DEFAULT-VALUE}).")
    private String cache;

    @Option(names = "--reread", paramLabel = "SHARE", defaultValue = "0",
            description = "Share of that cache that the job reads again, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double reread;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
            description = "Threads of the job, each on a CPU of its own (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--touches", paramLabel = "N", defaultValue = "40",
            description = "Accesses of each page of the job in the mean (default: ${DEFAULT-VALUE}).")
    private int touches;

    @Option(names = "--pattern", paramLabel = "ORDER", defaultValue = "uniform",
            description = "How pages are chosen: uniform, stream, zipf=S, hot=SHARE:PERCENT (default:"
                + " ${DEFAULT-VALUE}).")
    private String pattern;

    @Option(names = "--home", paramLabel = "NODE",
            description = "The node whose CPUs the job takes first (default: the first that has CPUs and memory).")
    private Integer home;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "3",
            description = "Plays everything with N seeds (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--no-search",
            description = "Do not look for parameters that would change the answer.")
    private boolean noSearch;

    @Option(names = "--scn", paramLabel = "FILE|-",
            description = "Write the scenario that is played; with - nothing is played.")
    private String scn;

    @Mixin
    private SimulationOptions simulation;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if ((workload == null) == (anon == null)) {
            throw new IllegalArgumentException("recommend: expected --workload, or --anon for a job in a few figures"
                    + (anon == null ? "" : ", not both"));
        }
        Destinations destinations = new Destinations().add("--scn", scn);
        Variation variation = simulation.variation();
        String text = workload == null ? figures().scenario(machine()) : null;
        Variation scaled = isScaled() ? variation
                : variation.at(scaleFor(ScenarioMachine.spec(parse(text, variation))));
        Scenario scenario = parse(text, scaled);
        if (destinations.has("--scn")) {
            destinations.write("--scn", spec.commandLine().getOut(),
                    (text == null ? scenario.text() : text).getBytes(StandardCharsets.UTF_8));
        }
        if (!destinations.useStdout()) {
            print(recommend(text, scaled), scaled.scale());
        }
        return 0;
    }

    private Recommendation recommend(String text, Variation variation) throws Exception {
        Policies policies = simulation.policies();
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            return new Recommender(policies, new Comparison(policies),
                    values -> parse(text, variation.with(values)),
                    values -> parse(text, smaller(text, variation).with(values)), progress::show)
                    .recommend(simulation.seed(), seeds, !noSearch);
        }
    }

    /** Half the size for the search, if no node gets too small. */
    private Variation smaller(String text, Variation variation) {
        return isScaled() || leastNode(ScenarioMachine.spec(parse(text, variation))) < LEAST_NODE_BYTES ? variation
                : variation.at(variation.scale() / 2);
    }

    private Scenario parse(String text, Variation variation) {
        return text == null ? WorkloadArgument.read(workload, variation)
                : Scenario.parse("job", text, new Variation(
                        variation.values(), variation.scale(), variation.costs(), null));
    }

    private JobFigures figures() {
        int node = home != null ? home : machine().nodes().stream()
                .filter(one -> !one.cpus().orElse(List.of()).isEmpty() && one.bytes().orElse(0) > 0)
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "the machine has no node with CPUs and memory: give --home")).nid();
        return new JobFigures(ByteSize.parse(anon), ByteSize.parse(cache), reread, threads, touches, pattern, node);
    }

    private Topology machine() {
        Topology machine = simulation.machine();
        if (machine == null) {
            throw new IllegalArgumentException("recommend --anon: expected --machine too");
        }
        return machine;
    }

    private boolean isScaled() {
        return spec.commandLine().getParseResult().hasMatchedOption("--scale");
    }

    /** A power of two that makes the machine small enough to be played often, and no node too small. */
    static double scaleFor(MachineSpec machine) {
        double scale = 1;
        long least = leastNode(machine);
        while (machine.managedPages() * 4096.0 * scale > SCALED_BYTES && least * scale / 2 >= LEAST_NODE_BYTES) {
            scale /= 2;
        }
        return scale;
    }

    private static long leastNode(MachineSpec machine) {
        return machine.nodes().stream().mapToLong(node -> node.managedPages() << 12).filter(bytes -> bytes > 0).min()
                .orElse(0);
    }

    private void print(Recommendation recommendation, double scale) {
        PrintWriter out = spec.commandLine().getOut();
        reproduction().print(out);
        if (scale != 1) {
            out.print("all sizes and numbers of accesses are played at 1/" + Math.round(1 / scale)
                    + "; --scale 1 plays them in full\n\n");
        }
        new RecommendationText(recommendation).lines().forEach(line -> out.print(line + "\n"));
    }

    private Reproduction reproduction() {
        List<String> words = new ArrayList<>(List.of("recommend"));
        if (workload != null) {
            words.addAll(List.of("--workload", workload));
        } else {
            words.addAll(List.of("--anon", anon, "--cache", cache, "--reread", Double.toString(reread), "--threads",
                    Integer.toString(threads), "--touches", Integer.toString(touches), "--pattern", pattern));
        }
        if (home != null) {
            words.addAll(List.of("--home", home.toString()));
        }
        words.addAll(List.of("--seeds", Integer.toString(seeds)));
        words.addAll(noSearch ? List.of("--no-search") : List.of());
        words.addAll(simulation.words());
        return Reproduction.of(simulation.seed(), words);
    }
}
