package io.numalab.scenario.lru;

import io.numalab.scenario.language.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads object ids from CSV, a line for each request, in batches and without an object for a line: reading is what
 * bounds the requests a second, so no general CSV library is used. Blank lines are skipped, lines may end in CR LF.
 * Takes {@value #BUFFER_BYTES} bytes of heap, more only for longer lines. One thread only.
 */
final class ObjectIdReader {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int LINE_BYTES_MAX = 1 << 24;
    private static final int FOUND_BYTES_MAX = 40;
    /** As many digits as certainly fit into a signed number. */
    private static final int DIGITS_SAFE = 18;
    private static final long HASH_START = 0xCBF2_9CE4_8422_2325L;
    private static final long HASH_FACTOR = 0x0000_0100_0000_01B3L;

    private final InputStream in;
    private final String file;
    private final TraceColumns columns;
    private final byte delimiter;
    private byte[] buffer = new byte[BUFFER_BYTES];
    /** The next line begins here. */
    private int position;
    /** The last whole line in the buffer ends here, with an end of line. */
    private int linesEnd;
    private int limit;
    private boolean atEnd;
    private long line;

    /** @param file the name for complaints */
    ObjectIdReader(InputStream in, String file, TraceColumns columns) {
        this.in = in;
        this.file = file;
        this.columns = columns;
        delimiter = (byte) columns.delimiter();
    }

    /**
     * Reads the next ids.
     *
     * @return how many, less than {@code ids.length} only at the end
     * @throws TraceException if a line has no id
     */
    int read(long[] ids) throws IOException {
        int count = 0;
        while (count < ids.length && (position < linesEnd || fill())) {
            line++;
            int start = position;
            int field = start;
            for (int column = 1; column < columns.id(); column++) {
                field = nextField(start, field);
            }
            if (line == 1 && columns.header() || isBlank(start)) {
                position = lineEnd(start) + 1;
            } else {
                ids[count++] = columns.text() ? text(start, field) : number(start, field);
            }
        }
        return count;
    }

    private boolean isBlank(int start) {
        return buffer[start] == '\n' || buffer[start] == '\r' && buffer[start + 1] == '\n';
    }

    private int nextField(int start, int from) {
        int at = from;
        while (buffer[at] != delimiter && buffer[at] != '\n') {
            at++;
        }
        if (buffer[at] == '\n') {
            if (line == 1 && columns.header() || isBlank(start)) {
                return from;
            }
            throw bad(start, at, "a column " + columns.id());
        }
        return at + 1;
    }

    private long number(int start, int field) {
        int at = skipBlanks(field);
        int first = at;
        long value = 0;
        int digit = buffer[at] - '0';
        while (digit >= 0 && digit <= 9) {
            value = value * 10 + digit;
            digit = buffer[++at] - '0';
        }
        if (at - first > DIGITS_SAFE || at == first) {
            value = largeNumber(start, first, at);
        }
        byte end = buffer[at];
        if (end != '\n') {
            at = skipBlanks(at);
            end = buffer[at];
            if (end != delimiter && end != '\n' && !(end == '\r' && buffer[at + 1] == '\n')) {
                throw bad(start, at, "the end of a decimal number");
            }
            at = lineEnd(at);
        }
        position = at + 1;
        return value;
    }

    private long largeNumber(int start, int first, int end) {
        try {
            return Long.parseUnsignedLong(new String(buffer, first, end - first, StandardCharsets.US_ASCII));
        } catch (NumberFormatException none) {
            throw bad(start, first, "an object id (a decimal number from 0 to 2^64-1)");
        }
    }

    private int skipBlanks(int from) {
        int at = from;
        while (buffer[at] == ' ' || buffer[at] == '\t' && delimiter != '\t') {
            at++;
        }
        return at;
    }

    // FNV-1a, with its bits mixed once more by the index.
    private long text(int start, int field) {
        long hash = HASH_START;
        int at = field;
        for (byte next = buffer[at]; next != delimiter && next != '\n'; next = buffer[++at]) {
            if (next == '\r' && buffer[at + 1] == '\n') {
                break;
            }
            hash = (hash ^ next) * HASH_FACTOR;
        }
        if (at == field) {
            throw bad(start, field, "an object id");
        }
        position = lineEnd(at) + 1;
        return hash;
    }

    private int lineEnd(int from) {
        int at = from;
        while (buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private TraceException bad(int start, int at, String expected) {
        int end = at;
        while (end < at + FOUND_BYTES_MAX && buffer[end] != '\n' && buffer[end] != '\r' && buffer[end] != delimiter) {
            end++;
        }
        String found = new String(buffer, at, end - at, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
        return new TraceException(new SourcePosition(file, (int) Math.min(line, Integer.MAX_VALUE), at - start + 1),
                expected, found.isEmpty() ? "nothing" : "\"" + found + "\"");
    }

    /** Makes the buffer hold at least one whole line. @return whether there is one */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        linesEnd = 0;
        while (linesEnd == 0 && !atEnd) {
            grow();
            int before = limit;
            int count = in.read(buffer, limit, buffer.length - 1 - limit);
            atEnd = count < 0;
            limit += Math.max(0, count);
            linesEnd = lastLineEnd(before);
        }
        if (linesEnd == 0 && limit > 0) {
            // The last line has no end: there is room for one.
            buffer[limit++] = '\n';
            linesEnd = limit;
        }
        return linesEnd > 0;
    }

    private int lastLineEnd(int from) {
        int at = limit;
        while (at > from && buffer[at - 1] != '\n') {
            at--;
        }
        return at > from ? at : 0;
    }

    private void grow() {
        if (limit < buffer.length - 1) {
            return;
        }
        if (buffer.length >= LINE_BYTES_MAX) {
            throw new TraceException(new SourcePosition(file, (int) Math.min(line + 1, Integer.MAX_VALUE), 0),
                    "a line of less than " + LINE_BYTES_MAX + " bytes", "more");
        }
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
}
