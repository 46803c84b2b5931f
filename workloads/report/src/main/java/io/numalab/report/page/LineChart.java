package io.numalab.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Lines over a number: break-even curves, sweeps, time. Each series may have a band around it (a confidence interval),
 * and values of x may be marked. Not thread-safe.
 */
public final class LineChart {
    private static final int HEIGHT_PIXELS = 300;
    private static final int SMALL_HEIGHT_PIXELS = 190;
    private static final int LEGEND_COLUMNS_MAX = 3;
    private static final int POINTS_WITH_DOTS_MAX = 40;

    private final String title;
    private final String caption;
    private final List<String> names = new ArrayList<>();
    private final List<Map<String, Object>> values = new ArrayList<>();
    private final List<Map<String, Object>> marks = new ArrayList<>();
    private String xTitle = "";
    private String yTitle = "";
    private boolean logarithmic;
    private boolean fromZero = true;
    private boolean bands;
    private boolean small;
    private int pointsMax;

    /** A point of a line. @param low lower end of the band at x @param high its upper end */
    public record Point(double x, double y, double low, double high) {

        /** A point without a band. */
        public Point(double x, double y) {
            this(x, y, y, y);
        }
    }

    private LineChart(String title, String caption) {
        this.title = title;
        this.caption = caption;
    }

    /** A chart without lines. */
    public static LineChart titled(String title, String caption) {
        return new LineChart(title, caption);
    }

    /** Names the axis of x. @param unit may be empty */
    public LineChart x(String label, String unit) {
        xTitle = Spec.title(label, unit);
        return this;
    }

    /** Names the axis of y, which begins at 0 unless {@link #yFromData} says otherwise. @param unit may be empty */
    public LineChart y(String label, String unit) {
        yTitle = Spec.title(label, unit);
        return this;
    }

    /** The axis of x is logarithmic. */
    public LineChart xLogarithmic() {
        logarithmic = true;
        return this;
    }

    /** The axis of y begins near the smallest value. */
    public LineChart yFromData() {
        fromZero = false;
        return this;
    }

    /** The chart is one of several side by side and has no legend: {@link #key} is shown once for all. */
    public LineChart small() {
        small = true;
        return this;
    }

    /** The key of charts with these series in this order. */
    public static List<ReportPage.Key> key(List<String> names) {
        List<ReportPage.Key> key = new ArrayList<>();
        for (String name : names) {
            key.add(new ReportPage.Key(name, Spec.color(key.size())));
        }
        return key;
    }

    /** Adds a line. */
    public LineChart series(String name, List<Point> points) {
        names.add(name);
        pointsMax = Math.max(pointsMax, points.size());
        for (Point point : points) {
            bands |= point.low() != point.high();
            values.add(Spec.object("x", point.x(), "y", point.y(), "low", point.low(), "high", point.high(),
                    "series", name));
        }
        return this;
    }

    /** Marks a value of x with a line and a word, such as a crossing. */
    public LineChart mark(double x, String label) {
        marks.add(Spec.object("x", x, "label", label));
        return this;
    }

    /** The chart. */
    public Chart chart() {
        List<Object> layers = new ArrayList<>();
        if (bands) {
            layers.add(Spec.object("mark", Spec.object("type", "area", "opacity", 0.16),
                    "encoding", Spec.object("y", y("low"), "y2", Spec.object("field", "high"), "color", color())));
        }
        layers.add(Spec.object("mark", line(), "encoding",
                Spec.object("y", y("y"), "color", color(), "strokeDash", dash(), "tooltip", tooltip())));
        if (!marks.isEmpty()) {
            Map<String, Object> data = Spec.object("values", marks);
            layers.add(Spec.object("data", data, "mark",
                    Spec.object("type", "rule", "color", "var(--quiet)", "strokeDash", List.of(3, 3))));
            layers.add(Spec.object("data", data, "mark",
                    Spec.object("type", "text", "align", "left", "baseline", "top", "dx", 5, "dy", 2, "y", 0,
                            "color", "var(--ink)"),
                    "encoding", Spec.object("text", Spec.object("field", "label"))));
        }
        Map<String, Object> x = Spec.object("field", "x", "type", "quantitative", "title", xTitle, "axis",
                Spec.object("tickCount", small ? 4 : 8), "scale",
                logarithmic ? Spec.object("type", "log", "nice", false) : Spec.object("zero", false, "nice", false));
        Map<String, Object> spec = Spec.object("data", Spec.object("values", values),
                "encoding", Spec.object("x", x), "layer", layers);
        return new Chart(title, caption, Spec.text(small ? SMALL_HEIGHT_PIXELS : HEIGHT_PIXELS, spec));
    }

    private Map<String, Object> line() {
        Map<String, Object> line = Spec.object("type", "line", "strokeWidth", 2);
        if (pointsMax <= POINTS_WITH_DOTS_MAX) {
            line.put("point", Spec.object("size", 28, "filled", true));
        }
        return line;
    }

    private Map<String, Object> y(String field) {
        return Spec.object("field", field, "type", "quantitative", "title", yTitle, "scale",
                Spec.object("zero", fromZero));
    }

    private Map<String, Object> color() {
        return Spec.object("field", "series", "type", "nominal", "sort", null, "scale",
                Spec.object("domain", names, "range", range(Spec::color)), "legend", legend());
    }

    private Map<String, Object> dash() {
        return Spec.object("field", "series", "type", "nominal", "sort", null, "scale",
                Spec.object("domain", names, "range", range(Spec::dash)), "legend", legend());
    }

    private Map<String, Object> legend() {
        return names.size() == 1 || small ? null
                : Spec.object("symbolType", "stroke", "columns", Math.min(names.size(), LEGEND_COLUMNS_MAX));
    }

    private List<Object> range(IntFunction<Object> ofSeries) {
        List<Object> range = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            range.add(ofSeries.apply(i));
        }
        return range;
    }

    private List<Object> tooltip() {
        return List.of(Spec.object("field", "series", "title", " "),
                Spec.object("field", "x", "type", "quantitative", "title", xTitle),
                Spec.object("field", "y", "type", "quantitative", "title", yTitle));
    }
}
