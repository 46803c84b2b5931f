package io.numalab.report.comparison;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.language.TaskCommand;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which tasks of a scenario run under the policy under test. */
final class TestedTasks {

    private TestedTasks() {
    }

    /** Their names, in the order of the scenario. */
    static Set<String> of(Scenario scenario) {
        Set<String> names = new LinkedHashSet<>();
        for (ScenarioStep step : scenario.steps()) {
            String name = named(step.step());
            if (name != null) {
                names.add(name);
            }
        }
        return Collections.unmodifiableSet(names);
    }

    /** The task that a step puts under the policy under test, or null. */
    static String named(Step step) {
        if (step instanceof Step.StartTask start && start.policy().equals(Step.UNDER_TEST)) {
            return start.name();
        }
        boolean tested = step instanceof Step.Command command
                && (command.command() instanceof TaskCommand.SetPolicy set && set.policy().equals(Step.UNDER_TEST)
                || command.command() instanceof TaskCommand.BindMapping bind
                        && bind.policy().equals(Step.UNDER_TEST));
        return tested ? ((Step.Command) step).task() : null;
    }
}
