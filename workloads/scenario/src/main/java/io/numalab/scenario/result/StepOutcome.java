package io.numalab.scenario.result;

import java.util.List;
import java.util.Map;

/**
 * What a step did, apart from the state of the machine.
 *
 * @param index 0 for the boot, then 1 for the first step
 * @param step the line
 * @param results in the order they came in
 * @param died tasks that ended, with the way: {@code A signal 9}, {@code A exit 0}
 * @param shown files that were shown, by path
 */
public record StepOutcome(
        int index, String step, List<StepResult> results, List<String> died, Map<String, String> shown) {
    /** Copies the collections. */
    public StepOutcome {
        results = List.copyOf(results);
        died = List.copyOf(died);
        shown = Map.copyOf(shown);
    }

    /** The outcome of doing nothing, before the first step. */
    public static StepOutcome boot() {
        return new StepOutcome(0, "boot", List.of(), List.of(), Map.of());
    }
}
