package io.numalab.scenario.play;

import io.numalab.machine.KernelPatch;
import io.numalab.machine.Machine;
import io.numalab.machine.RunEnd;
import io.numalab.machine.Task;
import io.numalab.machine.TaskResult;
import io.numalab.machine.UnsupportedSettingException;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioException;
import io.numalab.scenario.language.ScenarioStep;
import io.numalab.scenario.language.Step;
import io.numalab.scenario.result.Snapshooter;
import io.numalab.scenario.result.StepOutcome;
import io.numalab.scenario.result.StepResult;
import io.numalab.scenario.result.StepSnapshot;
import io.numalab.spi.PolicySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Plays a scenario on a machine, one step after the other, with the results that the recorder gives in the guest.
 *
 * <p>A task that is told to do something runs until it is done, together with all that is busy in the background,
 * unless the step says {@code bg}. A task whose policy is refused ends at once, and whatever it is told later is
 * skipped, as is what a killed task is told. A killed background task gives no result, only
 * a line in {@code died}, if it was dead by the end of a step before the one that waits for it.
 *
 * <p>A player may be forked between steps, to play the rest of a scenario several times. One thread only.
 */
public final class ScenarioPlayer {
    private final Scenario scenario;
    private final Machine machine;
    private final UnderTest underTest;
    private final Map<String, PlayedTask> tasks;
    private final List<String> attachments;
    private final CommandStarter commands;
    private final SimulatedTree tree;
    private final Snapshooter snapshooter;
    private int next;
    private boolean machineUnderTest;
    private RunEnd cutShort = RunEnd.FINISHED;
    private List<StepResult> results = new ArrayList<>();
    private List<String> died = new ArrayList<>();
    private Map<String, String> shown = new TreeMap<>();

    /**
     * A player before the first step. Creates the files of the scenario.
     *
     * @param machine fresh, as {@link ScenarioMachine#builder} describes it
     * @param underTest what {@code @} stands for
     */
    public ScenarioPlayer(Scenario scenario, Machine machine, UnderTest underTest) {
        this.scenario = scenario;
        this.machine = machine;
        this.underTest = underTest;
        tasks = new LinkedHashMap<>();
        attachments = new ArrayList<>();
        commands = new CommandStarter(machine, this::policy);
        tree = new SimulatedTree(machine);
        snapshooter = new Snapshooter(machine);
        ScenarioMachine.files(scenario).forEach(machine::createFile);
    }

    private ScenarioPlayer(ScenarioPlayer other, Scenario variant, UnderTest underTest) {
        scenario = variant;
        machine = other.machine.fork();
        this.underTest = underTest;
        tasks = new LinkedHashMap<>();
        other.tasks.forEach((name, task) -> tasks.put(name, task.copy()));
        attachments = new ArrayList<>(other.attachments);
        commands = other.commands.onFork(machine, this::policy);
        tree = other.tree.onFork(machine);
        snapshooter = other.snapshooter.onFork(machine);
        next = other.next;
        machineUnderTest = other.machineUnderTest;
    }

    /**
     * An independent player at the same step, on a fork of the machine.
     *
     * @param other what {@code @} stands for there
     * @throws IllegalStateException if the machine does not stand still
     */
    public ScenarioPlayer fork(UnderTest other) {
        return new ScenarioPlayer(this, scenario, other);
    }

    /**
     * The same, going on with a variant of the scenario that begins with the steps played so far: with other
     * parameters, say.
     *
     * @throws IllegalArgumentException if the variant has another header, other costs or other steps up to here
     * @throws IllegalStateException if the machine does not stand still
     */
    public ScenarioPlayer fork(Scenario variant, UnderTest other) {
        if (!variant.beginsLike(scenario, next)) {
            throw new IllegalArgumentException(variant.file() + ": expected the header, the costs and the first " + next
                    + " steps of " + scenario.file() + ", which are played already");
        }
        return new ScenarioPlayer(this, variant, other);
    }

    /** The machine. */
    public Machine machine() {
        return machine;
    }

