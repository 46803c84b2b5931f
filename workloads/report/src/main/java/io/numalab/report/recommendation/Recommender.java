package io.numalab.report.recommendation;

import io.numalab.report.comparison.Comparison;
import io.numalab.report.comparison.ComparisonCase;
import io.numalab.report.comparison.ComparisonPlan;
import io.numalab.report.comparison.ComparisonRow;
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
 *
 * <p>Runs go where they may change the answer: every candidate is played with one seed, and only those near the best
 * with the others. The search for what would change the answer plays the three best at the ends of each parameter, all
 * of it at once, and halves the way to an end at which another one is better; it does so on a smaller copy of the
 * workload, if there is one that gives the same answer.
 */
public final class Recommender {
    private static final int CANDIDATES_SEARCHED = 3;
    /** A candidate that costs this much more than the best one is out after one seed. */
    private static final double OUT = 1.25;

    private final Policies policies;
    private final Comparison comparison;
    private final Function<Map<String, String>, Scenario> workload;
    private final Function<Map<String, String>, Scenario> smaller;
    private final Consumer<String> progress;

    /**
     * A recommender for one workload.
     *
     * @param comparison plays the runs
     * @param workload parses the scenario, with values for parameters that do not take their default
     * @param smaller the same at a smaller scale, for the search; may be the same
     * @param progress hears what is being done
     */
    public Recommender(Policies policies, Comparison comparison, Function<Map<String, String>, Scenario> workload,
            Function<Map<String, String>, Scenario> smaller, Consumer<String> progress) {
        this.policies = policies;
        this.comparison = comparison;
        this.workload = workload;
        this.smaller = smaller;
        this.progress = progress;
    }

    /**
     * The answer.
     *
     * @param seed of everything random
     * @param seeds how often candidates near the best are played, each time with another seed
     * @param search whether to look for parameters that would change it
     * @throws IllegalArgumentException if the scenario has no task under test or cannot be played
     * @throws Exception what else a run threw
     */
    public Recommendation recommend(long seed, int seeds, boolean search) throws Exception {
        Scenario scenario = workload.apply(Map.of());
        List<Candidate> candidates = Candidates.of(scenario, policies);
        List<Ranked> ranking = rank(candidates, seed, seeds);
        Ranked chosen = Recommendation.choose(candidates, ranking);
        List<SearchedParameter> parameters = search ? SearchedParameter.of(scenario) : List.of();
        List<TurningPoint> points = parameters.isEmpty() ? List.of()
                : turningPoints(parameters, searched(candidates, ranking, chosen), chosen.candidate(), seed);
        return new Recommendation(scenario, Candidates.homes(scenario), Candidates.anonBytes(scenario), ranking, chosen,
                points, parameters.stream().map(SearchedParameter::name).toList());
    }

    private List<Ranked> rank(List<Candidate> candidates, long seed, int seeds) throws Exception {
        progress.accept("playing " + candidates.size() + " candidates");
        List<ComparisonRow> rows =
                new ArrayList<>(comparison.play(cases(workload, candidates, Map.of(), seed, 1)));
        List<Ranked> first = ranked(candidates, rows);
        Ranked best = first.stream().filter(one -> one.candidate().isInLinux()).findFirst().orElseThrow();
        List<Candidate> near = first.stream().filter(one -> one.candidate().equals(candidates.get(0))
                        || one.failed() == best.failed() && one.total().mean() <= OUT * best.total().mean())
                .map(Ranked::candidate).toList();
        List<ComparisonCase> more = cases(workload, near, Map.of(), seed, seeds);
        more.removeIf(one -> one.seed() == seed);
        progress.accept("playing " + near.size() + " candidates with " + seeds + " seeds");
        rows.addAll(comparison.play(more));
        return ranked(candidates, rows);
    }

    private List<ComparisonCase> cases(Function<Map<String, String>, Scenario> scenarios, List<Candidate> candidates,
            Map<String, String> values, long seed, int seeds) {
        return new ArrayList<>(new ComparisonPlan(policies, more -> scenarios.apply(merged(values, more)))
                .variants(candidates.stream().map(Candidate::variant).toList()).seeds(seed, seeds).cases());
    }

    private static Map<String, String> merged(Map<String, String> values, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(more);
        return all;
    }

