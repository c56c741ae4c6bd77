package io.github.emnist.train.plot;

import io.github.emnist.train.history.EpochRecord;
import io.github.emnist.train.history.TrainingHistory;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A figure of the training and of the validation part over the epochs.
 *
 * <p>The epochs are categories, not numbers: XChart labels a numeric axis at 1.5 epochs too, and
 * drops all labels where some are blank.
 */
final class CurveChart {
  static final int WIDTH = 900;
  static final int HEIGHT = 540;

  /** More labels than this under the horizontal axis would touch each other. */
  private static final int MOST_LABELS = 20;

  /** Markers of more epochs than this would hide the line. */
  private static final int MOST_MARKERS = 40;

  /** The least height of the vertical axis: noise should not look like a trend. */
  private static final double LEAST_SPAN = 0.1;

  private static final float LINE_WIDTH = 2.5f;
  private static final int MARKER_SIZE = 9;

  private final TrainingHistory history;
  private final ToDoubleFunction<EpochRecord> training;
  private final ToDoubleFunction<EpochRecord> validation;
  private final double leastSpan;
  private final String decimals;

  private CurveChart(
      TrainingHistory history,
      ToDoubleFunction<EpochRecord> training,
      ToDoubleFunction<EpochRecord> validation,
      double leastSpan,
      String decimals) {
    this.history = history;
    this.training = training;
    this.validation = validation;
    this.leastSpan = leastSpan;
    this.decimals = decimals;
  }

  static CategoryChart accuracy(TrainingHistory history) {
    return new CurveChart(
            history,
            EpochRecord::trainAccuracy,
            EpochRecord::validationAccuracy,
            LEAST_SPAN,
            "0.00")
        .draw("Accuracy", "accuracy", 1);
  }

  static CategoryChart loss(TrainingHistory history) {
    return new CurveChart(
            history, EpochRecord::trainLoss, EpochRecord::validationLoss, LEAST_SPAN, "0.00")
        .draw("Loss", "cross-entropy (nats)", Double.MAX_VALUE);
  }

  static CategoryChart learningRate(TrainingHistory history) {
    return new CurveChart(history, EpochRecord::learningRate, e -> Double.NaN, 1e-6, "0.######")
        .draw("Learning rate at the end of each epoch", "learning rate", Double.MAX_VALUE);
  }

  private CategoryChart draw(String title, String unit, double ceiling) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(unit)
            .build();
    style(chart.getStyler());
    double[] finite =
        history.epochs().stream()
            .flatMapToDouble(
                e -> DoubleStream.of(training.applyAsDouble(e), validation.applyAsDouble(e)))
            .filter(Double::isFinite)
            .toArray();
    range(chart.getStyler(), finite, ceiling, leastSpan);
    chart.getStyler().setYAxisDecimalPattern(decimals);
    boolean marked = history.epochs().size() <= MOST_MARKERS;
    Marker circle = marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
    Marker square = marked ? SeriesMarkers.SQUARE : SeriesMarkers.NONE;
    add(chart, "training", values(training), Palette.TRAINING, circle);
    add(chart, "validation", values(validation), Palette.VALIDATION, square);
    addBest(chart);
    return chart;
  }

  static void style(CategoryStyler style) {
    styleAxes(style);
    style.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
    style.setOverlapped(true);
    style.setXAxisTickMarkSpacingHint(1);
  }

  /** What all charts have in common. */
  static void styleAxes(AxesChartStyler style) {
    style.setChartBackgroundColor(Palette.PAPER);
    style.setPlotBackgroundColor(Palette.PAPER);
    style.setPlotBorderColor(Palette.GRID);
    style.setPlotGridLinesColor(Palette.GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setPlotGridVerticalLinesVisible(false);
    style.setChartFontColor(Palette.INK);
    style.setChartTitleFont(Palette.bold(18));
    style.setChartTitlePadding(12);
    style.setAxisTitleFont(Palette.plain(15));
    style.setAxisTickLabelsFont(Palette.plain(13));
    style.setLegendFont(Palette.plain(13));
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setLegendBorderColor(Palette.PAPER);
    style.setMarkerSize(MARKER_SIZE);
    style.setChartPadding(16);
    style.setLocale(Locale.ROOT);
  }

  private List<String> labels() {
    int epochs = history.epochs().size();
    int step = Figures.wholeStep(epochs, MOST_LABELS);
    return history.epochs().stream()
        .map(EpochRecord::epoch)
        .map(epoch -> epoch % step == 0 ? Integer.toString(epoch) : "")
        .toList();
  }

  /** XChart leaves a gap where a value is null. */
  private List<Double> values(ToDoubleFunction<EpochRecord> value) {
    List<Double> values = new ArrayList<>();
    for (EpochRecord epoch : history.epochs()) {
      double v = value.applyAsDouble(epoch);
      values.add(Double.isFinite(v) ? v : null);
    }
    return values;
  }

  private CategorySeries add(
      CategoryChart chart, String name, List<Double> values, Color colour, Marker marker) {
    if (values.stream().allMatch(v -> v == null)) {
      return null;
    }
    CategorySeries series = chart.addSeries(name, labels(), values);
    series.setLineColor(colour);
    series.setLineStyle(new BasicStroke(LINE_WIDTH));
    series.setMarker(marker);
    series.setMarkerColor(colour);
    return series;
  }

  private void addBest(CategoryChart chart) {
    int best = history.bestEpoch().orElse(0);
    List<Double> values =
        values(epoch -> epoch.epoch() == best ? validation.applyAsDouble(epoch) : Double.NaN);
    CategorySeries series = add(chart, "best epoch: " + best, values, Palette.BEST, new Ring());
    if (series != null) {
      series.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
    }
  }

  /** The vertical axis of accuracies or losses. */
  static void range(AxesChartStyler style, double[] finite, double ceiling) {
    range(style, finite, ceiling, LEAST_SPAN);
  }

  private static void range(
      AxesChartStyler style, double[] finite, double ceiling, double leastSpan) {
    double low = DoubleStream.of(finite).min().orElse(0);
    double high = DoubleStream.of(finite).max().orElse(1);
    double margin = Math.max(0.08 * (high - low), (leastSpan - (high - low)) / 2);
    style.setYAxisMin(Math.max(0, low - margin));
    style.setYAxisMax(Math.min(ceiling, high + margin));
  }

  /** A circle around a point, so that the point's own marker stays to be seen. */
  static final class Ring extends Marker {
    private static final double DIAMETERS = 1.9; // of the point's marker

    @Override
    public void paint(Graphics2D g, double x, double y, int markerSize) {
      double diameter = DIAMETERS * markerSize;
      g.setStroke(new BasicStroke(2));
      g.draw(new Ellipse2D.Double(x - diameter / 2, y - diameter / 2, diameter, diameter));
    }
  }
}
