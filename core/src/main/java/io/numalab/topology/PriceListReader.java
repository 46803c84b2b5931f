package io.numalab.topology;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a price list. Stricter than {@link java.util.Properties}, which would let a typing error pass. */
final class PriceListReader {

    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z_0-9.-]+)\\s*=\\s*([-+0-9.eE]{1,30})\\s*");
    private static final BigDecimal NANOS_MAX = BigDecimal.valueOf(Prices.NANOS_MAX);
    private static final long MISSING = -1;

    private final String name;
    private final long[] picos = new long[Price.values().length];
    private final SortedMap<String, Long> ofNodes = new TreeMap<>();
    private int line;

    PriceListReader(String name) {
        this.name = name;
        Arrays.fill(picos, MISSING);
    }

    /** The list. */
    Prices read(Reader reader) {
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
        return new Prices(name, picos, Collections.unmodifiableSortedMap(ofNodes));
    }

    private void readLine(String text) {
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            throw error("\"" + text.strip() + "\": expected NAME = value");
        }
        String key = matcher.group(1);
        boolean fresh;
        if (Prices.isOfNodes(key)) {
            fresh = ofNodes.put(key, thousandths(key, matcher.group(2), Prices.unitOfNodes(key))) == null;
        } else {
            Price price = price(key);
            fresh = picos[price.ordinal()] == MISSING;
            picos[price.ordinal()] = thousandths(key, matcher.group(2), price.unit());
        }
        if (!fresh) {
            throw error(key + " stands here a second time");
        }
    }

    private Price price(String key) {
        try {
            return Prices.price(key);
        } catch (IllegalArgumentException unknown) {
            throw error(unknown.getMessage());
        }
    }

    private long thousandths(String key, String text, String unit) {
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException malformed) {
            throw error(key + " of \"" + text + "\": expected " + unit + " such as 52.98");
        }
        if (value.signum() < 0 || value.compareTo(NANOS_MAX) > 0) {
            throw error(key + " of " + text + " " + unit + ": expected 0 to " + NANOS_MAX);
        }
        return value.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("price list " + name + ", line " + line + ": " + what);
    }
}
