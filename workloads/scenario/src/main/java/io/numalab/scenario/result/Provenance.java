package io.numalab.scenario.result;

/**
 * How a result came about.
 *
 * @param version of this program
 * @param seed of the run
 * @param command the command line that gives the same result
 */
public record Provenance(String version, long seed, String command) {
}
