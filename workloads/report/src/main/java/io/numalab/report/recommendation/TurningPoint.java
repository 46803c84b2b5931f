package io.numalab.report.recommendation;

/**
 * Where a parameter of the workload changes the answer.
 *
 * @param parameter its name
 * @param value what it is
 * @param from the last value at which the answer was the same
 * @param to the first value at which it was another
 * @param other what is better there
 */
public record TurningPoint(String parameter, String value, String from, String to, Candidate other) {
}
