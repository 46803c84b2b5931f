package io.numalab.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Horizontal bars, each made of parts: that add up, such as the cost of a run, or side by side. Not thread-safe. */
public final class StackedBars {
    private static final int BAR_PIXELS = 34;
    private static final int SLIM_BAR_PIXELS = 14;
    private static final int GAP_PIXELS = 8;
    private static final int AROUND_PIXELS = 70;

    /** Settings behind a policy go to a line of their own. */
    private static final String LABEL_LINES = "split(replace(datum.label, /[+](?=[^0-9])/g, '\\n+'), '\\n')";

    private final String title;
    private final String caption;
    private final List<String> bars = new ArrayList<>();
    private final List<String> parts;
    private final List<Map<String, Object>> values = new ArrayList<>();
    private String axisTitle = "";
    private boolean sideBySide;

    private StackedBars(String title, String caption, List<String> parts) {
        this.title = title;
        this.caption = caption;
        this.parts = List.copyOf(parts);
    }

    /** A chart without bars. @param parts the names of what each bar is made of */
    public static StackedBars titled(String title, String caption, List<String> parts) {
        return new StackedBars(title, caption, parts);
    }

    /** Names the axis. @param unit may be empty */
    public StackedBars axis(String label, String unit) {
        axisTitle = Spec.title(label, unit);
        return this;
    }

    /** The parts do not add up: each has a bar of its own; a value of NaN has none. */
    public StackedBars sideBySide() {
        sideBySide = true;
        return this;
    }

    /**
     * Adds a bar below those there are.
     *
     * @throws IllegalArgumentException if there is not one value for each part
     */
    public StackedBars bar(String name, double... lengths) {
        if (lengths.length != parts.size()) {
            throw new IllegalArgumentException(lengths.length + " values: expected " + parts.size());
        }
        bars.add(name);
        for (int i = 0; i < lengths.length; i++) {
            values.add(Spec.object("bar", name, "part", parts.get(i), "order", i, "value", lengths[i]));
        }
        return this;
    }

    /** The chart. */
    public Chart chart() {
        List<Object> colors = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            colors.add(Spec.color(i));
        }
        Map<String, Object> encoding = Spec.object(
                "y", Spec.object("field", "bar", "type", "nominal", "sort", bars, "title", null, "axis",
                        Spec.object("labelLimit", 260, "labelExpr", LABEL_LINES,
                                "labelColor", "var(--ink)", "labelFontSize", 12)),
                "x", Spec.object("field", "value", "type", "quantitative", "title", axisTitle, "stack",
                        sideBySide ? null : "zero", "axis", Spec.object("grid", true, "tickCount", 6)),
                "order", Spec.object("field", "order"),
                "color", Spec.object("field", "part", "type", "nominal", "sort", null, "scale",
                        Spec.object("domain", parts, "range", colors), "legend",
                        parts.size() == 1 ? null : Spec.object("symbolType", "square", "columns", 4)),
                "tooltip", List.of(Spec.object("field", "bar", "title", " "),
                        Spec.object("field", "part", "title", "part"),
                        Spec.object("field", "value", "type", "quantitative", "title", axisTitle)));
        if (sideBySide) {
            encoding.put("yOffset", Spec.object("field", "part", "sort", parts));
        }
        Map<String, Object> spec = Spec.object("data", Spec.object("values", values),
                "mark", sideBySide ? Spec.object("type", "bar")
                        : Spec.object("type", "bar", "height", Spec.object("band", 0.72)),
                "encoding", encoding);
        int barPixels = sideBySide ? Math.max(BAR_PIXELS, SLIM_BAR_PIXELS * parts.size() + GAP_PIXELS) : BAR_PIXELS;
        return new Chart(title, caption, Spec.text(bars.size() * barPixels + AROUND_PIXELS, spec));
    }
}
