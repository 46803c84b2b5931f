package io.numalab.report.comparison;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.report.measure.ReclaimCount;
import io.numalab.report.measure.SampleRecorder;
import io.numalab.report.measure.TaskCount;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.scenario.result.StepOutcome;
import io.numalab.scenario.result.StepResult;
import io.numalab.spi.PolicyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Plays the rest of a case and measures it. One thread only. */
final class PolicyRun {
    private static final long SAMPLE_PERIOD_NANOS = 1_000_000L;
    private static final int SAMPLES_MAX = 160;

    private final ComparisonCase one;
    private final Scenario scenario;
    private final UnderTest underTest;
    private final ScenarioPlayer player;
    private final Machine machine;
    private final Set<String> tested;

    /** @param player where the common steps have been played */
    PolicyRun(ComparisonCase one, ScenarioPlayer player) {
        this.one = one;
        scenario = one.scenario();
        underTest = one.underTest();
        this.player = player;
        machine = player.machine();
        tested = TestedTasks.of(scenario);
    }

    /**
     * Plays to the end.
     *
     * @param sampled whether the row has samples
     * @throws PolicyException if the machine refuses the policy
     */
    ComparisonRow play(boolean sampled) {
        SampleRecorder recorder =
                sampled ? SampleRecorder.bounded(machine, SAMPLE_PERIOD_NANOS, SAMPLES_MAX) : null;
        ReclaimCount reclaimBefore = ReclaimCount.of(machine);
        TaskCount tasksBefore = TaskCount.of(machine, tested);
        TaskCount allBefore = TaskCount.of(machine);
        PlacementCount placement = new PlacementCount(machine, tested);
        TouchClock clock = new TouchClock(machine, tested);
        while (player.hasNext()) {
            Step step = scenario.steps().get(player.played()).step();
            placement.before(step);
            clock.before(step);
            checkAccepted(step, player.playNext());
            clock.after();
        }
        placement.end();
        return new ComparisonRow(one, scope(), attached(), placement.localPages(),
                placement.remotePages(), ReclaimCount.of(machine).since(reclaimBefore),
                TaskCount.of(machine, tested).since(tasksBefore), TaskCount.of(machine).since(allBefore).cost(),
                clock.pagesPerSecond(), notes(),
                recorder == null ? List.of() : recorder.end());
    }

    private void checkAccepted(Step step, StepOutcome outcome) {
        if (TestedTasks.named(step) == null) {
            return;
        }
        for (StepResult result : outcome.results()) {
            if (result.status().startsWith("-")) {
                throw new PolicyException("policy " + underTest.policy() + ": the simulated kernel refuses it for task "
                        + result.task() + " with error " + result.status() + " (" + outcome.step() + ")");
            }
        }
    }

    private String scope() {
        if (player.attachments().isEmpty()) {
            return "mapping";
        }
        return player.attachments().get(0).startsWith("machine") ? "machine" : "task";
    }

    private String attached() {
        if (scope().equals("machine")) {
            return "machine";
        }
        List<String> names = new ArrayList<>(tested);
        String what = scope().equals("task") ? "task" : "mapping of";
        return names.size() == 1 ? what + " " + names.get(0)
                : names.size() + " tasks " + names.get(0) + ".." + names.get(names.size() - 1);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Task task : machine.tasks()) {
            if (tested.contains(task.name()) && task.result().died()) {
                notes.add(one.label() + ": task " + task.name() + " was killed for lack of memory after "
                        + task.result().bytes() + " bytes");
            }
        }
        return notes;
    }
}
