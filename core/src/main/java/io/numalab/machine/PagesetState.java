package io.numalab.machine;

/**
 * The list of free pages that one CPU keeps of one zone, as {@code /proc/zoneinfo} shows it, in pages.
 *
 * @param count pages on it
 * @param high how many it may hold
 * @param batch how many go to and from the zone at a time
 * @param highLeast the smallest value of {@code high} (since 6.12 it floats)
 * @param highMost the largest value of {@code high}
 */
public record PagesetState(int count, int high, int batch, int highLeast, int highMost) {}
