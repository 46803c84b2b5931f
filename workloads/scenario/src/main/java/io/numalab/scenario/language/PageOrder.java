package io.numalab.scenario.language;

import java.math.BigDecimal;

/** In which order single pages are accessed. {@link #text} is the spelling. */
public sealed interface PageOrder {

    /** The canonical spelling; parsing it gives an equal order. */
    String text();

    /** {@code seq}: in address order, up to the end. */
    record Sequential() implements PageOrder {
        @Override
        public String text() {
            return "seq";
        }
    }

    /** {@code rand}: every page as likely, in the one order that the recorder has too, whatever the seed. */
    record Recorded() implements PageOrder {
        @Override
        public String text() {
            return "rand";
        }
    }

    /** {@code stream}: in address order, round after round, all of each page and not one line. */
    record Stream() implements PageOrder {
        @Override
        public String text() {
            return "stream";
        }
    }

    /** {@code uniform}: every page as likely. */
    record Uniform() implements PageOrder {
        @Override
        public String text() {
            return "uniform";
        }
    }

    /**
     * {@code zipf=S}: the page of rank r is accessed in proportion to 1/r^S; ranks are strewn over the addresses.
     *
     * @param exponent S, 0 to 10
     */
    record Zipf(double exponent) implements PageOrder {
        @Override
        public String text() {
            return "zipf=" + plain(exponent);
        }
    }

    /**
     * {@code hot=SHARE:PERCENT[:COUNT]}: a hot run of pages takes most accesses; it starts at the first page and moves
     * on by its own length after every so many accesses.
     *
     * @param sharePercent the share of the pages that is hot, above 0 to 100
     * @param accessPercent the share of the accesses that go there, 0 to 100
     * @param shiftAfter accesses after which it moves, 0 for never
     */
    record Hot(double sharePercent, double accessPercent, long shiftAfter) implements PageOrder {
        @Override
        public String text() {
            return "hot=" + plain(sharePercent) + ":" + plain(accessPercent)
                    + (shiftAfter == 0 ? "" : ":" + shiftAfter);
        }
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
