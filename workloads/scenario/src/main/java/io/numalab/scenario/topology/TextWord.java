package io.numalab.scenario.topology;

import io.numalab.scenario.language.SourcePosition;
import java.util.regex.Pattern;

/**
 * A word of a text and where it stands.
 *
 * @param position of its first character
 * @param text without blanks
 */
record TextWord(SourcePosition position, String text) {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?");

    TopologyException wrong(String expected) {
        return new TopologyException(position, expected, text);
    }

    boolean isWhole() {
        return WHOLE.matcher(text).matches();
    }

    /** A whole number in a range. */
    long number(String what, long min, long max) {
        if (!isWhole() || Long.parseLong(text) < min || Long.parseLong(text) > max) {
            throw wrong(what + " from " + min + " to " + max);
        }
        return Long.parseLong(text);
    }

    /** A decimal number of at least 0. */
    double decimal(String what) {
        if (!DECIMAL.matcher(text).matches()) {
            throw wrong(what + " such as 107.5");
        }
        return Double.parseDouble(text);
    }
}
