package io.numalab.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers over time that add up, such as what the pages of a node hold. Not thread-safe. */
public final class StackedAreas {
    private static final int HEIGHT_PIXELS = 170;

    private final String title;
    private final String caption;
    private final List<ReportPage.Key> layers;
    private final List<Map<String, Object>> values = new ArrayList<>();
    private String xTitle = "";
    private String yTitle = "";
    private double xMax = Double.NaN;
    private double yMax = Double.NaN;

    private StackedAreas(String title, String caption, List<ReportPage.Key> layers) {
        this.title = title;
        this.caption = caption;
        this.layers = List.copyOf(layers);
    }

    /** A chart without values. @param layers from the bottom to the top; the page shows them as its key */
    public static StackedAreas titled(String title, String caption, List<ReportPage.Key> layers) {
        return new StackedAreas(title, caption, layers);
    }

    /** Names the axis of x. @param end where it ends, the same for charts to be compared @param unit may be empty */
    public StackedAreas x(String label, String unit, double end) {
        xTitle = Spec.title(label, unit);
        xMax = end;
        return this;
    }

    /** Names the axis of y. @param end where it ends, the same for charts to be compared @param unit may be empty */
    public StackedAreas y(String label, String unit, double end) {
        yTitle = Spec.title(label, unit);
        yMax = end;
        return this;
    }

    /**
     * Adds the thickness of every layer at a time.
     *
     * @throws IllegalArgumentException if there is not one value for each layer
     */
    public StackedAreas at(double x, double... thickness) {
        if (thickness.length != layers.size()) {
            throw new IllegalArgumentException(thickness.length + " values: expected " + layers.size());
        }
        Map<String, Object> value = Spec.object("x", x);
        for (int i = 0; i < thickness.length; i++) {
            value.putAll(Spec.object("v" + i, thickness[i]));
        }
        values.add(value);
        return this;
    }

    /** The chart. */
    public Chart chart() {
        List<String> fields = new ArrayList<>();
        List<Object> names = new ArrayList<>();
        List<Object> colors = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            fields.add("v" + i);
            names.add(layers.get(i).name());
            colors.add(layers.get(i).color());
        }
        Map<String, Object> spec = Spec.object("data", Spec.object("values", values),
                "transform", List.of(Spec.object("fold", fields, "as", List.of("field", "value")),
                        Spec.object("calculate", "+slice(datum.field, 1)", "as", "layer"),
                        Spec.object("calculate", nameOf(names), "as", "name")),
                "mark", Spec.object("type", "area", "interpolate", "step-after", "line", false),
                "encoding", Spec.object(
                        "x", axis("x", xTitle, xMax),
                        "y", axis("value", yTitle, yMax),
                        "order", Spec.object("field", "layer"),
                        "color", Spec.object("field", "name", "type", "nominal", "legend", null, "scale",
                                Spec.object("domain", names, "range", colors)),
                        "tooltip", List.of(Spec.object("field", "name", "title", " "),
                                Spec.object("field", "x", "type", "quantitative", "title", xTitle),
                                Spec.object("field", "value", "type", "quantitative", "title", yTitle))));
        return new Chart(title, caption, Spec.text(HEIGHT_PIXELS, spec));
    }

    // An expression of Vega: the name of datum.layer.
    private static String nameOf(List<Object> names) {
        StringBuilder list = new StringBuilder("[");
        for (Object name : names) {
            list.append(list.length() == 1 ? "" : ",").append('\'')
                    .append(name.toString().replace("\\", "\\\\").replace("'", "\\'")).append('\'');
        }
        return list + "][datum.layer]";
    }

    private static Map<String, Object> axis(String field, String title, double end) {
        Map<String, Object> axis = Spec.object("field", field, "type", "quantitative", "title", title, "axis",
                Spec.object("tickCount", 4));
        if (!Double.isNaN(end)) {
            axis.put("scale", Spec.object("domain", List.of(0, io.numalab.report.Decimals.number(end)), "nice", false));
        }
        if (field.equals("value")) {
            axis.put("stack", "zero");
        }
        return axis;
    }
}
