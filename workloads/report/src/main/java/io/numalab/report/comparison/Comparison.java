package io.numalab.report.comparison;

import io.numalab.machine.Machine;
import io.numalab.scenario.parallel.Simulation;
import io.numalab.scenario.parallel.SimulationRunner;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.scenario.play.ScenarioPlayer;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import io.numalab.topology.Prices;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Plays cases and measures each. Cases that begin alike share that beginning: it is played once and the machine is
 * forked, if the heap holds two of it; else each case gets a machine of its own. The rows are the same either way, and
 * however many run at once.
 *
 * <pre>{@code
 * Policies policies = Policies.load();
 * Scenario scenario = Presets.load("thread", Map.of("node", "2G", "cache", "1500M", "anon", "1G"));
 * List<ComparisonCase> cases = new ArrayList<>();
 * for (String policy : List.of("default", "zone_reclaim", "membind")) {
 *     cases.add(ComparisonCase.of(scenario, UnderTest.of(PolicySpec.parse(policy), policies), 1));
 * }
 * for (ComparisonRow row : new Comparison(policies).play(cases)) {
 *     System.out.println(row.label() + " " + row.remotePercent() + " % remote");
 * }
 * }</pre>
 *
 * <p>One thread only; it starts threads of its own.
 */
public final class Comparison {
    private final Policies policies;
    private final SimulationRunner runner;
    private final Predicate<ComparisonCase> sampled;

    /** A comparison on all cores with the heap of this JVM. @param policies those that can be tested */
    public Comparison(Policies policies) {
        this(policies, SimulationRunner.onAllCores());
    }

    /** A comparison that runs elsewhere. @param runner its threads and the heap for all machines together */
    public Comparison(Policies policies, SimulationRunner runner) {
        this(policies, runner, one -> false);
    }

    private Comparison(Policies policies, SimulationRunner runner, Predicate<ComparisonCase> sampled) {
        this.policies = policies;
        this.runner = runner;
        this.sampled = sampled;
    }

    /** The same comparison, with rows that tell some cases over time: at most 160 samples each. */
    public Comparison sampling(Predicate<ComparisonCase> which) {
        return new Comparison(policies, runner, which);
    }

    /**
     * Plays all cases.
     *
     * @return the rows in the order of the cases
     * @throws Exception as {@link #play(List, Consumer)}
     */
    public List<ComparisonRow> play(List<ComparisonCase> cases) throws Exception {
        return play(cases, row -> { });
    }

    /**
     * Plays all cases.
     *
     * @param done hears of each row as soon as it and those before it in the order of play are there; cases that begin
     *     alike are played one after the other
     * @return the rows in the order of the cases
     * @throws IllegalArgumentException if a case has a policy, a setting or a step that cannot be played
     * @throws Exception what else the first case that failed threw
     */
    public List<ComparisonRow> play(List<ComparisonCase> cases, Consumer<ComparisonRow> done) throws Exception {
        long machineBytes = largestMachineBytes(cases);
        boolean twoFit = runner.heapBytes() / 2 >= machineBytes;
        List<Integer> order = new ArrayList<>();
        List<Simulation<ComparisonRow>> simulations = new ArrayList<>();
        List<CommonStart> starts = CommonStart.of(cases, twoFit, this::filled);
        for (CommonStart start : starts) {
            for (int index : start.indices()) {
                order.add(index);
                ComparisonCase one = cases.get(index);
                simulations.add(Simulation.of(machineBytes, () -> start.play(one, sampled.test(one))));
            }
        }
        long forked = Math.min(runner.threads(), starts.stream().filter(CommonStart::forks).count());
        ComparisonRow[] rows = new ComparisonRow[cases.size()];
        List<Integer> left = new ArrayList<>(order);
        runner.reserving(forked * machineBytes).run(simulations, row -> {
            rows[left.remove(0)] = row;
            done.accept(row);
        });
        return List.of(rows);
    }

    private static long largestMachineBytes(List<ComparisonCase> cases) {
        return cases.stream().mapToLong(one -> ScenarioMachine.spec(one.scenario()).heapBytes()).max().orElse(1);
    }

    private ScenarioPlayer filled(ComparisonCase one, UnderTest underTest) {
        Machine machine = ScenarioMachine.builder(one.scenario(), null, Prices.hardware()).seed(one.seed())
                .policies(policies).build();
        ScenarioPlayer player = new ScenarioPlayer(one.scenario(), machine, underTest);
        while (player.played() < one.commonSteps()) {
            player.playNext();
        }
        return player;
    }
}
