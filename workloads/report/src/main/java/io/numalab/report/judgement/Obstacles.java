package io.numalab.report.judgement;

import io.numalab.machine.CostSplit;
import io.numalab.scenario.play.UnderTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What stands in the way of the goal: by preset, how much room there is below the best rival at all, that is between it
 * and the clairvoyant bound, and which part of the cost the misses consist of.
 */
final class Obstacles {
    private static final Map<String, ToLongFunction<CostSplit>> PARTS = parts();

    private final List<UnderTest> policies;
    private final Map<String, List<JudgedRun.Costs>> byPreset;

    Obstacles(List<UnderTest> policies, Map<String, List<JudgedRun.Costs>> byPreset) {
        this.policies = policies;
        this.byPreset = byPreset;
    }

    private static Map<String, ToLongFunction<CostSplit>> parts() {
        Map<String, ToLongFunction<CostSplit>> parts = new LinkedHashMap<>();
        parts.put("accesses", CostSplit::accessNanos);
        parts.put("faults", CostSplit::faultNanos);
        parts.put("copies", CostSplit::copyNanos);
        parts.put("first reads", CostSplit::diskNanos);
        parts.put("refaults", CostSplit::refaultNanos);
        parts.put("migration", CostSplit::migrationNanos);
        parts.put("stalls", CostSplit::stallNanos);
        parts.put("waits", CostSplit::waitNanos);
        return parts;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("what stands in the way");
        lines.add(String.format(Locale.ROOT, "%-20s %9s %7s  %s", "preset", "room", "misses", "the worst of them"));
        byPreset.forEach((preset, some) -> {
            List<Double> rooms = some.stream().filter(run -> best(run) >= 0)
                    .map(run -> 1 - run.bound().totalNanos() / cost(run, best(run))).sorted().toList();
            List<JudgedRun.Costs> misses = some.stream().filter(run -> best(run) >= 0
                    && cost(run, 0) > cost(run, best(run)) * (1 + Judgement.WORSE_MAX)).toList();
            String room = rooms.isEmpty() ? "-"
                    : String.format(Locale.ROOT, "%.2f%%", 100 * rooms.get(rooms.size() / 2));
            lines.add(String.format(Locale.ROOT, "%-20s %9s %7d  %s", preset, room, misses.size(),
                    misses.isEmpty() ? "" : worst(misses)));
        });
        lines.add("room: what the clairvoyant bound saves of the best rival's cost, median; nobody can be 5 % below");
        lines.add("every rival where it is less");
        return lines;
    }

    private String worst(List<JudgedRun.Costs> misses) {
        JudgedRun.Costs run = misses.stream()
                .max(Comparator.comparingDouble(miss -> cost(miss, 0) / cost(miss, best(miss)))).orElseThrow();
        CostSplit own = run.policies().get(0);
        CostSplit rival = run.policies().get(best(run));
        String part = PARTS.keySet().stream().max(Comparator.comparingLong(name -> PARTS.get(name).applyAsLong(own)
                - PARTS.get(name).applyAsLong(rival))).orElseThrow();
        long more = PARTS.get(part).applyAsLong(own) - PARTS.get(part).applyAsLong(rival);
        return String.format(Locale.ROOT, "variant %d: %+.1f %% against %s, %s alone %+.1f %%", run.draw().number(),
                100 * (cost(run, 0) / cost(run, best(run)) - 1), policies.get(best(run)).policy(), part,
                100.0 * more / rival.totalNanos());
    }

    /** The cheapest rival that completes, -1 if none does. */
    private int best(JudgedRun.Costs run) {
        return IntStream.range(1, policies.size()).filter(rival -> run.policies().get(rival).isComplete()).boxed()
                .min(Comparator.comparingDouble(rival -> cost(run, rival))).orElse(-1);
    }

    private static double cost(JudgedRun.Costs run, int policy) {
        return run.policies().get(policy).totalNanos();
    }
}
