package io.numalab.report.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of repeated runs and its confidence interval of 95 %, by Student's t distribution with one degree of freedom
 * less than runs (Student, "The probable error of a mean", Biometrika 6, 1908).
 *
 * @param mean of the values; NaN if one of them is
 * @param halfWidth of the interval around the mean; NaN if there is no spread to derive it from: one run, or runs that
 *     all gave the same
 * @param count how many values
 * @param identical whether there are several values and all are the same
 */
public record Interval(double mean, double halfWidth, int count, boolean identical) {
    /** The confidence. */
    public static final double CONFIDENCE = 0.95;

    /** The interval of some values. @throws IllegalArgumentException if there are none */
    public static Interval of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values: expected at least one");
        }
        int count = values.size();
        double first = values.get(0);
        if (values.stream().allMatch(value -> value.equals(first))) {
            return new Interval(first, Double.NaN, count, count > 1);
        }
        double mean = mean(values);
        return new Interval(mean, quantile(count) * StrictMath.sqrt(variance(values, mean) / count), count, false);
    }

    /** The arithmetic mean. */
    static double mean(List<Double> values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.size();
    }

    /** The variance of the population that the values are a sample of. */
    static double variance(List<Double> values, double mean) {
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.size() - 1);
    }

    private static double quantile(int count) {
        return TDistribution.of(count - 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);
    }
}
