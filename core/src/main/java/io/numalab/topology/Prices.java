package io.numalab.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A complete price list: what every {@link Price} costs in virtual time. Immutable; {@link #picos} allocates nothing on
 * the heap.
 *
 * <p>A list is a text of lines {@code NAME = nanoseconds}, with {@code #} comments, in which every price stands once.
 * Values are kept in picoseconds, so that the mean of many accesses is exact.
 */
public final class Prices {

    /** The largest price: one second. */
    public static final long NANOS_MAX = 1_000_000_000L;

    private static final int PICOS_PER_NANO = 1000;

    private final String name;
    private final long[] picos;

    private Prices(String name, long[] picos) {
        this.name = name;
        this.picos = picos;
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
        return new Prices(name, new PriceListReader(name).read(reader));
    }

    /** What the list is called. */
    public String name() {
        return name;
    }

    /** The price in picoseconds of virtual time, 0 to 10^12. */
    public long picos(Price price) {
        return picos[price.ordinal()];
    }

    /** The price in nanoseconds of virtual time. */
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
        if (!(nanos >= 0 && nanos <= NANOS_MAX)) {
            throw new IllegalArgumentException("price " + price + " of " + nanos + " ns: expected 0 to " + NANOS_MAX);
        }
        long[] changed = picos.clone();
        changed[price.ordinal()] = StrictMath.round(nanos * PICOS_PER_NANO);
        return new Prices(name, changed);
    }

    /** The list as a text that {@link #read} understands, without comments. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Price price : Price.values()) {
            String nanos = BigDecimal.valueOf(picos(price), 3).stripTrailingZeros().toPlainString();
            text.append(price).append(" = ").append(nanos).append('\n');
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Prices other && name.equals(other.name) && Arrays.equals(picos, other.picos);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(picos);
    }

    @Override
    public String toString() {
        return "prices " + name;
    }
}
