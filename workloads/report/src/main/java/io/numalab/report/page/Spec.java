package io.numalab.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.numalab.report.Decimals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of Vega-Lite specifications that all charts share. */
final class Spec {
    private static final int SERIES_COLORS = 8;
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true);
    private static final List<List<Integer>> DASHES = List.of(List.of(1, 0), List.of(6, 3), List.of(2, 2),
            List.of(8, 3, 2, 3));

    private Spec() {
    }

    /** An object with its members in this order. @param namesAndValues by turns; doubles become short decimals */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            object.put((String) namesAndValues[i], value instanceof Double number ? decimal(number) : value);
        }
        return object;
    }

    private static Object decimal(double value) {
        return Double.isNaN(value) || Double.isInfinite(value) ? null : Decimals.number(value);
    }

    /** The text of a specification whose width is that of its place on the page. */
    static String text(int heightPixels, Map<String, Object> parts) {
        Map<String, Object> spec = object("width", "container", "height", heightPixels,
                "autosize", object("type", "fit", "contains", "padding"));
        spec.putAll(parts);
        try {
            return MAPPER.writeValueAsString(spec);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The title of an axis. */
    static String title(String label, String unit) {
        return unit.isEmpty() ? label : label.isEmpty() ? unit : label + " (" + unit + ")";
    }

    /** The colour of a series by its position; eight of them, then again. */
    static String color(int series) {
        return "var(--s" + (series % SERIES_COLORS + 1) + ")";
    }

    /** The dashes of a line by its position, so that colour is not all that tells lines apart. */
    static List<Integer> dash(int series) {
        return DASHES.get(series % DASHES.size());
    }
}
