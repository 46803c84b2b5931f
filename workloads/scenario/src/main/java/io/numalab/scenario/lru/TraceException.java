package io.numalab.scenario.lru;

import io.numalab.scenario.language.SourcePosition;

/** A line of a trace that cannot be understood; the message is one line: place, what was expected, what was found. */
public final class TraceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient SourcePosition position;

    TraceException(SourcePosition position, String expected, String found) {
        super(position + ": expected " + expected + ", found " + found);
        this.position = position;
    }

    /** Where it stands. */
    public SourcePosition position() {
        return position;
    }
}
