package io.numalab.scenario.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and numbers as damo prints them: with commas between thousands, times with units if not in nanoseconds. */
final class DamoTime {
    /** What is expected, for complaints. */
    static final String EXPECTED = "nanoseconds, or a time such as 2 m 3 s 456 ms";
    /** In place of a time that is none. */
    static final long BAD = -1;

    private static final Pattern NUMBER = Pattern.compile("[0-9,]{1,25}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PART = Pattern.compile("([0-9][0-9,]{0,19}(?:\\.[0-9]+)?)\\s*(ms|us|ns|d|h|m|s)\\s*");

    private DamoTime() {}

    /** A number, or {@link #BAD} if it is none below 10^18. */
    static long number(String text) {
        String digits = text.replace(",", "");
        return DIGITS.matcher(digits).matches() ? Long.parseLong(digits) : BAD;
    }

    /** A time in nanoseconds, or {@link #BAD}. */
    static long nanos(String text) {
        if (NUMBER.matcher(text).matches()) {
            return number(text);
        }
        double nanos = 0;
        Matcher part = PART.matcher(text);
        int at = 0;
        while (part.find() && part.start() == at) {
            nanos += Double.parseDouble(part.group(1).replace(",", "")) * unitNanos(part.group(2));
            at = part.end();
        }
        return at == 0 || at < text.length() || nanos > Long.MAX_VALUE / 2 ? BAD : StrictMath.round(nanos);
    }

    private static double unitNanos(String unit) {
        return switch (unit) {
            case "d" -> 86_400e9;
            case "h" -> 3600e9;
            case "m" -> 60e9;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "us" -> 1e3;
            default -> 1;
        };
    }
}
