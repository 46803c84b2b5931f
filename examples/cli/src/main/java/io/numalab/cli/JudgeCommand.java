package io.numalab.cli;

import io.numalab.report.Manifest;
import io.numalab.report.judgement.Draw;
import io.numalab.report.judgement.Judgement;
import io.numalab.report.table.ResultTable;
import io.numalab.scenario.language.Variation;
import io.numalab.scenario.parallel.SimulationRunner;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code numalab judge}. */
@Command(name = "judge", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Judges a policy on variants of all presets, beside rivals and a clairvoyant bound.", "",
            "Sizes vary by 30 %, prices by 0.5 to 2, re-reading of the cache from 0 to 1, all drawn by the seed.",
            "Prices make up for the scale, so that times are those of full size."})
final class JudgeCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "POLICY", defaultValue = "cold-cache-first",
            description = "The policy that is judged (default: ${DEFAULT-VALUE}).")
    private String policy;

    @Option(names = "--rivals", paramLabel = "LIST",
            defaultValue = "default,zone_reclaim,membind,preferred-many,kswapd-wakeup",
            description = "What it is compared with, separated by commas, or by semicolons if a policy has commas"
                + " (default: ${DEFAULT-VALUE}).")
    private String rivals;

    @Option(names = "--variants", paramLabel = "N", defaultValue = "200",
            description = "How many variants are drawn, 1 to 100000 (default: ${DEFAULT-VALUE}).")
    private int variants;

    @Mixin
    private PresetOptions presets;

    @Mixin
    private TableOptions tables;

    @Mixin
    private PluginPath plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (variants < 1 || variants > 100_000) {
            throw new IllegalArgumentException("--variants " + variants + ": expected 1 to 100000");
        }
        Destinations destinations = tables.addTo(new Destinations());
        Policies policies = plugins.policies();
        List<UnderTest> underTest = new ArrayList<>();
        underTest.add(UnderTest.of(PolicySpec.parse(policy), policies));
        for (String rival : rivals.split(rivals.contains(";") ? ";" : ",")) {
            underTest.add(UnderTest.of(PolicySpec.parse(rival.strip()), policies));
        }
        List<Draw> draws = Draw.of(variants, presets.seed(), presets.factor());
        Judgement judgement;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            judgement = Judgement.of(draws, underTest, policies, presets.seed(), SimulationRunner.onAllCores(),
                    done -> progress.show("judged", done, variants));
        }
        List<String> words = new ArrayList<>(List.of("judge", policy, "--rivals", rivals, "--variants",
                Integer.toString(variants), "--scale", presets.scale()));
        words.addAll(plugins.words());
        Reproduction reproduction = Reproduction.of(presets.seed(), words);
        PrintWriter out = spec.commandLine().getOut();
        ResultTable table = judgement.table();
        tables.write(destinations, out, table,
                new Manifest(Version.text(), presets.seed(), Manifest.digest(List.of()), reproduction.command()));
        if (!destinations.useStdout()) {
            reproduction.print(out);
            judgement.lines().forEach(line -> out.print(line + "\n"));
        }
        return 0;
    }
}
