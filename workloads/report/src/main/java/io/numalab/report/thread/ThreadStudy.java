package io.numalab.report.thread;

import io.numalab.report.comparison.ComparisonCase;
import io.numalab.scenario.play.ScenarioMachine;
import io.numalab.spi.Policies;
import io.numalab.topology.MachineSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Everything the thread claims and asks that a simulator can answer: the published latencies, Spark, the doubling,
 * results from elsewhere, and Q1, Q2, Q4, Q5, Q7 to Q12. Q3 (who uses it) and Q6 (how to make the transition) are not
 * for a simulator.
 *
 * @param findings in the order of the thread
 * @param machines of all runs, for a digest
 */
public record ThreadStudy(List<Finding> findings, List<MachineSpec> machines) {
    /** What there is to be played, by short names. */
    public static final List<String> NAMES = List.copyOf(questions(1, 1).keySet());

    /**
     * Plays it.
     *
     * @param names some of {@link #NAMES}, in any order
     * @param seed of everything random
     * @param fullScale of the published latencies, 1 for full size
     * @param scale of everything else
     * @param progress hears how many runs of how many are done
     * @throws IllegalArgumentException if there is no such name, or a preset cannot be scaled so far
     * @throws Exception what else a run threw
     */
    public static ThreadStudy play(List<String> names, Policies policies, long seed, double fullScale, double scale,
            BiConsumer<Integer, Integer> progress) throws Exception {
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(name + ": expected some of " + String.join(", ", NAMES));
            }
        }
        Map<String, Question> questions = questions(fullScale, scale);
        questions.keySet().retainAll(names);
        Map<String, RunGroup> groups = new LinkedHashMap<>();
        questions.values().forEach(question -> question.groups().forEach(group -> groups.put(group.name(), group)));
        Evidence evidence = Evidence.play(List.copyOf(groups.values()), policies, seed, progress);
        return new ThreadStudy(questions.values().stream().map(question -> question.answer(evidence)).toList(),
                evidence.cases().stream().map(ComparisonCase::scenario).map(ScenarioMachine::spec).distinct().toList());
    }

    // The doubling has 90 runs that need but one full node: half the scale is enough for it.
    private static Map<String, Question> questions(double fullScale, double scale) {
        Map<String, Question> questions = new LinkedHashMap<>();
        questions.put("latency", new PublishedLatency(fullScale, scale));
        questions.put("spark", new SparkRegion(scale));
        questions.put("doubling", new KswapdDoubling(scale / 2));
        questions.put("build", new KernelBuild(Math.min(1, 4 * scale)));
        questions.put("mail", new MailServer(scale));
        questions.put("Q1", SlateQuestions.membindEnough(scale));
        questions.put("Q2", new BalancingRepair(scale));
        questions.put("Q4", SlateQuestions.uniqueUses(scale));
        questions.put("Q5", new ProactiveReclaim(scale));
        questions.put("Q7", new RemoteDespiteReclaim(fullScale, scale));
        questions.put("Q8", SlateQuestions.profitWithoutMembind(scale));
        questions.put("Q9", new MultiNodeBinding(scale));
        questions.put("Q10", new CacheValue(scale));
        questions.put("Q11", SlateQuestions.granularAndSane(scale));
        questions.put("Q12", SlateQuestions.localityOrAvailability(scale));
        return questions;
    }
}
