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
    /**
     * Plays it.
     *
     * @param seed of everything random
     * @param fullScale of the published latencies, 1 for full size
     * @param scale of everything else
     * @param progress hears how many runs of how many are done
     * @throws IllegalArgumentException if a preset cannot be scaled so far
     * @throws Exception what else a run threw
     */
    public static ThreadStudy play(Policies policies, long seed, double fullScale, double scale,
            BiConsumer<Integer, Integer> progress) throws Exception {
        List<Question> questions = questions(fullScale, scale);
        Map<String, RunGroup> groups = new LinkedHashMap<>();
        questions.forEach(question -> question.groups().forEach(group -> groups.put(group.name(), group)));
        Evidence evidence = Evidence.play(List.copyOf(groups.values()), policies, seed, progress);
        return new ThreadStudy(questions.stream().map(question -> question.answer(evidence)).toList(),
                evidence.cases().stream().map(ComparisonCase::scenario).map(ScenarioMachine::spec).distinct().toList());
    }

    private static List<Question> questions(double fullScale, double scale) {
        return List.of(new PublishedLatency(fullScale, scale), new SparkRegion(scale),
                new KswapdDoubling(scale), new KernelBuild(Math.min(1, 4 * scale)), new MailServer(scale),
                SlateQuestions.membindEnough(scale),
                new BalancingRepair(scale), SlateQuestions.uniqueUses(scale), new ProactiveReclaim(scale),
                new RemoteDespiteReclaim(fullScale, scale), SlateQuestions.profitWithoutMembind(scale),
                new MultiNodeBinding(scale), new CacheValue(scale), SlateQuestions.granularAndSane(scale),
                SlateQuestions.localityOrAvailability(scale));
    }
}
