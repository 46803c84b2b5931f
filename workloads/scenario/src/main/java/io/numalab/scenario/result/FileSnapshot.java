package io.numalab.scenario.result;

/**
 * Which part of a file is in the page cache.
 *
 * @param name of the file
 * @param pages the part that was used so far, from the start of the file
 * @param residentPages of these
 * @param residentByOffset the same part cut into 32 equal slices
 */
public record FileSnapshot(String name, long pages, long residentPages, long[] residentByOffset) {
}
