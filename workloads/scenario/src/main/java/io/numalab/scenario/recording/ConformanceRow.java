package io.numalab.scenario.recording;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far a simulated run is from a recording. The lines are those of {@code compare.py}, character by character.
 *
 * @param name the scenario
 * @param worst the largest deviation of each check; empty if there is an error
 * @param error why nothing could be compared, or null
 */
public record ConformanceRow(String name, Map<Check, Deviation> worst, String error) {

    /**
     * The largest deviation of one check.
     *
     * @param percent 0 if everything was inside the recorded range
     * @param where step and figure; empty if there is none
     */
    public record Deviation(double percent, String where) {
    }

    /** Copies the map. */
    public ConformanceRow {
        worst = worst.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(worst));
    }

    /** A scenario that could not be compared, and therefore failed. */
    public static ConformanceRow failed(String name, String error) {
        return new ConformanceRow(name, Map.of(), error);
    }

    /** Whether every check is within its limit. */
    public boolean passed() {
        return error == null
                && worst.entrySet().stream().allMatch(e -> e.getValue().percent() <= e.getKey().limitPercent());
    }

    /** The line above the first row. */
    public static String header() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-34s %-5s", "scenario", ""));
        for (Check check : Check.values()) {
            line.append(String.format(Locale.ROOT, " %7s", check.label()));
        }
        return line.toString();
    }

    /** Name, verdict and percentages. */
    public String line() {
        String verdict = passed() ? "ok" : "FAIL";
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-34s %-5s", name, verdict));
        if (error != null) {
            return line.append(' ').append(error).toString();
        }
        for (Check check : Check.values()) {
            line.append(String.format(Locale.ROOT, " %7s", printed(worst.get(check).percent())));
        }
        return line.toString();
    }

    /** One indented line for each check beyond its limit: where the largest deviation is. */
    public List<String> details() {
        List<String> lines = new ArrayList<>();
        worst.forEach((check, deviation) -> {
            if (deviation.percent() > check.limitPercent()) {
                lines.add("    " + check.label() + ": " + deviation.where());
            }
        });
        return lines;
    }

    /** The line below the last row. */
    public static String total(List<ConformanceRow> rows) {
        return rows.stream().filter(ConformanceRow::passed).count() + " of " + rows.size() + " pass";
    }

    /** Three decimals, then two, each time half to even on the exact binary value, as Python prints. */
    private static String printed(double percent) {
        double rounded = new BigDecimal(percent).setScale(3, RoundingMode.HALF_EVEN).doubleValue();
        return new BigDecimal(rounded).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
}
