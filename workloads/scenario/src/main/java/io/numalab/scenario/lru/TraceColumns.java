package io.numalab.scenario.lru;

/**
 * Where the object ids of a trace in CSV stand. Other columns, the size of an object among them, are not looked at;
 * quotes have no meaning.
 *
 * @param id the column of the id, 1 for the first
 * @param delimiter between columns: an ASCII character, neither a digit nor an end of line
 * @param header whether the first line is none of a request
 * @param text whether ids are arbitrary texts, told apart by 64 bits of a hash, instead of numbers below 2^64
 */
public record TraceColumns(int id, char delimiter, boolean header, boolean text) {
    /** One number a line, whatever follows after a comma. */
    public static final TraceColumns FIRST = new TraceColumns(1, ',', false, false);

    /** Checks the ranges. @throws IllegalArgumentException if a value is outside of its own */
    public TraceColumns {
        if (id < 1) {
            throw new IllegalArgumentException("column " + id + ": expected 1 or more");
        }
        if (delimiter > '~' || delimiter == '\n' || delimiter == '\r' || delimiter >= '0' && delimiter <= '9') {
            throw new IllegalArgumentException("delimiter '" + delimiter
                    + "': expected an ASCII character that is neither a digit nor an end of line");
        }
    }
}
