package io.numalab.topology;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a price list. Stricter than {@link java.util.Properties}, which would let a typing error pass. */
final class PriceListReader {

    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z_0-9.-]+)\\s*=\\s*([-+0-9.eE]{1,30})\\s*");
    private static final BigDecimal NANOS_MAX = BigDecimal.valueOf(Prices.NANOS_MAX);
    private static final long MISSING = -1;

    private final String name;
    private final long[] picos = new long[Price.values().length];
    private int line;

    PriceListReader(String name) {
        this.name = name;
        Arrays.fill(picos, MISSING);
    }

    /** Picoseconds by ordinal of the price. */
    long[] read(Reader reader) {
        try {
            BufferedReader lines = new BufferedReader(reader);
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (!text.isBlank() && !text.stripLeading().startsWith("#")) {
                    readLine(text);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        for (Price price : Price.values()) {
            if (picos[price.ordinal()] == MISSING) {
                throw new IllegalArgumentException("price list " + name + ": " + price + " is missing");
            }
        }
        return picos;
    }

    private void readLine(String text) {
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            throw error("\"" + text.strip() + "\": expected NAME = nanoseconds");
        }
        Price price = price(matcher.group(1));
        if (picos[price.ordinal()] != MISSING) {
            throw error(price + " stands here a second time");
        }
        picos[price.ordinal()] = picos(price, matcher.group(2));
    }

    private Price price(String key) {
        for (Price price : Price.values()) {
            if (price.name().equals(key)) {
                return price;
            }
        }
        throw error("unknown price \"" + key + "\": expected one of " + Arrays.toString(Price.values()));
    }

    private long picos(Price price, String text) {
        BigDecimal nanos;
        try {
            nanos = new BigDecimal(text);
        } catch (NumberFormatException malformed) {
            throw error(price + " of \"" + text + "\": expected nanoseconds such as 52.98");
        }
        if (nanos.signum() < 0 || nanos.compareTo(NANOS_MAX) > 0) {
            throw error(price + " of " + text + " ns: expected 0 to " + NANOS_MAX);
        }
        return nanos.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("price list " + name + ", line " + line + ": " + what);
    }
}
