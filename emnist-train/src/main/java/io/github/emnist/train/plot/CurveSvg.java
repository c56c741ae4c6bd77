package io.github.emnist.train.plot;

import io.github.emnist.train.history.EpochRecord;
import io.github.emnist.train.history.TrainingHistory;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Figures of a run over its epochs, as SVG. */
final class CurveSvg {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 300;
  private static final int LEFT = 68;
  private static final int RIGHT = 466;
  private static final int TOP = 56;
  private static final int BOTTOM = 252;
  private static final int MARKS = 5;
  private static final int MOST_LABELS = 10; // under the horizontal axis
  private static final int MOST_MARKERS = 40; // more would hide the line

  private final TrainingHistory history;
  private final List<Series> series;
  private final SvgCanvas canvas;
  private final double low;
  private final double high;

  /**
   * A line.
   *
   * @param name for the legend
   * @param second whether it has the second colour and square markers
   * @param value of an epoch; what is not finite is left out
   */
  record Series(String name, boolean second, ToDoubleFunction<EpochRecord> value) {
    boolean isIn(TrainingHistory history) {
      return history.epochs().stream().mapToDouble(value).anyMatch(Double::isFinite);
    }
  }

  private CurveSvg(
      TrainingHistory history, String title, double leastSpan, double ceiling, Series... all) {
    this.history = history;
    this.series = List.of(all).stream().filter(s -> s.isIn(history)).toList();
    this.canvas = new SvgCanvas(WIDTH, HEIGHT, title);
    double[] finite =
        history.epochs().stream()
            .flatMapToDouble(e -> series.stream().mapToDouble(s -> s.value().applyAsDouble(e)))
            .filter(Double::isFinite)
            .toArray();
    double least = DoubleStream.of(finite).min().orElse(0);
    double most = DoubleStream.of(finite).max().orElse(1);
    double span = most - least;
    double enough = leastSpan > 0 ? leastSpan : span > 0 ? span : most > 0 ? most : 1;
    double margin = Math.max(0.08 * span, (enough - span) / 2);
    this.low = Math.max(0, least - margin);
    this.high = Math.min(ceiling, most + margin);
    canvas.text(16, 18, title, "title");
  }

  static String accuracy(TrainingHistory history) {
    return new CurveSvg(
            history,
            "Accuracy",
            0.1,
            1,
            new Series("training", false, EpochRecord::trainAccuracy),
            new Series("validation", true, EpochRecord::validationAccuracy))
        .draw(EpochRecord::validationAccuracy);
  }

  static String loss(TrainingHistory history) {
    return new CurveSvg(
            history,
            "Loss (cross-entropy, nats)",
            0.1,
            Double.MAX_VALUE,
            new Series("training", false, EpochRecord::trainLoss),
            new Series("validation", true, EpochRecord::validationLoss))
        .draw(EpochRecord::validationLoss);
  }

  static String learningRate(TrainingHistory history) {
    return new CurveSvg(
            history,
            "Learning rate at the end of each epoch",
            0,
            Double.MAX_VALUE,
            new Series("", false, EpochRecord::learningRate))
        .draw(epoch -> Double.NaN);
  }

  static String speed(TrainingHistory history) {
    return new CurveSvg(
            history,
            "Training images per second",
            0,
            Double.MAX_VALUE,
            new Series("", false, EpochRecord::imagesPerSecond))
        .draw(epoch -> Double.NaN);
  }

  private String draw(ToDoubleFunction<EpochRecord> ringed) {
    drawAxes();
    for (Series one : series) {
      drawSeries(one);
    }
    int best = history.bestEpoch().orElse(0);
    for (EpochRecord epoch : history.epochs()) {
      double value = ringed.applyAsDouble(epoch);
      if (epoch.epoch() == best && Double.isFinite(value)) {
        canvas.circle(x(epoch), y(value), 8, "best", "best epoch: " + best);
      }
    }
    drawLegend(best);
    return canvas.end();
  }

  private void drawAxes() {
    double step = Figures.step(high - low, MARKS);
    for (double mark = Math.ceil(low / step - 1e-9) * step; mark <= high + 1e-9 * step; ) {
      canvas.line(LEFT, y(mark), RIGHT, y(mark), "grid");
      canvas.text(LEFT - 8, y(mark), Figures.mark(mark, step), "end");
      mark += step;
    }
    canvas.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
    int labelled = Figures.wholeStep(history.epochs().size(), MOST_LABELS);
    for (EpochRecord epoch : history.epochs()) {
      if (epoch.epoch() % labelled == 0) {
        canvas.line(x(epoch), BOTTOM, x(epoch), BOTTOM + 4, "axis");
        canvas.text(x(epoch), BOTTOM + 15, Integer.toString(epoch.epoch()), "mid");
      }
    }
    canvas.text((LEFT + RIGHT) / 2.0, HEIGHT - 12, "epoch", "mid soft").lineBreak();
  }

  private void drawSeries(Series one) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (EpochRecord epoch : history.epochs()) {
      double value = one.value().applyAsDouble(epoch);
      if (Double.isFinite(value)) {
        path.append(drawing ? 'L' : 'M');
        path.append(String.format(Locale.ROOT, "%.1f %.1f", x(epoch), y(value)));
      }
      drawing = Double.isFinite(value); // a gap where there is none
    }
    canvas.path(path.toString(), one.second() ? "line b" : "line a");
    for (EpochRecord epoch : history.epochs()) {
      double value = one.value().applyAsDouble(epoch);
      if (Double.isFinite(value) && history.epochs().size() <= MOST_MARKERS) {
        drawMarker(one, epoch, value);
      }
    }
    canvas.lineBreak();
  }

  private void drawMarker(Series one, EpochRecord epoch, double value) {
    String name = one.name().isEmpty() ? "" : ", " + one.name();
    String tooltip = "epoch " + epoch.epoch() + name + ": " + Figures.value(value);
    if (one.second()) {
      canvas.square(x(epoch), y(value), 3.5, "fb", tooltip);
    } else {
      canvas.circle(x(epoch), y(value), 4, "fa", tooltip);
    }
  }

  private void drawLegend(int best) {
    int x = LEFT;
    for (Series one : series) {
      if (!one.name().isEmpty()) {
        canvas.line(x, 40, x + 26, 40, one.second() ? "line b" : "line a");
        if (one.second()) {
          canvas.square(x + 13, 40, 3.5, "fb", one.name());
        } else {
          canvas.circle(x + 13, 40, 4, "fa", one.name());
        }
        canvas.text(x + 34, 40, one.name(), "soft");
        x += 120;
      }
    }
    if (best > 0 && series.stream().anyMatch(Series::second)) {
      canvas.circle(x + 13, 40, 8, "best", "best epoch: " + best);
      canvas.text(x + 30, 40, "best epoch: " + best, "soft");
    }
  }

  private double x(EpochRecord epoch) {
    List<EpochRecord> epochs = history.epochs();
    int first = epochs.get(0).epoch();
    int last = epochs.get(epochs.size() - 1).epoch();
    double inset = 14;
    double share = last == first ? 0.5 : (double) (epoch.epoch() - first) / (last - first);
    return LEFT + inset + share * (RIGHT - LEFT - 2 * inset);
  }

  private double y(double value) {
    return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP);
  }
}
