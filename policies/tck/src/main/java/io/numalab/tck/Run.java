package io.numalab.tck;

import io.numalab.machine.Machine;
import io.numalab.machine.Task;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.language.TaskCommand;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.scenario.result.StepOutcome;
import io.numalab.scenario.result.StepResult;
import io.numalab.spi.Policies;
import io.numalab.stat.EventSink;
import io.numalab.topology.Prices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays cases. */
final class Run {
    private static final long PAGE_BYTES = 4096;
    private static final long SETTLE_NANOS = 5_000_000_000L;

    private Run() {}

    /**
     * Plays a case and keeps its history.
     *
     * @throws io.numalab.spi.PolicyRuleException if a watched policy answers against a rule
     * @throws io.numalab.scenario.language.ScenarioException if the policy refuses the settings or the machine
     * @throws Recorder.TooLong if too much happens
     * @throws Recorder.Endless if a request is never answered
     * @throws Limits.Exceeded if the machine does not come to rest
     * @throws IllegalStateException if the machine contradicts itself at the end
     */
    static History record(Subject subject, Case played, Policies policies, Limits limits) {
        Scenario scenario = played.scenario();
        LiveRecorder recorder = new LiveRecorder(subject);
        Machine machine = machine(scenario, policies, recorder, limits);
        recorder.watch(machine);
        // The marks of the beginning: what a boost adds for a while asks for more than any rule does.
        Layout layout = Layout.of(machine.spec(), machine.zones(), true);
        Map<String, Long> kernelPages;
        try {
            kernelPages = playAll(scenario, machine, recorder, limits);
            machine.settle(SETTLE_NANOS);
        } catch (Limits.Exceeded busy) {
            busy.record(new History(layout, false, List.copyOf(recorder.events()), null));
            throw busy;
        }
        machine.validate();
        boolean swap = scenario.steps().stream().anyMatch(step -> step.step() instanceof Step.SwapOn);
        long blocks = machine.tasks().stream().filter(Task::alive)
                .mapToLong(task -> kernelPages.getOrDefault(task.name(), 0L)).sum();
        return new History(layout, swap, List.copyOf(recorder.events()), Ending.of(machine, blocks));
    }

    // Pages asked for as kernel memory, by task.
    private static Map<String, Long> playAll(
            Scenario scenario, Machine machine, LiveRecorder recorder, Limits limits) {
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT);
        Map<String, Long> kernelPages = new HashMap<>();
        while (player.hasNext()) {
            Step step = scenario.steps().get(player.played()).step();
            recorder.begin(step);
            StepOutcome outcome = limits.play(player);
            recorder.end(step, outcome.results().stream().allMatch(result -> result.status().equals("0")));
            if (step instanceof Step.Command command && command.command() instanceof TaskCommand.Allocate) {
                for (StepResult result : outcome.results()) {
                    kernelPages.merge(command.task(), result.bytes() / PAGE_BYTES, Long::sum);
                }
            }
        }
        return kernelPages;
    }

    /**
     * Plays a case and keeps a digest of all events and of what the machine shows at the end.
     *
     * @throws Limits.Exceeded if the machine does not come to rest
     */
    static String digest(Case played, Policies policies) {
        Digest digest = new Digest();
        Machine machine = play(played, policies, digest.sink());
        return digest.take() + " " + Digest.describe(machine);
    }

    /**
     * Plays a case.
     *
     * @return the machine at the end
     * @throws Limits.Exceeded if the machine does not come to rest
     */
    static Machine play(Case played, Policies policies, EventSink events) {
        Scenario scenario = played.scenario();
        Limits limits = new Limits(played);
        Machine machine = machine(scenario, policies, events, limits);
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT);
        while (player.hasNext()) {
            limits.play(player);
        }
        return machine;
    }

    private static Machine machine(Scenario scenario, Policies policies, EventSink events, Limits limits) {
        return limits.on(ScenarioMachine.builder(scenario, null, Prices.hardware())).policies(policies).events(events)
                .build();
    }
}
