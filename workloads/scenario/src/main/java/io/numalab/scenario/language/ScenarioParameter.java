package io.numalab.scenario.language;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A declared parameter: {@code @param NAME DEFAULT MIN..MAX text}. Steps and node sizes use it as {@code ${NAME}}.
 *
 * @param name letters, digits and {@code _}, starting with a letter
 * @param defaultValue used when none is given
 * @param min smallest value, inclusive; a number or a size
 * @param max largest value, inclusive
 * @param doc one line
 * @param position where it is declared
 */
public record ScenarioParameter(
        String name, String defaultValue, String min, String max, String doc, SourcePosition position) {
    /** The grammar of a name. */
    static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,31}");

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,15}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}\\.[0-9]{1,9}");

    /** The range as declared, {@code 1..64}. */
    public String range() {
        return min + ".." + max;
    }

    /**
     * Checks a value against the range. A parameter whose default and bounds are whole numbers takes whole numbers
     * only.
     *
     * @return the value
     * @throws ScenarioException naming the parameter, its range and the value
     */
    public String check(String value) {
        boolean whole = isWhole(defaultValue) && isWhole(min) && isWhole(max);
        BigDecimal number = number(value);
        if (number == null || whole && !isWhole(value) || number.compareTo(number(min)) < 0
                || number.compareTo(number(max)) > 0) {
            throw new ScenarioException(position,
                    (whole ? "a whole number " : "a value ") + range() + " for parameter " + name, value);
        }
        return value;
    }

    /** Whether the text is a whole number without a unit. */
    static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    /** The number or the bytes a text stands for, or null if it is neither. */
    static BigDecimal number(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return new BigDecimal(text);
        }
        try {
            return BigDecimal.valueOf(ByteSize.parse(text));
        } catch (IllegalArgumentException notSize) {
            return null;
        }
    }
}
