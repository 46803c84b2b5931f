package io.numalab.scenario.trace;

import io.numalab.scenario.language.ScenarioException;

/** A line of a trace that cannot be understood; the message is one line: place, what was expected, what was found. */
public final class TraceFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int FOUND_MAX = 60;

    /**
     * Something that is not as expected.
     *
     * @param column 1 for the first
     * @param found cut and made printable
     */
    public TraceFormatException(String file, long line, int column, String expected, String found) {
        super(file + ":" + line + ":" + column + ": expected " + expected + ", found "
                + (found.isBlank() ? "nothing" : "\"" + ScenarioException.printable(cut(found.strip())) + "\""));
    }

    private static String cut(String found) {
        return found.length() > FOUND_MAX ? found.substring(0, FOUND_MAX) + "..." : found;
    }
}
