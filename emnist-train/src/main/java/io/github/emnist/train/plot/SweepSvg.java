package io.github.emnist.train.plot;

import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.LearningRateSweep.Point;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The loss of a learning rate range test over the rate, as SVG. */
final class SweepSvg {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 300;
  private static final int LEFT = 68;
  private static final int RIGHT = 466;
  private static final int TOP = 56;
  private static final int BOTTOM = 252;
  private static final int MARKS = 5;

  private final LearningRateSweep sweep;
  private final SweepRange range;
  private final double first;
  private final double last;
  private final SvgCanvas canvas;

  private SweepSvg(LearningRateSweep sweep) {
    this.sweep = sweep;
    this.range = SweepRange.of(sweep);
    this.first = Math.log10(sweep.points().get(0).rate());
    this.last = Math.log10(sweep.points().get(sweep.points().size() - 1).rate());
    this.canvas = new SvgCanvas(WIDTH, HEIGHT, SweepChart.TITLE + " (cross-entropy, nats)");
    canvas.text(16, 18, SweepChart.TITLE + " (cross-entropy, nats)", "title");
  }

  static String draw(LearningRateSweep sweep) {
    return new SweepSvg(sweep).draw();
  }

  private String draw() {
    drawAxes();
    drawLine(Point::loss, "axis");
    drawLine(Point::smoothedLoss, "line a");
    drawLegend();
    return canvas.end();
  }

  private void drawAxes() {
    double step = Figures.step(range.high() - range.low(), MARKS);
    double mark = Math.ceil(range.low() / step - 1e-9) * step;
    for (; mark <= range.high() + 1e-9 * step; mark += step) {
      canvas.line(LEFT, y(mark), RIGHT, y(mark), "grid");
      canvas.text(LEFT - 8, y(mark), Figures.mark(mark, step), "end");
    }
    canvas.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
    for (int power = (int) Math.ceil(first - 1e-9); power <= last + 1e-9; power++) {
      canvas.line(x(power), BOTTOM, x(power), BOTTOM + 4, "axis");
      canvas.text(x(power), BOTTOM + 15, "1e" + power, "mid");
    }
    canvas.text((LEFT + RIGHT) / 2.0, HEIGHT - 12, "learning rate", "mid soft").lineBreak();
  }

  private void drawLine(ToDoubleFunction<Point> loss, String style) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (Point point : sweep.points()) {
      double y = y(range.shown(loss.applyAsDouble(point)));
      if (Double.isFinite(y)) {
        path.append(drawing ? 'L' : 'M');
        path.append(String.format(Locale.ROOT, "%.1f %.1f", x(Math.log10(point.rate())), y));
      }
      drawing = Double.isFinite(y);
    }
    canvas.path(path.toString(), style).lineBreak();
  }

  private void drawLegend() {
    canvas.line(LEFT, 40, LEFT + 26, 40, "axis");
    canvas.text(LEFT + 34, 40, "each batch", "soft");
    canvas.line(LEFT + 120, 40, LEFT + 146, 40, "line a");
    canvas.text(LEFT + 154, 40, "smoothed", "soft");
    if (sweep.suggested().isPresent()) {
      Point point = sweep.suggested().get();
      String name = String.format(Locale.ROOT, "steepest: %.2g", point.rate());
      canvas.circle(x(Math.log10(point.rate())), y(point.smoothedLoss()), 8, "best", name);
      canvas.circle(LEFT + 253, 40, 8, "best", name);
      canvas.text(LEFT + 270, 40, name, "soft");
    }
  }

  private double x(double power) {
    double inset = 14;
    double share = last == first ? 0.5 : (power - first) / (last - first);
    return LEFT + inset + share * (RIGHT - LEFT - 2 * inset);
  }

  private double y(double loss) {
    return BOTTOM - (loss - range.low()) / (range.high() - range.low()) * (BOTTOM - TOP);
  }
}
