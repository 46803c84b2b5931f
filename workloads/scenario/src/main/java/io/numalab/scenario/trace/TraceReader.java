package io.numalab.scenario.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The events of a trace, one after another. Lines that hold none (stacks, heads, other events) are skipped; a line of
 * more than {@value #LINE_MAX} characters is refused. One thread only.
 */
public final class TraceReader implements AutoCloseable {
    /** The longest line that is read. */
    public static final int LINE_MAX = 65_536;

    private final BufferedReader reader;
    private final String file;
    private final StringBuilder line = new StringBuilder();
    private long number;

    /** @param file the name for complaints */
    public TraceReader(InputStream text, String file) {
        reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), LINE_MAX);
        this.file = file;
    }

    /**
     * The next event.
     *
     * @return null at the end
     * @throws TraceFormatException if an event is malformed
     */
    public TraceEvent next() throws IOException {
        while (readLine()) {
            TraceEvent event = KmemLine.parse(line.toString(), number, file);
            if (event != null) {
                return event;
            }
        }
        return null;
    }

    /** How many lines have been read. */
    public long lines() {
        return number;
    }

    private boolean readLine() throws IOException {
        line.setLength(0);
        int next = reader.read();
        if (next < 0) {
            return false;
        }
        number++;
        while (next >= 0 && next != '\n') {
            if (line.length() == LINE_MAX) {
                throw new TraceFormatException(file, number, LINE_MAX, "a line of at most " + LINE_MAX + " characters",
                        "more");
            }
            line.append((char) next);
            next = reader.read();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
