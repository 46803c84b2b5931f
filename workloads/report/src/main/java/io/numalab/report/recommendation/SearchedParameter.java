package io.numalab.report.recommendation;

import io.numalab.scenario.language.ByteSize;
import io.numalab.scenario.language.Scenario;
import io.numalab.scenario.language.ScenarioParameter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A parameter of a scenario that is varied to see whether the answer changes: shares up to their ends, everything else
 * to a quarter and to four times what it is, within its range.
 *
 * @param name as declared
 * @param value what it is
 * @param min the least it may be
 * @param max the most it may be
 * @param whole whether it is a whole number or a size
 */
record SearchedParameter(String name, String value, BigDecimal min, BigDecimal max, boolean whole) {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal FACTOR = BigDecimal.valueOf(4);
    /** The search ends when the gap is this share of what the parameter is, or of its range. */
    private static final BigDecimal PRECISION = new BigDecimal("0.1");
    private static final int PARAMETERS_MAX = 6;

    /** Those worth varying, at most six: numbers and sizes with a range. */
    static List<SearchedParameter> of(Scenario scenario) {
        List<SearchedParameter> list = new ArrayList<>();
        for (ScenarioParameter parameter : scenario.parameters()) {
            BigDecimal min = number(parameter.min());
            BigDecimal max = number(parameter.max());
            String value = scenario.values().get(parameter.name());
            boolean varies = min != null && max != null && number(value) != null && min.compareTo(max) < 0;
            if (varies && list.size() < PARAMETERS_MAX) {
                boolean share = max.compareTo(BigDecimal.ONE) <= 0;
                list.add(new SearchedParameter(parameter.name(), value, min, max, !share));
            }
        }
        return list;
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException noNumber) {
            try {
                return BigDecimal.valueOf(ByteSize.parse(text));
            } catch (IllegalArgumentException noSize) {
                return null;
            }
        }
    }

    /** How far it is varied: down and up, what it is left out. */
    List<String> ends() {
        BigDecimal now = number(value);
        return whole ? distinct(now.divide(FACTOR), now.multiply(FACTOR)) : distinct(min, max);
    }

    private List<String> distinct(BigDecimal... numbers) {
        List<String> texts = new ArrayList<>();
        for (BigDecimal number : numbers) {
            String text = text(number.max(min).min(max));
            if (number(text).compareTo(number(value)) != 0 && !texts.contains(text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    private String text(BigDecimal number) {
        return whole ? number.setScale(0, RoundingMode.HALF_UP).toPlainString()
                : number.setScale(4, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }

    /** A value in the middle of two, or null if they are near enough to each other. */
    String between(String from, String to) {
        BigDecimal gap = number(to).subtract(number(from)).abs();
        BigDecimal scale = whole ? number(from).max(number(to)) : max.subtract(min);
        String middle = text(number(from).add(number(to)).divide(TWO));
        boolean near = gap.compareTo(scale.multiply(PRECISION)) <= 0 || middle.equals(from) || middle.equals(to);
        return near ? null : middle;
    }
}
