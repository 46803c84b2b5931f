package io.numalab.scenario.language;

/**
 * A {@code @file NAME SIZE} line: a file on the simulated disk.
 *
 * @param bytes its length
 */
public record FileLine(String name, long bytes) {
    /** The canonical spelling. */
    public String text() {
        return "@file " + name + " " + ByteSize.format(bytes);
    }
}
