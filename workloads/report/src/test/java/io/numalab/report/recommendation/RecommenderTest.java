package io.numalab.report.recommendation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.report.comparison.Comparison;
import io.numalab.report.comparison.Metric;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.topology.Topology;
import io.numalab.scenario.topology.TopologyReader;
import io.numalab.spi.Policies;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Pairs of a machine and a workload whose best answer is known beforehand, each with the reason. */
class RecommenderTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final List<String> LOCAL = List.of("preferred-many:0", "membind:0", "zone_reclaim:mode=1");

    private static Topology machine(String text) {
        try {
            return TopologyReader.read(text).complete();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Recommendation recommend(
            Topology machine, JobFigures job, boolean search, Map<String, String> values) throws Exception {
        Policies policies = Policies.load();
        String text = job.scenario(machine);
        Function<Map<String, String>, Scenario> workload = more -> {
            Map<String, String> all = new TreeMap<>(values);
            all.putAll(more);
            return Scenario.parse("job", text, all);
        };
        return new Recommender(policies, new Comparison(policies), workload, workload, message -> { })
                .recommend(1, 2, search);
    }

    private static Recommendation recommend(Topology machine, JobFigures job) throws Exception {
        return recommend(machine, job, false, Map.of());
    }

    private static Ranked of(Recommendation recommendation, String start) {
        return recommendation.ranking().stream().filter(one -> one.candidate().name().startsWith(start)).findFirst()
                .orElseThrow();
    }

    /** Everything is local anyway: nothing to set. */
    @Test
    void shouldLeaveAJobAloneThatFits() throws Exception {
        Recommendation answer = recommend(machine("2x512M/4"),
                new JobFigures(150 * MEBIBYTE, 0, 0, 2, 10, "uniform", 0));
        assertEquals("default", answer.chosen().candidate().name());
        assertEquals(List.of("numactl --cpunodebind=0 JOB"), answer.chosen().candidate().commands());
        assertEquals(0, answer.untouched().mean(Metric.REMOTE_PAGES));
    }

    /** Nobody reads the cache again, and the job uses its memory a lot: drop the cache, stay local. */
    @Test
    void shouldDropCacheThatNobodyWants() throws Exception {
        Recommendation answer = recommend(machine("2x512M/4"),
                new JobFigures(300 * MEBIBYTE, 450 * MEBIBYTE, 0, 1, 40, "uniform", 0));
        assertTrue(LOCAL.contains(answer.chosen().candidate().name()), answer.chosen().candidate().name());
        assertTrue(answer.untouched().mean(Metric.REMOTE_PERCENT) > 50);
        assertTrue(answer.chosen().total().mean() < answer.untouched().total().mean());
    }

    /** All of the cache is read again, and the job hardly uses its memory: a remote page is cheaper than a disk. */
    @Test
    void shouldKeepCacheThatIsReadAgain() throws Exception {
        Recommendation answer = recommend(machine("2x512M/4"),
                new JobFigures(300 * MEBIBYTE, 450 * MEBIBYTE, 1, 1, 1, "uniform", 0));
        assertEquals("default", answer.chosen().candidate().name());
        assertTrue(of(answer, "membind").mean(CostPart.REFAULT) > answer.untouched().mean(CostPart.REFAULT));
    }

    /** The other node is three times as slow: what is in use belongs on the fast one. */
    @Test
    void shouldKeepAJobOffASlowTier() throws Exception {
        Recommendation answer = recommend(machine("1x512M/4+1x1G/0"),
                new JobFigures(300 * MEBIBYTE, 450 * MEBIBYTE, 0.05, 1, 40, "uniform", 0));
        assertTrue(LOCAL.contains(answer.chosen().candidate().name()), answer.chosen().candidate().name());
    }

    /** A bound of one node would thrash or fail: the binding that is offered holds the job, and spilling is right. */
    @Test
    void shouldNotBindAJobThatIsLargerThanItsNode() throws Exception {
        Recommendation answer = recommend(machine("2x512M/4"),
                new JobFigures(700 * MEBIBYTE, 0, 0, 2, 10, "uniform", 0));
        assertEquals("default", answer.chosen().candidate().name());
        assertEquals("membind:0-1", of(answer, "membind").candidate().name());
        assertFalse(answer.chosen().failed());
    }

    /** Threads that stream are short of bandwidth: both nodes together have more, in the ratio of the weights. */
    @Test
    void shouldSpreadAStreamByBandwidth() throws Exception {
        Topology machine = TopologyReader.parse("m", "@node 512M cpus=0-15\n@node 512M\n@distance 10 20 / 20 10\n"
                + "sim cost BANDWIDTH.0 30000\nsim cost BANDWIDTH.1 15000\nsim cost BANDWIDTH.0.1 15000\n").complete();
        Recommendation answer = recommend(machine,
                new JobFigures(256 * MEBIBYTE, 0, 0, 16, 3, "stream", 0));
        assertTrue(answer.chosen().candidate().name().startsWith("weighted-interleave:0-1"),
                answer.chosen().candidate().name());
        assertEquals("numactl --weighted-interleave=0-1 JOB", answer.chosen().candidate().commands().get(2));
        assertEquals(List.of("echo 2 > /sys/kernel/mm/mempolicy/weighted_interleave/node0",
                "echo 1 > /sys/kernel/mm/mempolicy/weighted_interleave/node1"),
                answer.chosen().candidate().commands().subList(0, 2));
    }

    /** Between worthless and precious cache lies a share at which the answer changes. */
    @Test
    void shouldFindWhatWouldChangeTheAnswer() throws Exception {
        Recommendation answer = recommend(machine("2x512M/4"),
                new JobFigures(300 * MEBIBYTE, 450 * MEBIBYTE, 0, 1, 20, "uniform", 0), true, Map.of());
        TurningPoint point = answer.turningPoints().stream().filter(one -> one.parameter().equals("reread"))
                .findFirst().orElseThrow();
        assertEquals("default", point.other().name());
        Recommendation before = recommend(machine("2x512M/4"), new JobFigures(300 * MEBIBYTE, 450 * MEBIBYTE, 0, 1, 20,
                "uniform", 0), false, Map.of("reread", point.from()));
        assertEquals(answer.chosen().candidate().name(), before.chosen().candidate().name());
    }

    @Test
    void shouldGiveTheSameAnswerAgain() throws Exception {
        JobFigures job = new JobFigures(200 * MEBIBYTE, 300 * MEBIBYTE, 0.5, 2, 10, "zipf=0.9", 0);
        List<Double> first = totals(recommend(machine("2x512M/4"), job));
        assertEquals(first, totals(recommend(machine("2x512M/4"), job)));
    }

    private static List<Double> totals(Recommendation recommendation) {
        return recommendation.ranking().stream().map(one -> one.total().mean()).toList();
    }

    @Test
    void shouldRefuseFiguresThatCannotBe() {
        assertEquals("threads 65: expected 1 to 64", assertThrows(IllegalArgumentException.class,
                () -> new JobFigures(1 << 30, 0, 0, 65, 1, "uniform", 0)).getMessage());
        assertEquals("reread 1.5: expected 0 to 1", assertThrows(IllegalArgumentException.class,
                () -> new JobFigures(1 << 30, 0, 1.5, 1, 1, "uniform", 0)).getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new JobFigures(1 << 30, 0, 0, 1, 1, "uniform", 1)
                .scenario(machine("1x1G/4+1x2G/0"))).getMessage().startsWith("node 1 has no CPUs"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new JobFigures(1 << 30, 0, 0, 9, 1, "uniform", 0)
                .scenario(machine("1x1G/4+1x2G/0"))).getMessage().contains("expected at most 4"));
    }
}
