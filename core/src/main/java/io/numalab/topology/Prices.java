package io.numalab.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A complete price list: what every {@link Price} costs, most of it virtual time. Immutable; {@link #picos} allocates
 * nothing on the heap.
 *
 * <p>A list is a text of lines {@code NAME = value}, with {@code #} comments, in which every price stands once. The
 * latency of an access can be given for a pair of nodes ({@code ACCESS.FROM.TO}: from a CPU of one to memory of the
 * other), bandwidth for a node ({@code BANDWIDTH.NODE}) and for what one node reads from another ({@code
 * BANDWIDTH.FROM.TO}). Values are kept in thousandths, times in picoseconds that is, so that the mean of many accesses
 * is exact.
 */
public final class Prices {

    /** The largest price: one second. */
    public static final long NANOS_MAX = 1_000_000_000L;

    /** The names of prices of nodes. */
    static final Pattern OF_NODES = Pattern.compile("(ACCESS|BANDWIDTH)\\.[0-9]{1,4}(\\.[0-9]{1,4})?");

    private static final int PICOS_PER_NANO = 1000;

    private final String name;
    private final long[] picos;
    private final SortedMap<String, Long> ofNodes;

    Prices(String name, long[] picos, SortedMap<String, Long> ofNodes) {
        this.name = name;
        this.picos = picos;
        this.ofNodes = ofNodes;
    }

    /** A server of today; the resource {@code hardware.properties} names the source of each value. */
    public static Prices hardware() {
        return resource("hardware");
    }

    /**
     * The emulated guest in which the recordings were made (linux-model 27.6); one list for all recordings, in the
     * resource {@code recorder.properties}.
     */
    public static Prices recorder() {
        return resource("recorder");
    }

    private static Prices resource(String name) {
        try (InputStream stream = Objects.requireNonNull(Prices.class.getResourceAsStream(name + ".properties"));
                Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            return read(name, reader);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * Reads a list; the reader is left open.
     *
     * @param name what the list is called, for reports and error messages
     * @throws IllegalArgumentException if a line is malformed, or a price unknown, missing, repeated or out of range;
     *     the message names list, line and choices
     * @throws UncheckedIOException if the reader fails
     */
    public static Prices read(String name, Reader reader) {
        Objects.requireNonNull(name, "name");
        return new PriceListReader(name).read(reader);
    }

    /** What the list is called. */
    public String name() {
        return name;
    }

    /** The price in picoseconds of virtual time, 0 to 10^12; in thousandths of its unit if that is another one. */
    public long picos(Price price) {
        return picos[price.ordinal()];
    }

    /** The price in nanoseconds of virtual time, or in its unit. */
    public double nanos(Price price) {
        return picos(price) / (double) PICOS_PER_NANO;
    }

    /**
     * A list that differs in one price and has the same name.
     *
     * @param nanos the new price, 0 to {@value #NANOS_MAX}; rounded to picoseconds
     * @throws IllegalArgumentException if it is out of range
     */
    public Prices with(Price price, double nanos) {
        long[] changed = picos.clone();
        changed[price.ordinal()] = thousandths(price.toString(), nanos, price.unit());
        return new Prices(name, changed, ofNodes);
    }

    /**
     * A list that differs in one price.
     *
     * @param priceName a {@link Price}, or {@code ACCESS.FROM.TO}, {@code BANDWIDTH.NODE}, {@code BANDWIDTH.FROM.TO}
     * @param value the new price in its unit, 0 to {@value #NANOS_MAX}
     * @throws IllegalArgumentException if there is no such price or it is out of range
     */
    public Prices with(String priceName, double value) {
        if (!isOfNodes(priceName)) {
            return with(price(priceName), value);
        }
        SortedMap<String, Long> changed = new TreeMap<>(ofNodes);
        changed.put(priceName, thousandths(priceName, value, unitOfNodes(priceName)));
        return new Prices(name, picos, Collections.unmodifiableSortedMap(changed));
    }

    private static long thousandths(String priceName, double value, String unit) {
        if (!(value >= 0 && value <= NANOS_MAX)) {
            throw new IllegalArgumentException(
                    "price " + priceName + " of " + value + " " + unit + ": expected 0 to " + NANOS_MAX);
        }
        return StrictMath.round(value * PICOS_PER_NANO);
    }

    /** The prices of nodes in picoseconds or thousandths of a MB/s, by name. */
    public SortedMap<String, Long> ofNodes() {
        return ofNodes;
    }

    /** Whether the name is that of a price of a node or of a pair of nodes. */
    static boolean isOfNodes(String priceName) {
        // The latency of a node alone would not say from where.
        return OF_NODES.matcher(priceName).matches() && !priceName.matches("ACCESS\\.[0-9]+");
    }

    static String unitOfNodes(String priceName) {
        return priceName.startsWith("ACCESS") ? Price.ACCESS_LOCAL.unit() : Price.BANDWIDTH.unit();
    }

    /** A price by its name. @throws IllegalArgumentException naming the choices */
    static Price price(String priceName) {
        for (Price price : Price.values()) {
            if (price.name().equals(priceName)) {
                return price;
            }
        }
        throw new IllegalArgumentException("unknown price \"" + priceName + "\": expected one of "
                + Arrays.toString(Price.values()) + ", ACCESS.FROM.TO, BANDWIDTH.NODE or BANDWIDTH.FROM.TO");
    }

    /** The list as a text that {@link #read} understands, without comments. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Price price : Price.values()) {
            append(text, price.toString(), picos(price));
        }
        ofNodes.forEach((priceName, value) -> append(text, priceName, value));
        return text.toString();
    }

    private static void append(StringBuilder text, String priceName, long thousandths) {
        String value = BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
        text.append(priceName).append(" = ").append(value).append('\n');
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Prices other && name.equals(other.name) && Arrays.equals(picos, other.picos)
                && ofNodes.equals(other.ofNodes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(picos) + ofNodes.hashCode();
    }

    @Override
    public String toString() {
        return "prices " + name;
    }
}
