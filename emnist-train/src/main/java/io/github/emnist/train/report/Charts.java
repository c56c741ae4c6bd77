package io.github.emnist.train.report;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.evaluation.Evaluation.Reliability;
import io.github.emnist.train.evaluation.Evaluation.Reliability.Bin;
import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingHistory.Point;
import io.github.emnist.train.report.Chart.Axis;
import io.github.emnist.train.report.Chart.Dot;
import io.github.emnist.train.report.Chart.Look;
import io.github.emnist.train.report.Chart.Series;
import io.github.emnist.train.report.Figure.Palette;
import io.github.emnist.train.report.Figure.Text;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Creates the charts of a run, a learning rate range test or an evaluation. */
final class Charts {
  private static final int MOST_LABELS = 10; // on the horizontal axis; more would touch
  private static final int MOST_MARKERS = 40; // more would hide the line

  private static final int SMOOTHING = 2; // points on either side
  private static final Color BATCHES = new Color(0x9A9A9A);

  private Charts() {}

  static Chart accuracy(TrainingHistory history) {
    return curves(
        "Accuracy",
        1,
        history,
        new Metric(
            EpochRecord::trainAccuracy,
            EpochRecord::validationAccuracy,
            Point::trainAccuracy,
            Point::validationAccuracy));
  }

  static Chart loss(TrainingHistory history) {
    return curves(
        "Loss (cross-entropy, nats)",
        Double.MAX_VALUE,
        history,
        new Metric(
            EpochRecord::trainLoss,
            EpochRecord::validationLoss,
            Point::trainLoss,
            Point::validationLoss));
  }

  /** The components that accuracy or loss is read from. */
  private record Metric(
      ToDoubleFunction<EpochRecord> training,
      ToDoubleFunction<EpochRecord> validation,
      ToDoubleFunction<Point> trainingWithin,
      ToDoubleFunction<Point> validationWithin) {}

  /** Draws over the steps if the history has a curve, else over the epochs. */
  private static Chart curves(
      String title, double ceiling, TrainingHistory history, Metric metric) {
    boolean bySteps = !history.curve().isEmpty();
    List<Dot> training;
    List<Dot> validation;
    if (bySteps) {
      training =
          smooth(history.curve().stream().map(dot(Point::step, metric.trainingWithin())).toList());
      // Those within an epoch are of a sample, whose figures lie apart from those of the whole part
      // at its end: mixed, they would draw a saw, so only those before the first end are drawn.
      long end = history.epochs().isEmpty() ? Long.MAX_VALUE : history.epochs().get(0).step();
      Stream<Point> within = history.curve().stream().filter(point -> point.step() < end);
      validation =
          Stream.concat(
                  within.map(dot(Point::step, metric.validationWithin())),
                  history.epochs().stream().map(dot(EpochRecord::step, metric.validation())))
              .filter(dot -> Double.isFinite(dot.value()))
              .sorted(Comparator.comparingDouble(Dot::at))
              .toList();
    } else {
      training = byEpoch(history, metric.training());
      validation = byEpoch(history, metric.validation());
    }
    List<Dot> all = Stream.concat(training.stream(), validation.stream()).toList();
    boolean marked = history.epochs().size() <= MOST_MARKERS;
    int best = history.bestEpoch().orElse(0);
    List<Dot> ring =
        history.epochs().stream()
            .filter(epoch -> epoch.epoch() == best)
            .map(dot(bySteps ? EpochRecord::step : EpochRecord::epoch, metric.validation()))
            .toList();
    return new Chart(
        title,
        bySteps ? steps(all) : epochs(history),
        range(values(all), 0.1, ceiling), // at least 0.1, so that noise does not look like a trend
        List.of(
            new Series(
                "training",
                Palette.TRAINING,
                marked && !bySteps ? Look.CIRCLES : Look.LINE,
                training),
            new Series(
                "validation",
                Palette.VALIDATION,
                marked || bySteps ? Look.SQUARES : Look.LINE,
                validation),
            new Series("best epoch: " + best, Palette.BEST, Look.RING, ring)));
  }

