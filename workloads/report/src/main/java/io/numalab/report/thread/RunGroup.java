package io.numalab.report.thread;

import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonPlan;
import io.numalab.report.comparison.SlowMotion;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.comparison.Variant;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.Variation;
import io.numalab.scenario.play.Presets;
import io.numalab.spi.Policies;
import java.util.List;
import java.util.Map;

/**
 * Runs of one preset that findings look at together.
 *
 * @param name unique
 * @param preset what is played
 * @param scale of all sizes
 * @param slow whether prices make up for the scale, so that times are those of full size: {@link SlowMotion}
 * @param variants as {@code compare --policies} takes them
 * @param sweeps as {@code compare --sweep} takes them
 * @param seeds how many
 */
record RunGroup(
        String name, String preset, double scale, boolean slow, String variants, List<String> sweeps, int seeds) {

    /** Runs at the usual prices, with one seed. */
    static RunGroup of(String name, String preset, double scale, String variants, String... sweeps) {
        return new RunGroup(name, preset, scale, false, variants, List.of(sweeps), 1);
    }

    /** The same in slow motion. */
    RunGroup slowed() {
        return new RunGroup(name, preset, scale, true, variants, sweeps, seeds);
    }

    /** The same with several seeds. */
    RunGroup seeds(int count) {
        return new RunGroup(name, preset, scale, slow, variants, sweeps, count);
    }

    /** The runs. */
    List<ComparisonCase> cases(Policies policies, long seed) {
        ComparisonPlan plan = new ComparisonPlan(policies, this::scenario)
                .variants(Variant.parseList(variants)).seeds(seed, seeds);
        sweeps.forEach(text -> plan.sweep(Sweep.parse(text)));
        return plan.cases();
    }

    private Scenario scenario(Map<String, String> values) {
        Scenario scenario = Presets.load(preset, new Variation(values, scale, List.of(), null));
        return slow ? SlowMotion.of(scenario, 1 / scale) : scenario;
    }
}
