package io.github.emnist.train.plot;

import io.github.emnist.train.history.EpochRecord;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A figure of the training and of the validation part over the steps of a run. */
final class StepChart {
  /** A place on a curve. */
  record Dot(double step, double value) {}

  private static final int SMOOTHING = 2; // points on either side

  private StepChart() {}

  static XYChart accuracy(TrainingHistory history) {
    return draw(history, "Accuracy", "accuracy", true);
  }

  static XYChart loss(TrainingHistory history) {
    return draw(history, "Loss", "cross-entropy (nats)", false);
  }

  /** Each point as the mean of itself and up to two on either side: batches are noisy. */
  static List<Dot> training(TrainingHistory history, boolean accuracy) {
    List<Dot> raw =
        history.curve().stream()
            .map(
                point ->
                    new Dot(point.step(), accuracy ? point.trainAccuracy() : point.trainLoss()))
            .filter(dot -> Double.isFinite(dot.value()))
            .toList();
    List<Dot> smooth = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      int reach = Math.min(SMOOTHING, Math.min(i, raw.size() - 1 - i));
      double mean =
          raw.subList(i - reach, i + reach + 1).stream()
              .mapToDouble(Dot::value)
              .average()
              .getAsDouble();
      smooth.add(new Dot(raw.get(i).step(), mean));
    }
    return smooth;
  }

  /** Within the epochs and at their ends, in order. */
  static List<Dot> validation(TrainingHistory history, boolean accuracy) {
    Stream<Dot> within = history.curve().stream().map(point -> validation(point, accuracy));
    Stream<Dot> ends = history.epochs().stream().map(epoch -> validation(epoch, accuracy));
    return Stream.concat(within, ends)
        .filter(dot -> Double.isFinite(dot.value()))
        .sorted((a, b) -> Double.compare(a.step(), b.step()))
        .toList();
  }

  private static Dot validation(Point point, boolean accuracy) {
    return new Dot(point.step(), accuracy ? point.validationAccuracy() : point.validationLoss());
  }

  private static Dot validation(EpochRecord epoch, boolean accuracy) {
    return new Dot(epoch.step(), accuracy ? epoch.validationAccuracy() : epoch.validationLoss());
  }

  /** At the epoch whose weights were restored; none where there is no such epoch. */
  static List<Dot> best(TrainingHistory history, boolean accuracy) {
    int best = history.bestEpoch().orElse(0);
    return history.epochs().stream()
        .filter(epoch -> epoch.epoch() == best)
        .map(epoch -> validation(epoch, accuracy))
        .filter(dot -> Double.isFinite(dot.value()))
        .toList();
  }

  private static XYChart draw(
      TrainingHistory history, String title, String unit, boolean accuracy) {
    XYChart chart =
        new XYChartBuilder()
            .width(CurveChart.WIDTH)
            .height(CurveChart.HEIGHT)
            .title(title)
            .xAxisTitle("step")
            .yAxisTitle(unit)
            .build();
    CurveChart.styleAxes(chart.getStyler());
    List<Dot> training = training(history, accuracy);
    List<Dot> validation = validation(history, accuracy);
    CurveChart.range(
        chart.getStyler(),
        Stream.of(training, validation)
            .flatMapToDouble(dots -> dots.stream().mapToDouble(Dot::value))
            .toArray(),
        accuracy ? 1 : Double.MAX_VALUE);
    chart.getStyler().setXAxisDecimalPattern("#,##0");
    chart.getStyler().setYAxisDecimalPattern("0.00");
    add(chart, "training", training, Palette.TRAINING, SeriesMarkers.NONE);
    add(chart, "validation", validation, Palette.VALIDATION, SeriesMarkers.SQUARE);
    for (Dot best : best(history, accuracy)) {
      String name = "best epoch: " + history.bestEpoch().getAsInt();
      add(chart, name, List.of(best), Palette.BEST, new CurveChart.Ring())
          .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }
    return chart;
  }

  private static XYSeries add(
      XYChart chart, String name, List<Dot> dots, Color colour, Marker marker) {
    if (dots.isEmpty()) {
      return null;
    }
    XYSeries series =
        chart.addSeries(
            name,
            dots.stream().mapToDouble(Dot::step).toArray(),
            dots.stream().mapToDouble(Dot::value).toArray());
    series.setLineColor(colour);
    series.setLineStyle(new BasicStroke(2.5f));
    series.setMarker(marker);
    series.setMarkerColor(colour);
    return series;
  }
}
