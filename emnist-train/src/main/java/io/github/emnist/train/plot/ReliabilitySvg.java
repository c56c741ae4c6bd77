package io.github.emnist.train.plot;

import io.github.emnist.train.evaluation.Reliability;
import java.util.Locale;

/** A reliability diagram as SVG: how often answers of each probability are right. */
final class ReliabilitySvg {
  private static final int WIDTH = 480;
  private static final int LEFT = 68;
  private static final int RIGHT = 466;
  private static final int TOP = 56;
  private static final int BOTTOM = 360;
  private static final int COUNTS_TOP = 408;
  private static final int COUNTS_BOTTOM = 450;
  private static final int HEIGHT = 496;

  private final Reliability reliability;
  private final SvgCanvas canvas;

  private ReliabilitySvg(Reliability reliability, String title) {
    this.reliability = reliability;
    this.canvas = new SvgCanvas(WIDTH, HEIGHT, title);
    canvas.text(16, 18, title, "title");
  }

  static String draw(Reliability reliability, String title) {
    return new ReliabilitySvg(reliability, title).draw();
  }

  private String draw() {
    canvas.rect(LEFT, 35, 14, 10, "fa");
    canvas.text(LEFT + 21, 40, "share of right answers", "soft");
    canvas.line(LEFT + 218, 40, LEFT + 244, 40, "line b dash");
    canvas.text(LEFT + 251, 40, "perfect", "soft");
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      String mark = tenth == 0 ? "0" : String.format(Locale.ROOT, "%.1f", tenth / 10.0);
      canvas.line(LEFT, y(tenth / 10.0), RIGHT, y(tenth / 10.0), "grid");
      canvas.text(LEFT - 8, y(tenth / 10.0), mark, "end");
      canvas.text(x(tenth / 10.0), BOTTOM + 15, mark, "mid");
    }
    canvas.lineBreak();
    drawBins();
    canvas.line(x(0), y(0), x(1), y(1), "line b dash");
    canvas.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
    canvas.line(LEFT, COUNTS_BOTTOM, RIGHT, COUNTS_BOTTOM, "axis");
    canvas.text(LEFT, COUNTS_TOP - 12, "images of each probability", "soft");
    canvas.text(
        (LEFT + RIGHT) / 2.0, HEIGHT - 24, "probability of the predicted class", "mid soft");
    return canvas.end();
  }

  private void drawBins() {
    int most = reliability.bins().stream().mapToInt(Reliability.Bin::count).max().orElse(1);
    for (Reliability.Bin bin : reliability.bins()) {
      if (bin.count() == 0) {
        continue;
      }
      double left = x(bin.low()) + 1;
      double width = x(bin.high()) - x(bin.low()) - 2;
      String tooltip =
          String.format(
              Locale.ROOT,
              "probability %.2f to %.2f: %,d images, mean probability %.3f, %.3f right",
              bin.low(),
              bin.high(),
              bin.count(),
              bin.confidence(),
              bin.accuracy());
      canvas.cell(left, y(bin.accuracy()), width, BOTTOM - y(bin.accuracy()), "fa", 0.75, tooltip);
      // At least a hair's breadth, so that a bin of few images is seen to have some.
      double height = Math.max(1, (double) bin.count() / most * (COUNTS_BOTTOM - COUNTS_TOP));
      canvas.cell(left, COUNTS_BOTTOM - height, width, height, "soft", 0.8, tooltip);
      canvas.lineBreak();
    }
  }

  private static double x(double probability) {
    return LEFT + probability * (RIGHT - LEFT);
  }

  private static double y(double share) {
    return BOTTOM - share * (BOTTOM - TOP);
  }
}
