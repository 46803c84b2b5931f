package io.numalab.report.recommendation;

import io.numalab.report.comparison.Comparison;
import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonPlan;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Variant;
import io.numalab.scenario.language.Scenario;
import io.numalab.spi.Policies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Plays what could be set for a workload and says what suits it. Nothing is known of the workload but its scenario, and
 * nothing of a policy but what its runs cost. One thread only; the runs take all cores.
 */
public final class Recommender {
    private static final int CANDIDATES_SEARCHED = 4;

    private final Policies policies;
    private final Comparison comparison;
    private final Function<Map<String, String>, Scenario> workload;
    private final Consumer<String> progress;

    /**
     * A recommender for one workload.
     *
     * @param comparison plays the runs
     * @param workload parses the scenario, with values for parameters that do not take their default
     * @param progress hears what is being done
     */
    public Recommender(Policies policies, Comparison comparison, Function<Map<String, String>, Scenario> workload,
            Consumer<String> progress) {
        this.policies = policies;
        this.comparison = comparison;
        this.workload = workload;
        this.progress = progress;
    }

    /**
     * The answer.
     *
     * @param seed of everything random
     * @param seeds how often everything is played, each time with another seed
     * @param search whether to look for parameters that would change it
     * @throws IllegalArgumentException if the scenario has no task under test or cannot be played
     * @throws Exception what else a run threw
     */
    public Recommendation recommend(long seed, int seeds, boolean search) throws Exception {
        Scenario scenario = workload.apply(Map.of());
        List<Candidate> candidates = Candidates.of(scenario, policies);
        progress.accept("playing " + candidates.size() + " candidates with " + seeds + " seeds");
        List<Ranked> ranking = rank(candidates, Map.of(), seed, seeds);
        Ranked chosen = Recommendation.choose(candidates, ranking);
        List<TurningPoint> points = new ArrayList<>();
        List<String> searched = new ArrayList<>();
        if (search) {
            for (SearchedParameter parameter : SearchedParameter.of(scenario)) {
                progress.accept("varying " + parameter.name());
                searched.add(parameter.name());
                for (List<String> probes : List.of(parameter.below(), parameter.above())) {
                    points.addAll(turningPoint(parameter, probes, candidates, ranking, chosen, seed));
                }
            }
        }
        return new Recommendation(scenario, Candidates.homes(scenario), Candidates.anonBytes(scenario), ranking, chosen,
                points, searched);
    }

    private List<Ranked> rank(List<Candidate> candidates, Map<String, String> values, long seed, int seeds)
            throws Exception {
        List<Variant> variants = candidates.stream().map(Candidate::variant).toList();
        List<ComparisonCase> cases = new ComparisonPlan(policies, more -> workload.apply(merged(values, more)))
                .variants(variants).seeds(seed, seeds).cases();
        List<ComparisonRow> rows = comparison.play(cases);
        Map<String, List<ComparisonRow>> byLabel = new LinkedHashMap<>();
        rows.forEach(row -> byLabel.computeIfAbsent(row.label(), label -> new ArrayList<>()).add(row));
        return candidates.stream().map(one -> new Ranked(one, byLabel.get(one.name())))
                .sorted(Comparator.comparing(Ranked::failed).thenComparingDouble(one -> one.total().mean())).toList();
    }

    private static Map<String, String> merged(Map<String, String> values, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(more);
        return all;
    }

    /** Goes outwards from what the parameter is until another candidate is better, then in between. */
    private List<TurningPoint> turningPoint(SearchedParameter parameter, List<String> probes,
            List<Candidate> candidates, List<Ranked> ranking, Ranked chosen, long seed) throws Exception {
        List<Candidate> few = new ArrayList<>(List.of(chosen.candidate()));
        ranking.stream().map(Ranked::candidate).filter(one -> one.isInLinux() && !few.contains(one))
                .limit(CANDIDATES_SEARCHED - 1).forEach(few::add);
        Candidate untouched = candidates.get(0);
        if (!few.contains(untouched)) {
            few.set(few.size() - 1, untouched);
        }
        List<Candidate> ordered = candidates.stream().filter(few::contains).toList();
        String last = parameter.value();
        for (String probe : probes) {
            Candidate there = chosenAt(parameter, probe, ordered, seed);
            if (there != null && !there.equals(chosen.candidate())) {
                List<Candidate> two = ordered.stream()
                        .filter(one -> one.equals(there) || one.equals(chosen.candidate())).toList();
                String from = last;
                String to = probe;
                for (String middle = parameter.between(from, to); middle != null;
                        middle = parameter.between(from, to)) {
                    boolean same = chosen.candidate().equals(chosenAt(parameter, middle, two, seed));
                    from = same ? middle : from;
                    to = same ? to : middle;
                }
                return List.of(new TurningPoint(parameter.name(), parameter.value(), from, to, there));
            }
            last = probe;
        }
        return List.of();
    }

    /** What to set if a parameter has another value, or null if that cannot be played. */
    private Candidate chosenAt(SearchedParameter parameter, String value, List<Candidate> candidates, long seed)
            throws Exception {
        try {
            List<Ranked> ranking = rank(candidates, Map.of(parameter.name(), value), seed, 1);
            return Recommendation.choose(candidates, ranking).candidate();
        } catch (IllegalArgumentException impossible) {
            return null;
        }
    }
}
