package io.numalab.report.comparison;

import io.numalab.scenario.language.ByteSize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name and the values it takes, one run after the other. {@code NAME=1..8} are whole numbers, {@code NAME=1..64*2}
 * doubles, {@code NAME=0..1:0.1} steps by 0.1, {@code NAME=0..1#11} are 11 values at equal distances,
 * {@code NAME=1G,4G,16G} a list. Bounds may have the units K, M, G, T.
 *
 * @param name a parameter of the scenario; {@code POLICY:KEY} for a setting of a policy; or the name of a
 *     {@link Setting}
 * @param values at least one
 */
public record Sweep(String name, List<String> values) {
    /** The most values of one sweep. */
    public static final int VALUES_MAX = 10_000;

    private static final Pattern RANGE =
            Pattern.compile("([0-9.]+[KMGT]?)\\.\\.([0-9.]+[KMGT]?)(?:([:*#])([0-9.]+[KMGT]?))?");
    private static final int COUNTED_DECIMALS = 9;

    /** Copies the list. */
    public Sweep {
        values = List.copyOf(values);
    }

    /** Reads {@code NAME=VALUES}. @throws IllegalArgumentException if it is malformed, or has too many values */
    public static Sweep parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw malformed(text, "expected NAME=FROM..TO or NAME=VALUE,VALUE");
        }
        String name = text.substring(0, equals).strip();
        String values = text.substring(equals + 1).strip();
        Matcher range = RANGE.matcher(values);
        if (!range.matches()) {
            List<String> list = Arrays.stream(values.split(",", -1)).map(String::strip).toList();
            if (list.contains("") || values.contains("..")) {
                throw malformed(text, "expected FROM..TO with :STEP, *FACTOR or #COUNT, or values between commas");
            }
            return new Sweep(name, list);
        }
        return new Sweep(name, expand(text, range));
    }

    private static List<String> expand(String text, Matcher range) {
        boolean size = (range.group(1) + range.group(2)).matches(".*[KMGT].*");
        BigDecimal from = number(text, range.group(1));
        BigDecimal to = number(text, range.group(2));
        String kind = range.group(3) == null ? ":" : range.group(3);
        BigDecimal step = range.group(4) == null ? BigDecimal.ONE : number(text, range.group(4));
        if (from.compareTo(to) > 0) {
            throw malformed(text, "expected the smaller bound first");
        }
        if (kind.equals("#")) {
            return count(text, from, to, step, size);
        }
        boolean grows = kind.equals("*") ? step.compareTo(BigDecimal.ONE) > 0 && from.signum() > 0 : step.signum() > 0;
        if (!grows) {
            throw malformed(text, kind.equals("*") ? "expected a factor above 1 and a bound above 0"
                    : "expected a step above 0");
        }
        List<String> values = new ArrayList<>();
        for (BigDecimal x = from; x.compareTo(to) <= 0; x = kind.equals("*") ? x.multiply(step) : x.add(step)) {
            add(text, values, x, size);
        }
        return values;
    }

    private static List<String> count(String text, BigDecimal from, BigDecimal to, BigDecimal count, boolean size) {
        if (count.stripTrailingZeros().scale() > 0 || count.compareTo(BigDecimal.valueOf(2)) < 0
                || count.compareTo(BigDecimal.valueOf(VALUES_MAX)) > 0) {
            throw malformed(text, "expected a count of 2 to " + VALUES_MAX);
        }
        List<String> values = new ArrayList<>();
        BigDecimal gaps = count.subtract(BigDecimal.ONE);
        for (int i = 0; i < count.intValue(); i++) {
            BigDecimal x = from.add(to.subtract(from).multiply(BigDecimal.valueOf(i))
                    .divide(gaps, COUNTED_DECIMALS, RoundingMode.HALF_EVEN));
            add(text, values, x, size);
        }
        return values;
    }

    private static void add(String text, List<String> values, BigDecimal x, boolean size) {
        if (values.size() == VALUES_MAX) {
            throw malformed(text, "expected at most " + VALUES_MAX + " values");
        }
        values.add(size ? ByteSize.format(x.setScale(0, RoundingMode.HALF_EVEN).longValueExact())
                : (x.signum() == 0 ? BigDecimal.ZERO : x.stripTrailingZeros()).toPlainString());
    }

    private static BigDecimal number(String text, String bound) {
        try {
            return bound.matches(".*[KMGT]") ? BigDecimal.valueOf(ByteSize.parse(bound)) : new BigDecimal(bound);
        } catch (IllegalArgumentException notNumber) {
            throw malformed(text, bound + " is no number");
        }
    }

    private static IllegalArgumentException malformed(String text, String problem) {
        return new IllegalArgumentException("sweep " + text + ": " + problem);
    }

    /** Values as numbers: sizes in bytes; NaN where a value is none. */
    public static double number(String value) {
        try {
            return value.matches(".*[KMGT](i?B)?") ? ByteSize.parse(value) : new BigDecimal(value).doubleValue();
        } catch (IllegalArgumentException text) {
            return Double.NaN;
        }
    }
}
