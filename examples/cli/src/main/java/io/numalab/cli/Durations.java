package io.numalab.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as options give them: a number and one of the units ns, us, ms and s. */
final class Durations {
    private static final Pattern GRAMMAR = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ns|us|ms|s)");
    private static final List<String> UNITS = List.of("ns", "us", "ms", "s");

    private Durations() {
    }

    /** Nanoseconds. @throws IllegalArgumentException if the text is no duration of 1 ns or more */
    static long nanos(String option, String text) {
        Matcher matcher = GRAMMAR.matcher(text.strip());
        if (matcher.matches()) {
            long nanos = new BigDecimal(matcher.group(1)).scaleByPowerOfTen(3 * UNITS.indexOf(matcher.group(2)))
                    .longValue();
            if (nanos > 0) {
                return nanos;
            }
        }
        throw new IllegalArgumentException(
                option + " " + text + ": expected a duration such as 10ms, with ns, us, ms or s");
    }
}
