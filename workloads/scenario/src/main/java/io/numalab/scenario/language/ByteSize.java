package io.numalab.scenario.language;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as a scenario writes them: {@code 4096}, {@code 490M}, {@code 1.5G}, {@code 125GiB}. All units are powers of
 * two, {@code GB} included, as in the thread the scenarios come from. A fraction of a byte is cut off.
 */
public final class ByteSize {
    /** The largest size: 64 TiB, eight times what a machine may have. */
    public static final long BYTES_MAX = 1L << 46;
    /** What an error message says is expected. */
    static final String EXPECTED = "a size from 0 to 64T such as 490M or 1.5G";

    private static final Pattern GRAMMAR = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)(?:([KMGT])(?:i?B)?)?");
    private static final String UNITS = "KMGT";

    private ByteSize() {
    }

    /**
     * Reads a size.
     *
     * @return bytes, 0 to {@link #BYTES_MAX}
     * @throws IllegalArgumentException if the text is no size, negative or too large
     */
    public static long parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected " + EXPECTED + ", got " + ScenarioException.printable(text));
        }
        int shift = matcher.group(2) == null ? 0 : 10 * (UNITS.indexOf(matcher.group(2)) + 1);
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << shift));
        if (bytes.compareTo(BigDecimal.valueOf(BYTES_MAX)) > 0) {
            throw new IllegalArgumentException("expected " + EXPECTED + ", got " + text);
        }
        return bytes.setScale(0, RoundingMode.DOWN).longValueExact();
    }

    /** The shortest exact spelling: {@code 1536M} for 1610612736. */
    public static String format(long bytes) {
        for (int unit = UNITS.length(); unit > 0; unit--) {
            long size = 1L << (10 * unit);
            if (bytes != 0 && bytes % size == 0) {
                return bytes / size + UNITS.substring(unit - 1, unit);
            }
        }
        return Long.toString(bytes);
    }
}