    /** Where the policy under test was attached so far: {@code machine: zone_reclaim}, {@code task A: membind:0}. */
    public List<String> attachments() {
        return List.copyOf(attachments);
    }

    /** The names of the tasks that ran under the policy under test, in order; with machine scope those that said so. */
    public List<String> tasksUnderTest() {
        List<String> names = new ArrayList<>();
        for (ScenarioStep step : scenario.steps().subList(0, next)) {
            if (step.step() instanceof Step.StartTask start && start.policy().equals(Step.UNDER_TEST)) {
                names.add(start.name());
            }
        }
        return names;
    }

    /** Whether there is a step left. */
    public boolean hasNext() {
        return next < scenario.steps().size();
    }

    /** The number of steps played so far. */
    public int played() {
        return next;
    }

    /** Plays everything. @return the snapshot before the first step, then one after each step */
    public List<StepSnapshot> playAll() {
        List<StepSnapshot> snapshots = new ArrayList<>();
        snapshots.add(snapshot(StepOutcome.boot()));
        while (hasNext()) {
            snapshots.add(snapshot(playNext()));
        }
        return snapshots;
    }

    /** The state of the machine; differences of counters are against the snapshot before. */
    public StepSnapshot snapshot(StepOutcome outcome) {
        List<Task> live = new ArrayList<>();
        for (PlayedTask task : tasks.values()) {
            if (task.alive) {
                live.add(machine.task(task.name));
            }
        }
        return snapshooter.take(outcome, live, commands.usedBytes());
    }

