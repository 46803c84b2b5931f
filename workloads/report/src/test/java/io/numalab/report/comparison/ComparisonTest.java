package io.numalab.report.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.parallel.SimulationRunner;
import io.numalab.scenario.play.Presets;
import io.numalab.scenario.play.UnderTest;
import io.numalab.spi.Policies;
import io.numalab.spi.PolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Policies POLICIES = Policies.load();

    @Test
    void shouldNotDependOnForks() throws Exception {
        List<ComparisonCase> cases = new ArrayList<>();
        for (String threads : List.of("1", "2")) {
            for (String policy : List.of("default", "zone_reclaim:mode=1,min_slab_ratio=5", "bind:0,1")) {
                cases.add(ComparisonCase.of(small(threads), underTest(policy), 1));
            }
        }
        List<ComparisonRow> rows = new Comparison(POLICIES, new SimulationRunner(3, Long.MAX_VALUE)).play(cases);
        assertEquals(rows, new Comparison(POLICIES, new SimulationRunner(1, 1)).play(cases));
        assertEquals(cases, rows.stream().map(ComparisonRow::of).toList());
    }

    @Test
    void shouldKeepTheOrderOfCasesThatBeginDifferently() throws Exception {
        List<ComparisonCase> cases = List.of(ComparisonCase.of(small("1"), underTest("default"), 1),
                ComparisonCase.of(small("1"), underTest("default"), 2),
                ComparisonCase.of(small("1"), underTest("membind"), 1));
        List<ComparisonCase> heard = new ArrayList<>();
        List<ComparisonRow> rows = new Comparison(POLICIES).play(cases, row -> heard.add(row.of()));
        assertEquals(cases, rows.stream().map(ComparisonRow::of).toList());
        assertEquals(List.of(cases.get(0), cases.get(2), cases.get(1)), heard);
        assertTrue(rows.get(0).remotePercent() > 50);
        assertEquals(0, rows.get(2).remotePages());
    }

    @Test
    void shouldRefuseAScenarioThatTestsNothing() {
        Scenario scenario = Scenario.parse("x.scn", "@kernel 6.1\n@node 64M cpus=0\ntask A\n");
        assertThrows(IllegalArgumentException.class, () -> ComparisonCase.of(scenario, underTest("default"), 1));
    }

    private static UnderTest underTest(String policy) {
        return UnderTest.of(PolicySpec.parse(policy), POLICIES);
    }

    private static Scenario small(String threads) {
        return Presets.load("thread", Map.of(
                "node", "512M", "cache", "400M", "anon", "240M", "reads", "20000", "threads", threads));
    }
}
