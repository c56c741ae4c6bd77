package io.github.emnist.train.plot;

import io.github.emnist.train.history.EpochRecord;
import io.github.emnist.train.history.TrainingHistory;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Figures of a run over its steps or epochs, as SVG. */
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
  private static final String STEP = "step";
  private static final String EPOCH = "epoch";

  private final List<Series> series;
  private final SvgCanvas canvas;
  private final String unit;
  private final double first;
  private final double last;
  private final double low;
  private final double high;

  /**
   * A point of a line.
   *
   * @param at on the horizontal axis
   * @param value what is not finite leaves a gap
   */
  private record Dot(double at, double value) {}

  /**
   * A line.
   *
   * @param name for the legend
   * @param second whether it has the second colour and square markers
   * @param marked whether its points have markers
   */
  private record Series(String name, boolean second, boolean marked, List<Dot> dots) {
    /** A figure of each epoch. */
    static Series of(
        String name, boolean second, TrainingHistory history, ToDoubleFunction<EpochRecord> value) {
      return new Series(
          name,
          second,
          history.epochs().size() <= MOST_MARKERS,
          history.epochs().stream().map(e -> new Dot(e.epoch(), value.applyAsDouble(e))).toList());
    }

    static Series ofSteps(String name, boolean second, List<StepChart.Dot> dots) {
      return new Series(
          name, second, second, dots.stream().map(d -> new Dot(d.step(), d.value())).toList());
    }

    DoubleStream finite() {
      return dots.stream().mapToDouble(Dot::value).filter(Double::isFinite);
    }
  }

  private CurveSvg(String title, String unit, double leastSpan, double ceiling, List<Series> all) {
    this.unit = unit;
    this.series = all.stream().filter(s -> s.finite().findAny().isPresent()).toList();
    this.canvas = new SvgCanvas(WIDTH, HEIGHT, title);
    double[] at =
        all.stream().flatMap(s -> s.dots().stream()).mapToDouble(Dot::at).sorted().toArray();
    this.first = unit.equals(STEP) ? 0 : at[0];
    this.last = at[at.length - 1];
    double[] finite = series.stream().flatMapToDouble(Series::finite).toArray();
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
    return curves(history, "Accuracy", 1, true);
  }

  static String loss(TrainingHistory history) {
    return curves(history, "Loss (cross-entropy, nats)", Double.MAX_VALUE, false);
  }

  /** By step where the history has a curve, else by epoch. */
  private static String curves(
      TrainingHistory history, String title, double ceiling, boolean accuracy) {
    int best = history.bestEpoch().orElse(0);
    if (!history.curve().isEmpty()) {
      return new CurveSvg(
              title,
              STEP,
              0.1,
              ceiling,
              List.of(
                  Series.ofSteps("training", false, StepChart.training(history, accuracy)),
                  Series.ofSteps("validation", true, StepChart.validation(history, accuracy))))
          .draw(
              best,
              StepChart.best(history, accuracy).stream()
                  .map(d -> new Dot(d.step(), d.value()))
                  .toList());
    }
    Series validation =
        Series.of(
            "validation",
            true,
            history,
            accuracy ? EpochRecord::validationAccuracy : EpochRecord::validationLoss);
    return new CurveSvg(
            title,
            EPOCH,
            0.1,
            ceiling,
            List.of(
                Series.of(
                    "training",
                    false,
                    history,
                    accuracy ? EpochRecord::trainAccuracy : EpochRecord::trainLoss),
                validation))
        .draw(best, validation.dots().stream().filter(dot -> dot.at() == best).toList());
  }

  static String learningRate(TrainingHistory history) {
    return alone(history, "Learning rate at the end of each epoch", EpochRecord::learningRate);
  }

  static String speed(TrainingHistory history) {
    return alone(history, "Training images per second", EpochRecord::imagesPerSecond);
  }

  private static String alone(
      TrainingHistory history, String title, ToDoubleFunction<EpochRecord> value) {
    return new CurveSvg(
            title, EPOCH, 0, Double.MAX_VALUE, List.of(Series.of("", false, history, value)))
        .draw(0, List.of());
  }

  private String draw(int best, List<Dot> ringed) {
    drawAxes();
    for (Series one : series) {
      drawSeries(one);
    }
    for (Dot dot : ringed) {
      if (Double.isFinite(dot.value())) {
        canvas.circle(x(dot.at()), y(dot.value()), 8, "best", "best epoch: " + best);
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
    double labelled =
        unit.equals(STEP)
            ? Figures.step(last, MARKS)
            : Figures.wholeStep((int) (last - first) + 1, MOST_LABELS);
    for (double at = Math.ceil(first / labelled) * labelled; at <= last; at += labelled) {
      canvas.line(x(at), BOTTOM, x(at), BOTTOM + 4, "axis");
      canvas.text(x(at), BOTTOM + 15, Figures.mark(at, Math.max(1, labelled)), "mid");
    }
    canvas.text((LEFT + RIGHT) / 2.0, HEIGHT - 12, unit, "mid soft").lineBreak();
  }

  private void drawSeries(Series one) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (Dot dot : one.dots()) {
      if (Double.isFinite(dot.value())) {
        path.append(drawing ? 'L' : 'M');
        path.append(String.format(Locale.ROOT, "%.1f %.1f", x(dot.at()), y(dot.value())));
      }
      drawing = Double.isFinite(dot.value()); // a gap where there is none
    }
    canvas.path(path.toString(), one.second() ? "line b" : "line a");
    for (Dot dot : one.dots()) {
      if (Double.isFinite(dot.value()) && one.marked()) {
        drawMarker(one, dot);
      }
    }
    canvas.lineBreak();
  }

  private void drawMarker(Series one, Dot dot) {
    String name = one.name().isEmpty() ? "" : ", " + one.name();
    String tooltip =
        String.format(
            Locale.ROOT, "%s %,.0f%s: %s", unit, dot.at(), name, Figures.value(dot.value()));
    if (one.second()) {
      canvas.square(x(dot.at()), y(dot.value()), 3.5, "fb", tooltip);
    } else {
      canvas.circle(x(dot.at()), y(dot.value()), 4, "fa", tooltip);
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

  private double x(double at) {
    double inset = 14;
    double share = last == first ? 0.5 : (at - first) / (last - first);
    return LEFT + inset + share * (RIGHT - LEFT - 2 * inset);
  }

  private double y(double value) {
    return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP);
  }
}
