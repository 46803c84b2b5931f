package io.numalab.cli;

import io.numalab.machine.CostSplit;
import io.numalab.report.comparison.ComparisonRow;
import io.numalab.report.comparison.Metric;
import io.numalab.report.comparison.Repeats;
import io.numalab.report.comparison.Sweep;
import io.numalab.report.statistics.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A comparison as a PNG for papers. Its bytes depend on the fonts of the machine, its figures do not. */
final class ComparisonPicture {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final int LABEL_LENGTH_MAX = 16;
    private static final int LABEL_DEGREES = 20;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Color[] COLORS = {new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73),
        new Color(0xb3568f), new Color(0xb58900), new Color(0x3a9bd6), new Color(0x6b4fa0), new Color(0x5f6b76)};
    private static final BasicStroke[] STROKES = {stroke(), stroke(8, 4), stroke(2, 3), stroke(10, 4, 2, 4)};

    private record Part(String name, ToLongFunction<CostSplit> nanos) {
    }

    private static final List<Part> PARTS = List.of(new Part("access", CostSplit::accessNanos),
            new Part("fault", CostSplit::faultNanos), new Part("copy", CostSplit::copyNanos),
            new Part("disk", CostSplit::diskNanos), new Part("refault", CostSplit::refaultNanos),
            new Part("migration", CostSplit::migrationNanos), new Part("stall", CostSplit::stallNanos),
            new Part("wait", CostSplit::waitNanos));

    private ComparisonPicture() {
    }

    /** The picture: a figure over the first sweep, or the cost split if there is none. */
    static byte[] of(List<ComparisonRow> rows, Metric metric) {
        List<Repeats> repeats = Repeats.of(rows);
        Chart<?, ?> chart = repeats.get(0).point().isEmpty() ? costs(repeats) : sweep(repeats, metric);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    private static Chart<?, ?> sweep(List<Repeats> repeats, Metric metric) {
        String axis = repeats.get(0).point().keySet().iterator().next();
        String title = repeats.get(0).rows().get(0).of().scenario().name() + ": " + metric.id() + " over " + axis;
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(axis)
                .yAxisTitle(metric.id() + " (" + metric.unit() + ")").build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        int number = 0;
        for (String label : repeats.stream().map(Repeats::label).distinct().toList()) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            for (Repeats one : repeats) {
                if (one.label().equals(label) && isFirstOfOthers(one, repeats.get(0), axis)) {
                    Interval interval = one.interval(metric);
                    x.add(Sweep.number(one.point().get(axis)));
                    y.add(interval.mean());
                    errors.add(Double.isNaN(interval.halfWidth()) ? 0 : interval.halfWidth());
                }
            }
            XYSeries series = errors.stream().allMatch(error -> error == 0)
                    ? chart.addSeries(label, x, y) : chart.addSeries(label, x, y, errors);
            series.setMarker(SeriesMarkers.CIRCLE).setLineColor(COLORS[number % COLORS.length]);
            series.setMarkerColor(COLORS[number % COLORS.length]);
            series.setLineStyle(STROKES[number % STROKES.length]);
            number++;
        }
        return chart;
    }

    // Of other sweeps the picture shows the first value.
    private static boolean isFirstOfOthers(Repeats one, Repeats first, String axis) {
        return one.point().entrySet().stream().allMatch(entry ->
                entry.getKey().equals(axis) || first.point().get(entry.getKey()).equals(entry.getValue()));
    }

    private static Chart<?, ?> costs(List<Repeats> repeats) {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT)
                .title(repeats.get(0).rows().get(0).of().scenario().name() + ": what the tasks under test paid")
                .yAxisTitle("virtual time (ms)").build();
        style(chart.getStyler());
        chart.getStyler().setStacked(true);
        chart.getStyler().setAvailableSpaceFill(0.6);
        List<String> labels = repeats.stream().map(Repeats::label).toList();
        if (labels.stream().anyMatch(label -> label.length() > LABEL_LENGTH_MAX)) {
            chart.getStyler().setXAxisLabelRotation(LABEL_DEGREES);
        }
        int number = 0;
        for (Part part : PARTS) {
            List<Double> values = repeats.stream().map(one -> one.rows().stream()
                    .mapToLong(row -> part.nanos().applyAsLong(row.tasks().cost())).sum()
                    / NANOS_PER_MILLI / one.rows().size()).toList();
            if (values.stream().anyMatch(value -> value > 0)) {
                chart.addSeries(part.name(), labels, values).setFillColor(COLORS[number % COLORS.length]);
            }
            number++;
        }
        return chart;
    }

    private static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridLinesColor(new Color(0xdde2e7));
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setMarkerSize(6);
    }

    private static BasicStroke stroke(float... dash) {
        return new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f,
                dash.length == 0 ? null : dash, 0f);
    }
}
