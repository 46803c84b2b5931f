package io.numalab.scenario.topology;

import io.numalab.scenario.language.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bounded text that is read line by line. One thread only. */
final class TopologyText {
    /** The largest file: 32 MiB. */
    static final int BYTES_MAX = 32 << 20;
    /** The longest line. */
    static final int LINE_MAX = 64 << 10;

    private final String file;
    private final String text;
    private int next;
    private int number;

    TopologyText(String file, String text) {
        this.file = file;
        this.text = text;
        if (text.length() > BYTES_MAX) {
            throw tooLarge(file);
        }
    }

    /**
     * Reads a file; what is no UTF-8 is replaced. Files of {@code /proc} do not tell their size before.
     *
     * @throws IOException if it cannot be read
     * @throws TopologyException if it is too large
     */
    static TopologyText read(Path path) throws IOException {
        byte[] bytes;
        try (InputStream stream = Files.newInputStream(path)) {
            bytes = stream.readNBytes(BYTES_MAX + 1);
        }
        if (bytes.length > BYTES_MAX) {
            throw tooLarge(path.toString());
        }
        return new TopologyText(path.toString(), new String(bytes, StandardCharsets.UTF_8));
    }

    private static TopologyException tooLarge(String file) {
        return new TopologyException(new SourcePosition(file, 0, 0),
                "at most " + (BYTES_MAX >> 20) + " MiB", "more");
    }

    String file() {
        return file;
    }

    String text() {
        return text;
    }

    /** Goes back to the first line. */
    TopologyText rewound() {
        return new TopologyText(file, text);
    }

    /** The next line, or null at the end. */
    TextLine next() {
        if (next >= text.length()) {
            return null;
        }
        int end = text.indexOf('\n', next);
        end = end < 0 ? text.length() : end;
        int start = next;
        next = end + 1;
        number++;
        if (end - start > LINE_MAX) {
            throw new TopologyException(new SourcePosition(file, number, LINE_MAX + 1),
                    "a line of at most " + LINE_MAX + " characters", (end - start) + " characters");
        }
        int from = quoted(start, end);
        while (end > from && isEnding(text.charAt(end - 1))) {
            end--;
        }
        return new TextLine(file, number, from - start, text.substring(from, end));
    }

    private static boolean isEnding(char c) {
        return c == '\r' || c == '\0';
    }

    private int quoted(int start, int end) {
        int from = start;
        int at = start;
        while (at < end && ("> \t\0\uFEFF").indexOf(text.charAt(at)) >= 0) {
            char c = text.charAt(at++);
            if (c == '>' || c == '\0' || c == '\uFEFF') {
                from = at;
            }
        }
        return from;
    }

    /** A complaint about what is missing at the end. */
    TopologyException missing(String expected) {
        return new TopologyException(new SourcePosition(file, Math.max(1, number), 0), expected, "the end of the text");
    }
}
