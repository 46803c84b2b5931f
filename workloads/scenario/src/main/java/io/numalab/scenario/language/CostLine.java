package io.numalab.scenario.language;

import java.math.BigDecimal;

/**
 * A {@code sim cost NAME VALUE} line: replaces one price of the list the run is played with. It holds for the whole
 * run, wherever it stands.
 *
 * @param name the price
 * @param nanos virtual nanoseconds, 0 to 10^9
 * @param position where it stands
 */
public record CostLine(String name, double nanos, SourcePosition position) {
    /** The largest price: one second. */
    public static final long NANOS_MAX = 1_000_000_000L;

    /** Whether it is the price of a node or of a pair of nodes, such as {@code ACCESS.0.1}. */
    public boolean isOfNodes() {
        return name.indexOf('.') >= 0;
    }

    /** The canonical spelling. */
    public String text() {
        return "sim cost " + name + " " + BigDecimal.valueOf(nanos).stripTrailingZeros().toPlainString();
    }
}
