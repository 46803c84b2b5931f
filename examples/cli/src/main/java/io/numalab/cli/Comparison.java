package io.numalab.cli;

import io.numalab.machine.Machine;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Plays a workload under several policies. The steps before the first one that names the policy under test are played
 * once and the machine is forked, if the heap holds two of it; else each policy gets a machine of its own. The rows are
 * the same either way, and however many run at once.
 */
final class Comparison {
    private static final int THREADS_MAX = 2;

    /** One run: a scenario that begins as the others do, and what is tested in it. */
    record Case(Scenario scenario, UnderTest underTest) {
    }

    private final Scenario scenario;
    private final Policies policies;
    private final long seed;
    private final long machinesMax;

    /** @param heapBytes what the machines may take together */
    Comparison(Scenario scenario, Policies policies, long seed, long heapBytes) {
        this.scenario = scenario;
        this.policies = policies;
        this.seed = seed;
        long bytes = NamedFile.in(scenario.file(), () -> ScenarioMachine.spec(scenario)).heapBytes();
        machinesMax = Math.max(1, heapBytes / bytes);
    }

    /**
     * Plays all cases.
     *
     * @param inOrder takes the rows in the order of the cases
     * @throws Exception what the first case that failed threw
     */
    void play(List<Case> cases, Consumer<ComparisonRow> inOrder) throws Exception {
        boolean forks = machinesMax > 1 && cases.size() > 1;
        ScenarioPlayer base = forks ? filled(scenario, UnderTest.DEFAULT) : null;
        List<Callable<ComparisonRow>> jobs = new ArrayList<>();
        for (Case one : cases) {
            jobs.add(() -> {
                ScenarioPlayer player = player(base, one);
                ComparisonRow row = new PolicyRun(one.scenario(), one.underTest(), player).play();
                giveBack(base, player);
                return row;
            });
        }
        long together = forks ? machinesMax - 1 : machinesMax;
        OrderedWork.run(jobs, (int) Math.min(THREADS_MAX, together), inOrder);
    }

    private static void giveBack(ScenarioPlayer base, ScenarioPlayer played) {
        if (base != null) {
            synchronized (base) {
                base.machine().giveBack(played.machine());
            }
        }
    }

    private ScenarioPlayer player(ScenarioPlayer base, Case one) {
        if (base != null) {
            // Forking walks lists of the machine it copies.
            synchronized (base) {
                try {
                    return base.fork(one.scenario(), one.underTest());
                } catch (IllegalStateException busy) {
                    // Something still runs there: play everything from the start instead.
                }
            }
        }
        return filled(one.scenario(), one.underTest());
    }

    private ScenarioPlayer filled(Scenario variant, UnderTest underTest) {
        Machine machine = NamedFile.in(variant.file(), () ->
                ScenarioMachine.builder(variant, null, Prices.hardware()).seed(seed).policies(policies).build());
        ScenarioPlayer player = new ScenarioPlayer(variant, machine, underTest);
        while (player.played() < variant.firstStepUnderTest()) {
            player.playNext();
        }
        return player;
    }
}
