package io.numalab.report.thread;

import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonPlan;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.comparison.Variant;
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
 * @param variants as {@code compare --policies} takes them
 * @param sweeps as {@code compare --sweep} takes them
 * @param seeds how many
 */
record RunGroup(String name, String preset, double scale, String variants, List<String> sweeps, int seeds) {

    /** The runs. */
    List<ComparisonCase> cases(Policies policies, long seed) {
        Variation variation = new Variation(Map.of(), scale, List.of(), null);
        ComparisonPlan plan = new ComparisonPlan(policies, values -> Presets.load(preset, variation.with(values)))
                .variants(Variant.parseList(variants)).seeds(seed, seeds);
        sweeps.forEach(text -> plan.sweep(Sweep.parse(text)));
        return plan.cases();
    }
}