    /** The candidates by what they cost; those with failures last. */
    private static List<Ranked> ranked(List<Candidate> candidates, List<ComparisonRow> rows) {
        Map<String, List<ComparisonRow>> byLabel = new LinkedHashMap<>();
        rows.forEach(row -> byLabel.computeIfAbsent(row.label(), label -> new ArrayList<>()).add(row));
        return candidates.stream().map(one -> new Ranked(one, byLabel.get(one.name())))
                .sorted(Comparator.comparing(Ranked::failed).thenComparingDouble(one -> one.total().mean())).toList();
    }

    /** What is played in the search: the chosen one, the default, the next best; in the order of intrusiveness. */
    private static List<Candidate> searched(List<Candidate> candidates, List<Ranked> ranking, Ranked chosen) {
        List<Candidate> few = new ArrayList<>(List.of(chosen.candidate()));
        if (!few.contains(candidates.get(0))) {
            few.add(candidates.get(0));
        }
        ranking.stream().map(Ranked::candidate).filter(one -> one.isInLinux() && !few.contains(one))
                .limit(CANDIDATES_SEARCHED - few.size()).forEach(few::add);
        return candidates.stream().filter(few::contains).toList();
    }

    /** A value of a parameter, and what is played there. */
    private record Probe(SearchedParameter parameter, String value, List<ComparisonCase> cases) {
    }

    private List<TurningPoint> turningPoints(List<SearchedParameter> parameters, List<Candidate> candidates,
            Candidate chosen, long seed) throws Exception {
        Function<Map<String, String>, Scenario> scenarios =
                chosen.equals(bestOf(candidates, cases(smaller, candidates, Map.of(), seed, 1))) ? smaller : workload;
        List<Probe> probes = new ArrayList<>();
        for (SearchedParameter parameter : parameters) {
            for (String end : parameter.ends()) {
                probes.add(probe(scenarios, parameter, end, candidates, seed));
            }
        }
        progress.accept("varying " + String.join(", ", parameters.stream().map(SearchedParameter::name).toList()));
        probes.removeIf(probe -> probe.cases.isEmpty());
        List<ComparisonRow> rows =
                comparison.play(probes.stream().flatMap(probe -> probe.cases.stream()).toList());
        List<TurningPoint> points = new ArrayList<>();
        int next = 0;
        for (Probe probe : probes) {
            Candidate there = choose(candidates, rows.subList(next, next + candidates.size()));
            next += candidates.size();
            if (!there.equals(chosen)) {
                progress.accept("looking where " + probe.parameter.name() + " changes the answer");
                points.add(turningPoint(scenarios, probe, candidates.stream()
                        .filter(one -> one.equals(there) || one.equals(chosen)).toList(), chosen, there, seed));
            }
        }
        return points;
    }

    /** Halves the way from what a parameter is to an end at which another candidate is better. */
    private TurningPoint turningPoint(Function<Map<String, String>, Scenario> scenarios, Probe end,
            List<Candidate> two, Candidate chosen, Candidate other, long seed) throws Exception {
        SearchedParameter parameter = end.parameter;
        String from = parameter.value();
        String to = end.value;
        for (String middle = parameter.between(from, to); middle != null; middle = parameter.between(from, to)) {
            List<ComparisonCase> cases = probe(scenarios, parameter, middle, two, seed).cases;
            boolean same = !cases.isEmpty() && chosen.equals(bestOf(two, cases));
            from = same ? middle : from;
            to = same ? to : middle;
        }
        return new TurningPoint(parameter.name(), parameter.value(), from, to, other);
    }

    /** What is to be played at a value; nothing if the scenario cannot have it. */
    private Probe probe(Function<Map<String, String>, Scenario> scenarios, SearchedParameter parameter, String value,
            List<Candidate> candidates, long seed) {
        try {
            return new Probe(parameter, value,
                    cases(scenarios, candidates, Map.of(parameter.name(), value), seed, 1));
        } catch (IllegalArgumentException impossible) {
            return new Probe(parameter, value, List.of());
        }
    }

    private Candidate bestOf(List<Candidate> candidates, List<ComparisonCase> cases) throws Exception {
        return choose(candidates, comparison.play(cases));
    }

    private static Candidate choose(List<Candidate> candidates, List<ComparisonRow> rows) {
        return Recommendation.choose(candidates, ranked(candidates, rows)).candidate();
    }
}
