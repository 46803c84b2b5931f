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
     * @throws IllegalStateException if the machine contradicts itself at the end
     */
    static History record(Subject subject, Case played, Policies policies) {
        Scenario scenario = played.scenario();
        LiveRecorder recorder = new LiveRecorder(subject);
        Machine machine = machine(scenario, policies, recorder);
        recorder.watch(machine);
        // The marks of the beginning: what a boost adds for a while asks for more than any rule does.
        Layout layout = Layout.of(machine.spec(), machine.zones(), true);
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT);
        Map<String, Long> kernelPages = new HashMap<>();
        boolean swap = false;
        while (player.hasNext()) {
            Step step = scenario.steps().get(player.played()).step();
            recorder.begin(step);
            StepOutcome outcome = player.playNext();
            recorder.end(step, outcome.results().stream().allMatch(result -> result.status().equals("0")));
            swap |= step instanceof Step.SwapOn;
            if (step instanceof Step.Command command && command.command() instanceof TaskCommand.Allocate) {
                for (StepResult result : outcome.results()) {
                    kernelPages.merge(command.task(), result.bytes() / PAGE_BYTES, Long::sum);
                }
            }
        }
        machine.settle(SETTLE_NANOS);
        machine.validate();
        long blocks = machine.tasks().stream().filter(Task::alive)
                .mapToLong(task -> kernelPages.getOrDefault(task.name(), 0L)).sum();
        return new History(layout, swap, List.copyOf(recorder.events()), Ending.of(machine, blocks));
    }

    /** Plays a case and keeps a digest of all events and of what the machine shows at the end. */
    static String digest(Case played, Policies policies) {
        Digest digest = new Digest();
        Machine machine = play(played, policies, digest.sink());
        return digest.take() + " " + Digest.describe(machine);
    }

    /** Plays a case. @return the machine at the end */
    static Machine play(Case played, Policies policies, EventSink events) {
        Scenario scenario = played.scenario();
        Machine machine = machine(scenario, policies, events);
        ScenarioPlayer player = new ScenarioPlayer(scenario, machine, UnderTest.DEFAULT);
        while (player.hasNext()) {
            player.playNext();
        }
        return machine;
    }

    private static Machine machine(Scenario scenario, Policies policies, EventSink events) {
        return ScenarioMachine.builder(scenario, null, Prices.hardware()).policies(policies).events(events).build();
    }
}
