package io.numalab.scenario.trace;

import java.io.IOException;
import java.io.InputStream;

/**
 * The events of a trace, one after another. Lines that hold none (stacks, heads, other events) are skipped. One thread
 * only.
 */
public final class TraceReader implements AutoCloseable {
    private final TraceLines lines;

    /** @param file the name for complaints */
    public TraceReader(InputStream text, String file) {
        lines = new TraceLines(text, file);
    }

    /**
     * The next event.
     *
     * @return null at the end
     * @throws TraceFormatException if an event is malformed, or a line longer than {@link TraceLines#LINE_MAX}
     */
    public TraceEvent next() throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            TraceEvent event = KmemLine.parse(line, lines.number(), lines.file());
            if (event != null) {
                return event;
            }
        }
        return null;
    }

    /** How many lines have been read. */
    public long lines() {
        return lines.number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
