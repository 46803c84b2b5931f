package io.numalab.scenario.topology;

import io.numalab.scenario.language.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a text, without the marks of a quoting mail and without the NUL that old kernels print.
 *
 * @param file the name that errors give
 * @param number 1 for the first
 * @param offset how many characters were taken off at its start
 * @param text what is left
 */
record TextLine(String file, int number, int offset, String text) {

    SourcePosition position(int index) {
        return new SourcePosition(file, number, offset + index + 1);
    }

    TopologyException wrong(String expected) {
        String stripped = text.strip();
        return new TopologyException(position(text.indexOf(stripped)), expected,
                stripped.isEmpty() ? "an empty line" : stripped);
    }

    boolean isBlank() {
        return text.isBlank();
    }

    /** Whether it is blank or a comment. */
    boolean saysNothing() {
        return text.isBlank() || text.stripLeading().startsWith("#");
    }

    /** The words from an index of the text on, separated by blanks. */
    List<TextWord> words(int from) {
        List<TextWord> words = new ArrayList<>();
        int start = from;
        while (start < text.length()) {
            while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
                start++;
            }
            int end = start;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            if (end > start) {
                words.add(new TextWord(position(start), text.substring(start, end)));
            }
            start = end;
        }
        return words;
    }

    List<TextWord> words() {
        return words(0);
    }
}
