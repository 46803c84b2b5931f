package io.numalab.report.judgement;

import io.numalab.machine.CostSplit;
import io.numalab.report.table.Column;
import io.numalab.report.table.ResultTable;
import io.numalab.scenario.parallel.SimulationRunner;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * A policy beside its rivals on variants of the presets. Three questions (issue 6, item 5): how much more than the best
 * rival that completes without a failure does it cost, median and worst; on which presets does it cost at least 5 %
 * less than every rival; and does a request fail that a rival would have served which is not strict. Costs are those of
 * all tasks of the machine, {@link CostSplit#totalNanos}.
 */
public final class Judgement {
    /** More than this share above the best rival is a miss. */
    public static final double WORSE_MAX = 0.03;
    /** A preset counts as won from this share below every rival on, in the median of its variants. */
    public static final double WIN_MIN = 0.05;
    /** Presets to be won. */
    public static final int WINS_MIN = 4;
    /** Policies that may fail a request rather than serve it elsewhere. */
    private static final List<String> STRICT = List.of("membind");

    private static final Map<String, ToLongFunction<CostSplit>> COSTS = costs();

    private final List<UnderTest> policies;
    private final List<JudgedRun.Costs> runs;

    private Judgement(List<UnderTest> policies, List<JudgedRun.Costs> runs) {
        this.policies = policies;
        this.runs = runs;
    }

    /**
     * Plays all variants.
     *
     * @param underTest the policy judged, then its rivals
     * @param played hears how many variants are done
     * @throws Exception what the first variant that failed threw
     */
    public static Judgement of(
            List<Draw> draws, List<UnderTest> underTest, Policies policies, long seed, SimulationRunner runner,
            IntConsumer played) throws Exception {
        List<JudgedRun> simulations = new ArrayList<>();
        draws.forEach(draw -> simulations.add(new JudgedRun(draw, underTest, policies, seed)));
        List<JudgedRun.Costs> runs = new ArrayList<>();
        runner.run(simulations, costs -> {
            runs.add(costs);
            played.accept(runs.size());
        });
        return new Judgement(List.copyOf(underTest), List.copyOf(runs));
    }

    /** What is printed: the goal, a table by preset, what stands in the way if it is not reached, a table by policy. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        boolean reached = goal(lines);
        lines.add("");
        presets(lines);
        if (!reached) {
            lines.add("");
            lines.addAll(new Obstacles(policies, byPreset()).lines());
        }
        lines.add("");
        rivals(lines);
        return lines;
    }

    private boolean goal(List<String> lines) {
        double[] all = ratios(runs);
        long misses = Arrays.stream(all).filter(ratio -> ratio > 1 + WORSE_MAX).count();
        long wins = byPreset().values().stream().filter(some -> quantile(ratios(some), 0.5) <= 1 - WIN_MIN).count();
        lines.add(format("%s against the best rival that completes, %d of %d variants: median %+.2f %%, 90th %+.2f %%,"
                + " worst %+.2f %%", name(0), all.length, runs.size(), percent(quantile(all, 0.5)),
                percent(quantile(all, 0.9)), percent(quantile(all, 1))));
        lines.add(format("  at most 3 %% above it: %s (%d variants above)", misses == 0 ? "yes" : "NO", misses));
        lines.add(format("  5 %% below every rival in the median on 4 presets: %s (%d presets)",
                wins >= WINS_MIN ? "yes" : "NO", wins));
        long avoidable = runs.stream().filter(this::failsAvoidably).count();
        lines.add(format("  no failure that another non-strict policy avoids: %s (%d variants)",
                avoidable == 0 ? "yes" : "NO", avoidable));
        return misses == 0 && wins >= WINS_MIN && avoidable == 0;
    }

    private void presets(List<String> lines) {
        lines.add(format("%-20s %4s %9s %9s %9s  %s", "preset", "n", "best", "median", "worst",
                "median against each rival, % of its cost"));
        byPreset().forEach((preset, some) -> {
            double[] ratios = ratios(some);
            StringBuilder rivals = new StringBuilder();
            for (int policy = 1; policy < policies.size(); policy++) {
                int rival = policy;
                double[] against = some.stream().filter(run -> run.policies().get(rival).isComplete())
                        .mapToDouble(run -> cost(run, 0) / cost(run, rival)).sorted().toArray();
                rivals.append(against.length == 0 ? format("  %s fails", name(rival))
                        : format("  %s %+.2f", name(rival), percent(quantile(against, 0.5))));
            }
            lines.add(format("%-20s %4d %+8.2f%% %+8.2f%% %+8.2f%%%s", preset, some.size(),
                    percent(quantile(ratios, 0)), percent(quantile(ratios, 0.5)), percent(quantile(ratios, 1)),
                    rivals));
        });
    }

    // Each policy beside the clairvoyant bound, its cost split in two axes: what accesses cost, and what reclaim does.
    private void rivals(List<String> lines) {
        lines.add(format("%-20s %9s %9s %9s %9s %9s %9s %6s", "beside the bound", "median", "worst", "mean",
                "access", "reclaim", "failed", "front"));
        double[][] axes = new double[policies.size()][];
        for (int policy = 0; policy < axes.length; policy++) {
            int one = policy;
            axes[policy] = new double[] {
                mean(one, CostSplit::accessNanos), mean(one, costs -> costs.totalNanos() - costs.accessNanos())};
        }
        for (int policy = 0; policy < axes.length; policy++) {
            int one = policy;
            double[] ratios = runs.stream().mapToDouble(run -> cost(run, one) / run.bound().totalNanos()).sorted()
                    .toArray();
            boolean front = IntStream.range(0, axes.length).noneMatch(other -> axes[other][0] <= axes[one][0]
                    && axes[other][1] <= axes[one][1]
                    && (axes[other][0] < axes[one][0] || axes[other][1] < axes[one][1]));
            long failed = runs.stream().filter(run -> !run.policies().get(one).isComplete()).count();
            lines.add(format("%-20s %+8.2f%% %+8.2f%% %+8.2f%% %+8.2f%% %+8.2f%% %9d %6s", name(one),
                    percent(quantile(ratios, 0.5)), percent(quantile(ratios, 1)),
                    percent(Arrays.stream(ratios).average().orElse(1)), 100 * axes[one][0], 100 * axes[one][1],
                    failed, front ? "yes" : ""));
        }
        lines.add("access: accesses above those of the bound, in percent of its total; reclaim: everything else:");
        lines.add("stalls, refaults, faults, waiting; failed: variants with failed requests or killed tasks;");
        lines.add("front: no other policy is as cheap on both axes");
    }

    private interface Part {
        long nanos(CostSplit costs);
    }

    private double mean(int policy, Part part) {
        return runs.stream().mapToDouble(run -> (double) (part.nanos(run.policies().get(policy))
                - part.nanos(run.bound())) / run.bound().totalNanos()).average().orElse(0);
    }

    private Map<String, List<JudgedRun.Costs>> byPreset() {
        Map<String, List<JudgedRun.Costs>> some = new LinkedHashMap<>();
        runs.forEach(run -> some.computeIfAbsent(run.draw().preset(), preset -> new ArrayList<>()).add(run));
        return some;
    }

    // Cost by that of the best rival that completes, of the variants in which there is one, in order of size.
    private double[] ratios(List<JudgedRun.Costs> some) {
        return some.stream().filter(run -> best(run) < Double.MAX_VALUE).mapToDouble(run -> cost(run, 0) / best(run))
                .sorted().toArray();
    }

    private double best(JudgedRun.Costs run) {
        return IntStream.range(1, policies.size()).filter(rival -> run.policies().get(rival).isComplete())
                .mapToDouble(rival -> cost(run, rival)).min().orElse(Double.MAX_VALUE);
    }

    private boolean failsAvoidably(JudgedRun.Costs run) {
        return IntStream.range(1, policies.size()).filter(rival -> !STRICT.contains(name(rival)))
                .anyMatch(rival -> failures(run, rival) < failures(run, 0));
    }

    private static long failures(JudgedRun.Costs run, int policy) {
        CostSplit costs = run.policies().get(policy);
        return costs.failedAllocations() + costs.killedTasks();
    }

    private static double cost(JudgedRun.Costs run, int policy) {
        return run.policies().get(policy).totalNanos();
    }

    private String name(int policy) {
        return policies.get(policy).policy().toString();
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) StrictMath.round(share * (sorted.length - 1))];
    }

    private static double percent(double ratio) {
        return 100 * (ratio - 1);
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    /** A row for each variant and policy, the clairvoyant bound among them. */
    public ResultTable table() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.integer("variant", "the number of the variant, from 0"),
                Column.text("preset", "what it is a variant of"),
                Column.text("policy", "who paid, or \"clairvoyant bound\"")));
        COSTS.keySet().forEach(name -> columns.add(Column.integer(name, "of all tasks, as compare has it")));
        ResultTable table = new ResultTable("numalab-judge/1", columns);
        for (JudgedRun.Costs run : runs) {
            table.row(row(run.draw(), "clairvoyant bound", run.bound()));
            for (int policy = 0; policy < policies.size(); policy++) {
                table.row(row(run.draw(), name(policy), run.policies().get(policy)));
            }
        }
        return table;
    }

    private static Map<String, ToLongFunction<CostSplit>> costs() {
        Map<String, ToLongFunction<CostSplit>> costs = new LinkedHashMap<>();
        costs.put("total_ns", CostSplit::totalNanos);
        costs.put("access_ns", CostSplit::accessNanos);
        costs.put("fault_ns", CostSplit::faultNanos);
        costs.put("copy_ns", CostSplit::copyNanos);
        costs.put("disk_ns", CostSplit::diskNanos);
        costs.put("refault_ns", CostSplit::refaultNanos);
        costs.put("migration_ns", CostSplit::migrationNanos);
        costs.put("stall_ns", CostSplit::stallNanos);
        costs.put("wait_ns", CostSplit::waitNanos);
        costs.put("failed_allocations", CostSplit::failedAllocations);
        costs.put("killed_tasks", CostSplit::killedTasks);
        return costs;
    }

    private static List<Object> row(Draw draw, String policy, CostSplit split) {
        List<Object> row = new ArrayList<>(List.of(draw.number(), draw.preset(), policy));
        COSTS.values().forEach(cost -> row.add(cost.applyAsLong(split)));
        return row;
    }
}