  static Chart learningRate(TrainingHistory history) {
    return alone("Learning rate at the end of each epoch", history, EpochRecord::learningRate);
  }

  static Chart speed(TrainingHistory history) {
    return alone("Training images per second", history, EpochRecord::imagesPerSecond);
  }

  private static Chart alone(
      String title, TrainingHistory history, ToDoubleFunction<EpochRecord> value) {
    List<Dot> dots = byEpoch(history, value);
    double[] values = values(dots);
    double least = DoubleStream.of(values).min().orElse(0);
    double most = DoubleStream.of(values).max().orElse(0);
    double span = most > least ? 0 : most > 0 ? most : 1;
    Look look = history.epochs().size() <= MOST_MARKERS ? Look.CIRCLES : Look.LINE;
    return new Chart(
        title,
        epochs(history),
        range(values, span, Double.MAX_VALUE),
        List.of(new Series("", Palette.TRAINING, look, dots)));
  }

  private static <T> Function<T, Dot> dot(ToDoubleFunction<T> at, ToDoubleFunction<T> value) {
    return it -> new Dot(at.applyAsDouble(it), value.applyAsDouble(it));
  }

  private static List<Dot> byEpoch(TrainingHistory history, ToDoubleFunction<EpochRecord> value) {
    return history.epochs().stream().map(dot(EpochRecord::epoch, value)).toList();
  }

  /** Averages each point with up to two on either side, since batches are noisy. */
  private static List<Dot> smooth(List<Dot> raw) {
    List<Dot> finite = raw.stream().filter(dot -> Double.isFinite(dot.value())).toList();
    List<Dot> smooth = new ArrayList<>();
    for (int i = 0; i < finite.size(); i++) {
      int reach = Math.min(SMOOTHING, Math.min(i, finite.size() - 1 - i));
      double[] values = values(finite.subList(i - reach, i + reach + 1));
      smooth.add(new Dot(finite.get(i).at(), DoubleStream.of(values).average().orElseThrow()));
    }
    return smooth;
  }

  private static double[] values(List<Dot> dots) {
    return dots.stream().mapToDouble(Dot::value).filter(Double::isFinite).toArray();
  }

  private static Axis epochs(TrainingHistory history) {
    int first = history.epochs().get(0).epoch();
    int last = history.epochs().get(history.epochs().size() - 1).epoch();
    return Axis.whole("epoch", first, last, Axis.wholeStep(last - first + 1, MOST_LABELS));
  }

  private static Axis steps(List<Dot> dots) {
    double last = dots.stream().mapToDouble(Dot::at).max().orElse(1);
    return Axis.whole("step", 0, last, Math.max(1, Axis.step(last, 5)));
  }

  /** Creates the vertical axis of values that are not negative. */
  private static Axis range(double[] values, double leastSpan, double ceiling) {
    double low = DoubleStream.of(values).min().orElse(0);
    double high = DoubleStream.of(values).max().orElse(1);
    double margin = Math.max(0.08 * (high - low), (leastSpan - (high - low)) / 2);
    return Axis.up(Math.max(0, low - margin), Math.min(ceiling, high + margin));
  }

