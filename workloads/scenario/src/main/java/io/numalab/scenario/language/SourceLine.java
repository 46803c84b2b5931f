package io.numalab.scenario.language;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a scenario before it is parsed.
 *
 * @param number where the line stands in its file, 1 for the first
 * @param text the line without its end
 */
public record SourceLine(int number, String text) {
    /** The longest line in characters: the distances of 1024 nodes take 4 MiB. */
    public static final int LENGTH_MAX = 8 << 20;
    /** The most lines of one file. */
    public static final int LINES_MAX = 100_000;

    /**
     * Splits a text at its line ends ({@code \n} or {@code \r\n}).
     *
     * @throws ScenarioException if a line is longer than {@link #LENGTH_MAX} or there are more than {@link #LINES_MAX}
     */
    static List<SourceLine> split(String file, String text) {
        List<SourceLine> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int number = lines.size() + 1;
            if (number > LINES_MAX) {
                throw new ScenarioException(
                        new SourcePosition(file, number, 1), "at most " + LINES_MAX + " lines", "more");
            }
            int stop = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            SourceLine line = new SourceLine(number, text.substring(start, stop));
            line.check(file);
            lines.add(line);
            start = end + 1;
        }
        return lines;
    }

    /** Refuses a line that is too long. */
    void check(String file) {
        if (text.length() > LENGTH_MAX) {
            throw new ScenarioException(new SourcePosition(file, number, LENGTH_MAX + 1),
                    "a line of at most " + LENGTH_MAX + " characters", text.length() + " characters");
        }
    }
}
