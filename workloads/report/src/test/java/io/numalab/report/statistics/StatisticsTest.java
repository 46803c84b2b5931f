package io.numalab.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.numalab.report.statistics.PairedDifference.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void shouldGiveTheIntervalOfTextbooks() {
        // Student's own data: additional hours of sleep, t(9, 0.975) = 2.262157.
        Interval interval = Interval.of(List.of(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0));
        assertEquals(0.75, interval.mean(), 1e-12);
        assertEquals(2.262157 * 1.789010 / StrictMath.sqrt(10), interval.halfWidth(), 1e-5);
        assertFalse(interval.identical());
    }

    @Test
    void shouldGiveNoIntervalWithoutSpread() {
        Interval same = Interval.of(List.of(3.0, 3.0, 3.0));
        assertTrue(same.identical());
        assertTrue(Double.isNaN(same.halfWidth()));
        Interval one = Interval.of(List.of(3.0));
        assertFalse(one.identical());
        assertTrue(Double.isNaN(one.halfWidth()));
        assertTrue(Interval.of(List.of(Double.NaN, Double.NaN)).identical());
        assertThrows(IllegalArgumentException.class, () -> Interval.of(List.of()));
    }

    @Test
    void shouldTestPairs() {
        // Student's ten patients under two drugs: t = 4.0621, p = 0.002833.
        List<Double> first = List.of(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0);
        List<Double> second = List.of(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4);
        PairedDifference difference = PairedDifference.of(first, second);
        assertEquals(1.58, difference.mean(), 1e-12);
        assertEquals(0.002833, difference.probability(), 1e-6);
        assertEquals(Verdict.DIFFERENT, difference.verdict());
        PairedDifference noise = PairedDifference.of(List.of(1.0, 2.0, 3.0), List.of(2.0, 1.0, 3.5));
        assertEquals(Verdict.NOT_SHOWN, noise.verdict());
        assertFalse(noise.isDifference());
    }

    @Test
    void shouldSayWhereThereIsNoChance() {
        assertEquals(Verdict.EQUAL, PairedDifference.of(List.of(1.0, 2.0), List.of(1.0, 2.0)).verdict());
        assertEquals(Verdict.SAME_IN_ALL, PairedDifference.of(List.of(1.0, 2.0), List.of(2.0, 3.0)).verdict());
        assertTrue(PairedDifference.of(List.of(1.0, 1.0), List.of(2.0, 2.0)).isDifference());
        assertEquals(Verdict.UNTESTED, PairedDifference.of(List.of(1.0), List.of(2.0)).verdict());
        assertThrows(IllegalArgumentException.class, () -> PairedDifference.of(List.of(1.0), List.of()));
    }
}
