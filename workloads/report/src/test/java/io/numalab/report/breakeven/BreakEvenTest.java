package io.numalab.report.breakeven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.report.comparison.Comparison;
import io.numalab.report.comparison.ComparisonPlan;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.comparison.Variant;
import io.numalab.scenario.play.Presets;
import io.numalab.scenario.language.Variation;
import io.numalab.spi.Policies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BreakEvenTest {
    private static final Policies POLICIES = Policies.load();

    @Test
    void shouldFindWhereKeepingTheCachePays() throws Exception {
        BreakEven even = BreakEven.of(rows("valuable-cache", "default,zone_reclaim", "reread=0,0.5,1", 2));
        assertEquals(2, even.crossings().size());
        assertEquals(1, even.intervals().size(), even.verdict());
        double crossing = even.intervals().get(0).mean();
        assertTrue(crossing > 0.5 && crossing < 1, even.verdict());
        assertTrue(even.verdict().startsWith("zone_reclaim is better up to reread = "), even.verdict());
        assertTrue(even.verdict().endsWith("within 0.5..1, then default"), even.verdict());
        assertTrue(even.points().get(0).differenceNanos().mean() > 0);
        assertTrue(even.points().get(2).differenceNanos().mean() < 0);
        assertEquals(3, BreakEvenTable.of(even).size());
    }

    @Test
    void shouldHalveTheIntervalOfACrossing() throws Exception {
        Variation tiny = new Variation(Map.of(), 1.0 / 64, List.of(), null);
        BreakEven even = BreakEvenSearch.play(sweep -> new ComparisonPlan(POLICIES,
                values -> Presets.load("valuable-cache", tiny.with(values)))
                .variants(Variant.parseList("default,zone_reclaim")).sweep(sweep).seeds(1, 1).cases(),
                Sweep.parse("reread=0,0.5,1.0"), 3, new Comparison(POLICIES), row -> { });
        double crossing = even.intervals().get(0).mean();
        List<Double> near = even.points().stream().map(BreakEven.Point::x)
                .filter(x -> Math.abs(x - crossing) < 0.0626).toList();
        assertTrue(near.size() >= 2 && even.points().size() == 6, even.points().toString());
    }

    @Test
    void shouldSayThatThereIsNoCrossing() throws Exception {
        BreakEven even = BreakEven.of(rows("valuable-cache", "membind,default", "touches=20,40", 1));
        assertEquals("no crossing in range: membind is better throughout", even.verdict());
    }

    @Test
    void shouldGiveNoCostToRunsThatFail() throws Exception {
        BreakEven even = BreakEven.of(rows("larger-than-node", "membind,default", "touches=1,2", 1));
        assertEquals("no point where both complete", even.verdict());
        assertTrue(Double.isNaN(even.points().get(0).firstNanos()));
    }

    @Test
    void shouldRefuseWhatIsNotTwoPoliciesOverAscendingNumbers() throws Exception {
        List<ComparisonRow> falling = rows("valuable-cache", "default,membind", "touches=2,1", 1);
        assertThrows(IllegalArgumentException.class, () -> BreakEven.of(falling));
        assertThrows(IllegalArgumentException.class, () -> BreakEven.of(falling.subList(0, 1)));
    }

    private static List<ComparisonRow> rows(String preset, String variants, String sweep, int seeds)
            throws Exception {
        Variation tiny = new Variation(Map.of(), 1.0 / 64, List.of(), null);
        return new Comparison(POLICIES).play(new ComparisonPlan(POLICIES,
                values -> Presets.load(preset, tiny.with(values)))
                .variants(Variant.parseList(variants)).sweep(Sweep.parse(sweep)).seeds(1, seeds).cases());
    }
}
