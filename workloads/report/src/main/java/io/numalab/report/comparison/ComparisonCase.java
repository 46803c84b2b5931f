package io.numalab.report.comparison;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.UnderTest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a comparison.
 *
 * @param run its number in its plan, from 0
 * @param label what the run is called in tables: its policy and settings
 * @param point the values of what is swept, by name, in the order of the sweeps; empty without sweeps
 * @param seed of everything random
 * @param scenario what is played
 * @param underTest what {@code @} stands for in it
 * @param commonSteps the number of steps at the start that are not measured; at most the number before the first task
 *     under test
 */
public record ComparisonCase(
        int run, String label, Map<String, String> point, long seed, Scenario scenario, UnderTest underTest,
        int commonSteps) {

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if the scenario has no task under test, or one within the common steps
     */
    public ComparisonCase {
        point = Collections.unmodifiableMap(new LinkedHashMap<>(point));
        if (!scenario.hasTaskUnderTest()) {
            throw new IllegalArgumentException(scenario.file()
                    + ": expected a task under test (task NAME policy=@), found none: all policies would"
                    + " give the same");
        }
        if (commonSteps < 0 || commonSteps > scenario.firstStepUnderTest()) {
            throw new IllegalArgumentException("commonSteps = " + commonSteps + ": expected 0 to "
                    + scenario.firstStepUnderTest() + ", the steps before the first task under test");
        }
    }

    /** A policy on a scenario, measured from the first task under test on; run 0. */
    public static ComparisonCase of(Scenario scenario, UnderTest underTest, long seed) {
        return new ComparisonCase(0, underTest.policy().toString(), Map.of(), seed, scenario, underTest,
                scenario.firstStepUnderTest());
    }

    /** Whether another case begins as this one does: same machine, same prices, same common steps, same seed. */
    boolean beginsLike(ComparisonCase other) {
        return seed == other.seed && commonSteps == other.commonSteps
                && scenario.beginsLike(other.scenario, commonSteps);
    }
}
