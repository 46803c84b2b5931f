package io.numalab.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Decimal texts of doubles, from their exact values: what {@code Double.toString} and {@code String.format} give
 * differs from JDK to JDK in the last digit.
 */
public final class Decimals {
    private static final MathContext SHORT = new MathContext(9, RoundingMode.HALF_EVEN);

    private Decimals() {
    }

    /** A number with so many decimals. @param none what stands for NaN and the infinities */
    public static String format(double value, int decimals, String none) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return none;
        }
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    /**
     * A number with nine significant digits, without zeros at the end.
     *
     * @throws NumberFormatException for NaN and the infinities
     */
    public static BigDecimal number(double value) {
        BigDecimal number = new BigDecimal(value).round(SHORT).stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0) : number;
    }
}
