package io.numalab.recorder.log;

import java.util.StringJoiner;

/** The lines of a raw log, read from the first to the last. One thread only. */
final class LogLines {
    /** Ends a body of several lines. */
    private static final String END = "@@EOF";

    private final String[] lines;
    private int next;

    /** The lines of a text. One that is not ended is left out: the guest was about to write it. */
    LogLines(String text) {
        int end = text.lastIndexOf('\n');
        lines = end < 0 ? new String[0] : text.substring(0, end).split("\n", -1);
    }

    /** Whether there is another line. */
    boolean hasNext() {
        return next < lines.length;
    }

    /** The next line. */
    String next() {
        return lines[next++];
    }

    /** The lines up to the one that ends a body, which is read too. */
    String body() {
        StringJoiner body = new StringJoiner("\n");
        while (hasNext() && !lines[next].startsWith(END)) {
            body.add(lines[next++]);
        }
        next++;
        return body.toString();
    }
}
