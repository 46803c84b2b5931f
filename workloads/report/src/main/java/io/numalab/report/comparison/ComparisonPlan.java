package io.numalab.report.comparison;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioParameter;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.spi.NodeMask;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import io.numalab.topology.MachineSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which cases a comparison has: all variants at all points of all sweeps, each with all seeds.
 *
 * <pre>{@code
 * List<ComparisonCase> cases = new ComparisonPlan(policies, values -> Presets.load("thread", values))
 *         .variants(Variant.parseList("default,membind,default+vm.swappiness=10"))
 *         .sweep(Sweep.parse("threads=1..8"))
 *         .seeds(1, 5)
 *         .cases();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class ComparisonPlan {
    /** The most cases of one plan. */
    public static final int CASES_MAX = 1_000_000;

    private final Policies policies;
    private final Function<Map<String, String>, Scenario> workload;
    private final List<Sweep> sweeps = new ArrayList<>();
    private List<Variant> variants = List.of(Variant.parse("default"));
    private List<Long> seeds = List.of(1L);

    /**
     * A plan for the kernel's default policy with seed 1.
     *
     * @param workload parses the scenario, with values for parameters that do not take their default
     */
    public ComparisonPlan(Policies policies, Function<Map<String, String>, Scenario> workload) {
        this.policies = policies;
        this.workload = workload;
    }

    /** Sets what is compared, in the order of the rows; the first is the baseline. */
    public ComparisonPlan variants(List<Variant> list) {
        variants = List.copyOf(list);
        return this;
    }

    /** Adds a sweep; with several, every value of one meets every value of the others, the last varying fastest. */
    public ComparisonPlan sweep(Sweep sweep) {
        sweeps.add(sweep);
        return this;
    }

    /** Sets the seeds: the one given, and others derived from it if there are to be more. @param count at least 1 */
    public ComparisonPlan seeds(long seed, int count) {
        seeds = derive(seed, count);
        return this;
    }

    /** The seeds of repeated runs: the first is the seed itself. @param count at least 1 */
    static List<Long> derive(long seed, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " seeds: expected 1 or more");
        }
        List<Long> derived = new ArrayList<>(List.of(seed));
        SplittableRandom random = new SplittableRandom(seed);
        while (derived.size() < count) {
            long next = random.nextInt(1, Integer.MAX_VALUE);
            if (!derived.contains(next)) {
                derived.add(next);
            }
        }
        return derived;
    }

    /**
     * The cases: point by point, at each point variant by variant, each with its seeds.
     *
     * @throws IllegalArgumentException if a variant, a sweep or a setting does not fit the scenario
     */
    public List<ComparisonCase> cases() {
        List<ComparisonCase> cases = new ArrayList<>();
        for (Map<String, String> point : points()) {
            Map<String, String> parameters = new TreeMap<>(point);
            Scenario base = workload.apply(Map.of());
            parameters.keySet().removeIf(name -> !isParameter(base, name));
            Scenario scenario = parameters.isEmpty() ? base : workload.apply(parameters);
            MachineSpec machine = ScenarioMachine.spec(scenario);
            NodeMask nodes = machine.memoryNodes().or(machine.cpuNodes());
            for (Variant variant : variants) {
                Variant swept = variant;
                for (Map.Entry<String, String> entry : point.entrySet()) {
                    if (!isParameter(base, entry.getKey())) {
                        swept = changed(swept, entry.getKey(), entry.getValue());
                    }
                }
                add(cases, variant, point, swept.in(scenario), swept, nodes);
            }
        }
        SettingCheck.of(cases);
        return cases;
    }

    private void add(
            List<ComparisonCase> cases, Variant named, Map<String, String> point, Scenario scenario, Variant swept,
            NodeMask nodes) {
        int common = scenario.firstStepUnderTest();
        while (common > 0 && Setting.isFrom(scenario.steps().get(common - 1))) {
            common--;
        }
        for (long seed : seeds) {
            if (cases.size() == CASES_MAX) {
                throw new IllegalArgumentException("more than " + CASES_MAX + " runs: expected fewer values to sweep");
            }
            cases.add(new ComparisonCase(cases.size(), named.toString(), point, seed, scenario,
                    swept.underTest(policies, nodes), common));
        }
    }

    private static boolean isParameter(Scenario scenario, String name) {
        return scenario.parameters().stream().map(ScenarioParameter::name).anyMatch(name::equals);
    }

    private Variant changed(Variant variant, String name, String value) {
        int colon = name.indexOf(':');
        if (colon < 0) {
            return variant.with(setting(name, value));
        }
        String swept = policies.find(name.substring(0, colon)).name();
        PolicySpec policy = variant.policy();
        if (!policies.find(policy.name()).name().equals(swept)) {
            return variant;
        }
        SortedMap<String, String> values = new TreeMap<>(policy.values());
        values.put(name.substring(colon + 1), value);
        return new Variant(new PolicySpec(policy.name(), policy.nodes(), values), variant.settings());
    }

    private Setting setting(String name, String value) {
        if (!Setting.isName(name)) {
            List<String> parameters =
                    workload.apply(Map.of()).parameters().stream().map(ScenarioParameter::name).toList();
            throw new IllegalArgumentException("sweep " + name + ": expected a parameter of the scenario ("
                    + String.join(", ", parameters) + "), POLICY:KEY, or a setting: " + Setting.NAMES);
        }
        return Setting.parse(name + "=" + value);
    }

    private List<Map<String, String>> points() {
        List<Map<String, String>> points = List.of(Map.of());
        for (Sweep sweep : sweeps) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> point : points) {
                for (String value : sweep.values()) {
                    Map<String, String> next = new LinkedHashMap<>(point);
                    if (next.put(sweep.name(), value) != null) {
                        throw new IllegalArgumentException("sweep " + sweep.name() + " is given twice");
                    }
                    more.add(next);
                }
            }
            if (more.size() > CASES_MAX) {
                throw new IllegalArgumentException(
                        "more than " + CASES_MAX + " points: expected fewer values to sweep");
            }
            points = more;
        }
        return points;
    }
}