    /**
     * Plays the next step.
     *
     * @throws UnsupportedStepException if the simulator cannot play it; the machine is then in no defined state
     * @throws ScenarioException if it names a policy that does not exist or does not fit
     * @throws CancellationException if this thread has been interrupted, which stays noted; the step is not played. Or
     *     if a limit of the machine ended the step too early; the machine can be looked at, the player is done for
     */
    public StepOutcome playNext() {
        ScenarioStep step = scenario.steps().get(next);
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException(step.position() + ": interrupted before this step");
        }
        next++;
        results = new ArrayList<>();
        died = new ArrayList<>();
        shown = new TreeMap<>();
        try {
            play(step);
        } catch (ScenarioException placed) {
            throw placed;
        } catch (UnsupportedSettingException unsupported) {
            throw new UnsupportedStepException(step, unsupported.getMessage());
        } catch (IllegalArgumentException misuse) {
            throw new ScenarioException(step.position(), misuse.getMessage());
        }
        if (cutShort != RunEnd.FINISHED) {
            throw new CancellationException(step.position() + ": "
                    + (cutShort == RunEnd.STOPPED ? "stopped" : "the time limit came") + " during this step, at "
                    + machine.nowNanos() + " ns of virtual time");
        }
        reap();
        return new StepOutcome(next, step.text(), results, died, shown);
    }

    private void play(ScenarioStep at) {
        Step step = at.step();
        if (step instanceof Step.StartTask start) {
            startTask(start);
        } else if (step instanceof Step.Command command) {
            command(at, command);
        } else if (step instanceof Step.Wait wait) {
            for (PlayedTask task : tasks.values()) {
                if (task.alive && task.running != null && (wait.task() == null || wait.task().equals(task.name))) {
                    collect(task);
                }
            }
        } else if (step instanceof Step.Exit exit) {
            exit(tasks.get(exit.task()));
        } else if (step instanceof Step.Show show) {
            shown.put(show.path(), tree.show(at, show.path()));
        } else {
            results.add(StepResult.of(StepResult.NO_TASK, system(at, step), 0));
        }
    }

    private int system(ScenarioStep at, Step step) {
        if (step instanceof Step.SetSysctl set) {
            return tree.sysctl(set.name(), set.value());
        } else if (step instanceof Step.WriteTree write) {
            return tree.write(at, write.path(), write.value());
        } else if (step instanceof Step.MakeDirectory make) {
            return tree.makeDirectory(at, make.path());
        } else if (step instanceof Step.JoinGroup join) {
            return tree.join(machine.task(join.task()), tasks.get(join.task()).alive, join.group());
        } else if (step instanceof Step.SwapOn) {
            return machine.swapOn();
        } else if (step instanceof Step.Sync) {
            machine.sync();
        } else if (step instanceof Step.DropCaches drop) {
            machine.sync();
            machine.dropCaches(drop.what());
        } else if (step instanceof Step.Sleep sleep) {
            note(machine.sleep(sleep.millis() * 1_000_000));
        } else if (step instanceof Step.Settle settle) {
            machine.settle(settle.millisMax() * 1_000_000);
        } else if (step instanceof Step.ApplyPatch apply) {
            machine.apply(KernelPatch.of(apply.patch()));
        } else if (step instanceof Step.AttachPolicy attach) {
            return attachToMachine(attach.policy());
        } else {
            throw new UnsupportedStepException(at, "not modelled yet");
        }
        return 0;
    }

    private int attachToMachine(String policy) {
        int code = machine.attach(policy(policy));
        if (policy.equals(Step.UNDER_TEST)) {
            attachments.add("machine: " + underTest.policy());
        }
        return code;
    }

    private void startTask(Step.StartTask start) {
        PlayedTask played = new PlayedTask(start.name());
        tasks.put(start.name(), played);
        Task task = machine.newTask(start.name(), commands.cpus(start.cpus()));
        int code = start.policy().equals(Step.UNDER_TEST)
                ? setPolicyUnderTest(task) : task.setPolicy(policy(start.policy()));
        results.add(StepResult.of(start.name(), code, 0));
        if (code != 0) {
            task.exit();
            played.alive = false;
            died.add(start.name() + " signal 0");
        }
    }

    private int setPolicyUnderTest(Task task) {
        if (!underTest.machineScope()) {
            attachments.add("task " + task.name() + ": " + underTest.policy());
            return task.setPolicy(underTest.policy());
        }
        if (machineUnderTest) {
            return 0;
        }
        machineUnderTest = true;
        return attachToMachine(Step.UNDER_TEST);
    }

    private PolicySpec policy(String text) {
        return text.equals(Step.UNDER_TEST) ? underTest.policy() : PolicySpec.parse(text);
    }

    private void command(ScenarioStep at, Step.Command command) {
        PlayedTask task = tasks.get(command.task());
        if (!task.alive) {
            results.add(new StepResult(task.name, StepResult.SKIPPED, 0));
            return;
        }
        if (task.running != null) {
            throw new UnsupportedStepException(
                    at, "task " + task.name + " is busy with \"" + task.running.text() + "\", expected a wait before");
        }
        task.running = command.command();
        task.code = commands.start(at, machine.task(task.name), command.command());
        if (!command.background()) {
            collect(task);
        }
    }

    private void collect(PlayedTask played) {
        Task task = machine.task(played.name);
        if (played.code == null) {
            note(machine.run(task));
        }
        TaskResult result = task.result();
        if (!task.alive()) {
            results.add(new StepResult(played.name, StepResult.DIED, result == null ? 0 : result.bytes()));
        } else if (played.code != null) {
            results.add(StepResult.of(played.name, played.code, 0));
        } else {
            results.add(StepResult.of(played.name, result.status(), result.bytes()));
        }
        played.running = null;
        played.code = null;
    }

    private void note(RunEnd end) {
        if (end != RunEnd.FINISHED) {
            cutShort = end;
        }
    }

    private void exit(PlayedTask played) {
        if (!played.alive) {
            return;
        }
        Task task = machine.task(played.name);
        if (played.running != null && played.code == null) {
            note(machine.run(task));
        }
        if (task.alive()) {
            task.exit();
            played.alive = false;
            played.running = null;
            died.add(played.name + " exit 0");
        }
    }

    /** Notes the tasks that were killed during the step. */
    private void reap() {
        for (PlayedTask task : tasks.values()) {
            if (task.alive && !machine.task(task.name).alive()) {
                task.alive = false;
                task.running = null;
                died.add(task.name + " signal 9");
            }
        }
    }
}