  /**
   * Shows the loss over the learning rate. Cuts off the last losses, which are far above the
   * others, at a third of the fall above the highest smoothed loss before the minimum.
   *
   * @throws IllegalArgumentException if the sweep has no points
   */
  static Chart sweep(LearningRateSweep sweep) {
    List<LearningRateSweep.Point> points = sweep.points();
    if (points.isEmpty()) {
      throw new IllegalArgumentException("the sweep has no points to plot");
    }
    double least =
        points.stream()
            .mapToDouble(point -> Math.min(point.loss(), point.smoothedLoss()))
            .min()
            .orElseThrow();
    double most =
        points.subList(0, points.indexOf(sweep.lowest().orElseThrow()) + 1).stream()
            .mapToDouble(LearningRateSweep.Point::smoothedLoss)
            .max()
            .orElse(least);
    double fall = Math.max(most - least, Math.max(0.1 * most, 1e-3));
    double low = Math.max(0, least - 0.08 * fall);
    double high = most + 0.3 * fall;
    ToDoubleFunction<LearningRateSweep.Point> rate = point -> Math.log10(point.rate());
    List<Series> series = new ArrayList<>();
    series.add(
        new Series(
            "each batch",
            BATCHES,
            Look.THIN_LINE,
            points.stream().map(dot(rate, p -> within(p.loss(), low, high))).toList()));
    series.add(
        new Series(
            "smoothed",
            Palette.TRAINING,
            Look.LINE,
            points.stream().map(dot(rate, p -> within(p.smoothedLoss(), low, high))).toList()));
    sweep
        .suggested()
        .ifPresent(
            point ->
                series.add(
                    new Series(
                        Messages.format("steepest: %.2g", point.rate()),
                        Palette.BEST,
                        Look.RING,
                        List.of(new Dot(Math.log10(point.rate()), point.smoothedLoss())))));
    Axis whole =
        Axis.whole(
            "learning rate",
            Math.log10(points.get(0).rate()),
            Math.log10(points.get(points.size() - 1).rate()),
            1);
    List<Chart.Mark> decades =
        whole.marks().stream()
            .map(mark -> new Chart.Mark(mark.at(), "1e" + Math.round(mark.at())))
            .toList();
    return new Chart(
        "Learning rate range test (cross-entropy, nats)",
        new Axis(whole.title(), whole.low(), whole.high(), decades),
        Axis.up(low, high),
        series);
  }

  private static double within(double loss, double low, double high) {
    return loss >= low && loss <= high ? loss : Double.NaN; // which leaves a gap
  }

  /** Shows the share of right predictions by probability and, below, the number of predictions. */
  static Figure reliability(Reliability reliability, String title) {
    ToDoubleFunction<Bin> middle = bin -> (bin.low() + bin.high()) / 2;
    ToDoubleFunction<Bin> right = bin -> bin.count() == 0 ? Double.NaN : bin.accuracy();
    Chart chart =
        new Chart(
            title,
            Axis.of(
                "probability of the predicted class", 0, 1, 0.2, share -> Axis.label(share, 0.2)),
            Axis.up(0, 1),
            List.of(
                new Series(
                    "share of right answers",
                    Palette.TRAINING,
                    Look.BARS,
                    reliability.bins().stream().map(dot(middle, right)).toList()),
                new Series(
                    "perfect",
                    Palette.VALIDATION,
                    Look.DASHES,
                    List.of(new Dot(0, 0), new Dot(1, 1)))));
    return new Figure(
        title,
        Chart.WIDTH,
        490,
        Chart.SCALE,
        g -> {
          chart.draw(g, 360);
          drawCounts(g, chart, reliability.bins(), 478);
        });
  }

  private static void drawCounts(Graphics2D g, Chart chart, List<Bin> bins, int bottom) {
    int most = bins.stream().mapToInt(Bin::count).max().orElse(1);
    g.setColor(Palette.SOFT);
    Text.startingAt(g, "images of each probability", Chart.LEFT, bottom - 56);
    g.fill(new Rectangle2D.Double(Chart.LEFT, bottom, Chart.RIGHT - Chart.LEFT, 1));
    for (Bin bin : bins) {
      if (bin.count() > 0) {
        double height = Math.max(1, 42.0 * bin.count() / most); // few images are visible too
        double left = chart.x(bin.low()) + 1;
        double width = chart.x(bin.high()) - chart.x(bin.low()) - 2;
        g.fill(new Rectangle2D.Double(left, bottom - height, width, height));
      }
    }
  }
}
