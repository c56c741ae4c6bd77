package io.github.emnist.train.plot;

import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.LearningRateSweep.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The loss of a learning rate range test over the rate. */
final class SweepChart {
  static final String TITLE = "Learning rate range test";

  /** Behind the average, but to be seen. */
  private static final Color BATCHES = new Color(0x9A9A9A);

  private SweepChart() {}

  static XYChart draw(LearningRateSweep sweep) {
    XYChart chart =
        new XYChartBuilder()
            .width(CurveChart.WIDTH)
            .height(CurveChart.HEIGHT)
            .title(TITLE)
            .xAxisTitle("learning rate")
            .yAxisTitle("cross-entropy (nats)")
            .build();
    SweepRange range = SweepRange.of(sweep);
    style(chart.getStyler(), range);
    List<Point> points = sweep.points();
    double[] rates = points.stream().mapToDouble(Point::rate).toArray();
    add(
        chart,
        "each batch",
        rates,
        points.stream().mapToDouble(p -> range.shown(p.loss())).toArray(),
        BATCHES,
        1.5f);
    add(
        chart,
        "smoothed",
        rates,
        points.stream().mapToDouble(p -> range.shown(p.smoothedLoss())).toArray(),
        Palette.TRAINING,
        2.5f);
    sweep.suggested().ifPresent(point -> addSuggestion(chart, point));
    return chart;
  }

  private static void style(XYStyler style, SweepRange range) {
    CurveChart.styleAxes(style);
    style.setXAxisLogarithmic(true);
    style.setXAxisDecimalPattern("0E0");
    style.setYAxisDecimalPattern("0.0");
    style.setYAxisMin(range.low());
    style.setYAxisMax(range.high());
  }

  private static void add(
      XYChart chart, String name, double[] x, double[] y, Color colour, float width) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineColor(colour);
    series.setLineStyle(new BasicStroke(width));
    series.setMarker(SeriesMarkers.NONE);
  }

  private static void addSuggestion(XYChart chart, Point point) {
    String name = String.format(Locale.ROOT, "steepest: %.2g", point.rate());
    XYSeries series =
        chart.addSeries(name, new double[] {point.rate()}, new double[] {point.smoothedLoss()});
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(new CurveChart.Ring());
    series.setMarkerColor(Palette.BEST);
  }
}
