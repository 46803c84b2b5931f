package io.numalab.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A grid of figures, each the stronger in colour the larger it is, such as costs above the best. Not thread-safe. */
public final class HeatTable {
    private static final int ROW_PIXELS = 26;
    private static final int AROUND_PIXELS = 110;

    private final String title;
    private final String caption;
    private final List<String> columns;
    private final double full;
    private final List<String> rows = new ArrayList<>();
    private final List<Map<String, Object>> values = new ArrayList<>();

    private HeatTable(String title, String caption, double full, List<String> columns) {
        this.title = title;
        this.caption = caption;
        this.full = full;
        this.columns = List.copyOf(columns);
    }

    /** A grid without rows. @param full the value from which on the colour is at its strongest; it is faint at 0 */
    public static HeatTable titled(String title, String caption, double full, List<String> columns) {
        return new HeatTable(title, caption, full, columns);
    }

    /**
     * Adds a row below those there are.
     *
     * @param cells by column; NaN is marked as a failure
     * @param texts what stands in the cells
     * @throws IllegalArgumentException if there is not one of each for each column
     */
    public HeatTable row(String name, List<Double> cells, List<String> texts) {
        if (cells.size() != columns.size() || texts.size() != columns.size()) {
            throw new IllegalArgumentException(
                    cells.size() + " values and " + texts.size() + " texts: expected " + columns.size());
        }
        rows.add(name);
        for (int i = 0; i < columns.size(); i++) {
            boolean fails = Double.isNaN(cells.get(i));
            values.add(Spec.object("row", name, "column", columns.get(i), "fails", fails,
                    "heat", fails ? full : Math.max(0, Math.min(full, cells.get(i))), "text", texts.get(i)));
        }
        return this;
    }

    /** The chart. */
    public Chart chart() {
        Map<String, Object> color = Spec.object("value", "var(--s1)",
                "condition", Spec.object("test", "datum.fails", "value", "var(--s2)"));
        Map<String, Object> rect = Spec.object("mark", Spec.object("type", "rect"), "encoding", Spec.object(
                "fill", color, "opacity", Spec.object("field", "heat", "type", "quantitative", "legend", null, "scale",
                        Spec.object("domain", List.of(0, full), "range", List.of(0.06, 0.6), "clamp", true))));
        Map<String, Object> text = Spec.object(
                "mark", Spec.object("type", "text", "fontSize", 11, "color", "var(--ink)"),
                "encoding", Spec.object("text", Spec.object("field", "text")));
        Map<String, Object> spec = Spec.object("data", Spec.object("values", values), "encoding", Spec.object(
                "y", Spec.object("field", "row", "type", "nominal", "sort", rows, "title", null, "axis",
                        Spec.object("labelLimit", 200, "labelColor", "var(--ink)", "labelFontSize", 12)),
                "x", Spec.object("field", "column", "type", "nominal", "sort", columns, "title", null, "axis",
                        Spec.object("orient", "top", "labelAngle", -90, "labelLimit", 160, "domain", false,
                                "ticks", false, "labelColor", "var(--ink)"))),
                "layer", List.of(rect, text));
        return new Chart(title, caption, Spec.text(rows.size() * ROW_PIXELS + AROUND_PIXELS, spec));
    }
}
