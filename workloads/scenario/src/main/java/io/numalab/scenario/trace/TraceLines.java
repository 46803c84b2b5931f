package io.numalab.scenario.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** The lines of a trace; one of more than {@value #LINE_MAX} characters is refused. One thread only. */
public final class TraceLines implements AutoCloseable {
    /** The longest line that is read. */
    public static final int LINE_MAX = 65_536;

    private final Reader reader;
    private final String file;
    private final char[] buffer = new char[2 * LINE_MAX];
    private int position;
    private int limit;
    private long number;

    /** @param file the name for complaints */
    public TraceLines(InputStream text, String file) {
        reader = new InputStreamReader(text, StandardCharsets.UTF_8);
        this.file = file;
    }

    /**
     * The next line without its end.
     *
     * @return null at the end
     * @throws TraceFormatException if it is too long
     */
    public String next() throws IOException {
        int end = position;
        while (true) {
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (end - position > LINE_MAX) {
                number++;
                throw bad(LINE_MAX, "a line of at most " + LINE_MAX + " characters", "more");
            }
            if (end < limit) {
                String line = new String(buffer, position, end - position);
                position = end + 1;
                number++;
                return line;
            }
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            end = limit;
            position = 0;
            int count = reader.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                return last();
            }
            limit += count;
        }
    }

    // The last line may have no end.
    private String last() {
        if (limit == 0) {
            return null;
        }
        String line = new String(buffer, 0, limit);
        limit = 0;
        number++;
        return line;
    }

    /** How many lines have been read. */
    public long number() {
        return number;
    }

    /** What is wrong with the line that was read last. @param column 1 for the first */
    public TraceFormatException bad(int column, String expected, String found) {
        return new TraceFormatException(file, number, column, expected, found);
    }

    String file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
