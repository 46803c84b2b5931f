package io.numalab.report.statistics;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How runs differ from those of a baseline with the same seeds. Of each pair the difference is taken; the paired t test
 * asks whether their mean could be 0. It is two-sided, at a level of 5 %, and not corrected for the number of
 * comparisons.
 *
 * @param mean of the differences
 * @param halfWidth of its confidence interval of 95 %; NaN if all differences are the same
 * @param probability that differences as large as these come about by chance (the p value): 0 if all are the same and
 *     not 0, 1 if all are 0; NaN with one pair
 * @param verdict what may be said
 */
public record PairedDifference(double mean, double halfWidth, double probability, Verdict verdict) {
    /** The level of the test. */
    public static final double LEVEL = 0.05;

    /** What may be said of a difference. */
    public enum Verdict {
        /** One pair: it differs, or not, and how that varies is not known. */
        UNTESTED,
        /** No pair differs. */
        EQUAL,
        /** All pairs differ by the same amount: there is no chance in it. */
        SAME_IN_ALL,
        /** The test finds a difference. */
        DIFFERENT,
        /** The test finds none. */
        NOT_SHOWN
    }

    /**
     * Compares runs pair by pair.
     *
     * @throws IllegalArgumentException if there are not as many of both, or none
     */
    public static PairedDifference of(List<Double> baseline, List<Double> others) {
        if (baseline.size() != others.size() || baseline.isEmpty()) {
            throw new IllegalArgumentException(
                    baseline.size() + " and " + others.size() + " values: expected pairs");
        }
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < baseline.size(); i++) {
            differences.add(others.get(i) - baseline.get(i));
        }
        Interval interval = Interval.of(differences);
        if (differences.size() == 1) {
            return new PairedDifference(interval.mean(), Double.NaN, Double.NaN, Verdict.UNTESTED);
        } else if (interval.identical()) {
            boolean equal = interval.mean() == 0;
            return new PairedDifference(
                    interval.mean(), Double.NaN, equal ? 1 : 0, equal ? Verdict.EQUAL : Verdict.SAME_IN_ALL);
        }
        double error = StrictMath.sqrt(Interval.variance(differences, interval.mean()) / differences.size());
        double t = StrictMath.abs(interval.mean() / error);
        double probability = 2 * TDistribution.of(differences.size() - 1).survivalProbability(t);
        return new PairedDifference(interval.mean(), interval.halfWidth(), probability,
                probability < LEVEL ? Verdict.DIFFERENT : Verdict.NOT_SHOWN);
    }

    /** Whether it may be called a difference: the test says so, or there is no chance in it. */
    public boolean isDifference() {
        return verdict == Verdict.DIFFERENT || verdict == Verdict.SAME_IN_ALL
                || verdict == Verdict.UNTESTED && mean != 0;
    }
}
