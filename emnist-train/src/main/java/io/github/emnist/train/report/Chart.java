package io.github.emnist.train.report;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.report.Figure.Palette;
import io.github.emnist.train.report.Figure.Text;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A chart of lines and points with two axes, a title and a legend. (XChart draws texts as outlines,
 * so that its SVG contains no text.)
 *
 * @param title above the chart
 * @param across the horizontal axis
 * @param up the vertical axis
 * @param series in the order of the legend; the last one is on top
 */
record Chart(String title, Axis across, Axis up, List<Series> series) {
  static final int WIDTH = 480;
  static final int LEFT = 68;
  static final int RIGHT = 466;
  static final int TOP = 60;
  private static final int BOTTOM = 252;
  private static final int HEIGHT = 300;
  static final int SCALE = 2; // for sharp pictures

  private static final int MARGIN = 16;
  private static final int LEGEND = 40; // its middle
  private static final int SAMPLE = 26; // the length of a line in it
  private static final double RING = 8; // its radius
  private static final double POINT = 4; // half of its width
  private static final BasicStroke THIN = new BasicStroke(1);

  /** The style of a series; all but rings and bars join the points with a line. */
  enum Look {
    LINE(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)),
    THIN_LINE(THIN),
    DASHES(
        new BasicStroke(
            2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 4}, 0)),
    CIRCLES(LINE.stroke),
    SQUARES(LINE.stroke),
    RING(new BasicStroke(2)),
    BARS(THIN);

    private final BasicStroke stroke;

    Look(BasicStroke stroke) {
      this.stroke = stroke;
    }
  }

  /** A point; a value that is not finite leaves a gap. */
  record Dot(double at, double value) {}

  /** A series; with an empty name it is not in the legend. Bars must have equal distances. */
  record Series(String name, Color colour, Look look, List<Dot> dots) {
    boolean isDrawn() {
      return dots.stream().anyMatch(dot -> Double.isFinite(dot.value()));
    }
  }

  /** A label of an axis. */
  record Mark(double at, String label) {}

  /** An axis from {@code low} to {@code high}; only the horizontal one has a title. */
  record Axis(String title, double low, double high, List<Mark> marks) {
    private static final int MARKS = 5;
    private static final int[] MANTISSAS = {1, 2, 5};

    /** Creates an axis with a label at each multiple of a step. */
    static Axis of(
        String title, double low, double high, double step, DoubleFunction<String> label) {
      List<Mark> marks = new ArrayList<>();
      for (double k = Math.ceil(low / step - 1e-9); k <= high / step + 1e-9; k++) {
        marks.add(new Mark(k * step, label.apply(k * step)));
      }
      return new Axis(title, low, high, marks);
    }

    /** Creates a vertical axis with about five labels. */
    static Axis up(double low, double high) {
      double step = step(high - low, MARKS);
      return of("", low, high, step, value -> label(value, step));
    }

    /** Creates a horizontal axis with labels at whole numbers and a margin on both sides. */
    static Axis whole(String title, double first, double last, double step) {
      double margin = first == last ? 0.5 : 0.035 * (last - first);
      Axis axis = of(title, first, last, step, value -> label(value, step));
      return new Axis(title, first - margin, last + margin, axis.marks());
    }

    /** Returns the first step of 1, 2, 5, 10, 20, 50, ... that gives at most so many labels. */
    static int wholeStep(int length, int most) {
      int step = 1;
      for (int i = 0; length / step > most; i++) {
        step = MANTISSAS[(i + 1) % 3] * (int) Math.pow(10, (i + 1) / 3);
      }
      return step;
    }

    /** Returns a step of 1, 2 or 5 times a power of ten that gives about so many labels. */
    static double step(double span, int labels) {
      double rough = span / labels;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double mantissa = rough / power;
      return power * (mantissa < 1.5 ? 1 : mantissa < 3 ? 2 : mantissa < 7 ? 5 : 10);
    }

    /** Formats a number with as many decimals as its step has. */
    static String label(double value, double step) {
      if (value == 0) {
        return "0";
      }
      if (step >= 1) {
        return Messages.format("%,.0f", value);
      }
      int decimals = (int) Math.ceil(-Math.log10(step) - 1e-9);
      return decimals <= 4
          ? Messages.format("%." + decimals + "f", value)
          : Messages.format("%.1e", value);
    }
  }

  /** Drops series without any finite value. */
  Chart {
    series = series.stream().filter(Series::isDrawn).toList();
  }

  Figure figure() {
    return new Figure(title, WIDTH, HEIGHT, SCALE, g -> draw(g, BOTTOM));
  }

  /** Draws the chart; {@code bottom} is the y of the horizontal axis. */
  void draw(Graphics2D g, int bottom) {
    g.setColor(Palette.INK);
    g.setFont(Palette.bold(14));
    Text.startingAt(g, title, MARGIN, 18);
    g.setFont(Palette.plain(14));
    drawLegend(g);
    g.setStroke(THIN);
    for (Mark mark : up.marks()) {
      double y = y(mark.at(), bottom);
      g.setColor(Palette.GRID);
      g.draw(new Line2D.Double(LEFT, y, RIGHT, y));
      g.setColor(Palette.INK);
      Text.endingAt(g, mark.label(), LEFT - 8, y);
    }
    for (Mark mark : across.marks()) {
      g.setColor(Palette.SOFT);
      g.draw(new Line2D.Double(x(mark.at()), bottom, x(mark.at()), bottom + 4));
      g.setColor(Palette.INK);
      Text.centred(g, mark.label(), x(mark.at()), bottom + 15);
    }
    g.setColor(Palette.SOFT);
    g.draw(new Line2D.Double(LEFT, bottom, RIGHT, bottom));
    Text.centred(g, across.title(), (LEFT + RIGHT) / 2.0, bottom + 36);
    for (Series one : series) {
      draw(g, one, bottom);
    }
  }

  private void drawLegend(Graphics2D g) {
    double x = MARGIN;
    for (Series one : series) {
      if (!one.name().isEmpty()) {
        g.setColor(one.colour());
        if (one.look() == Look.BARS) {
          g.fill(new Rectangle2D.Double(x, LEGEND - 5, SAMPLE, 10));
        } else if (one.look() != Look.RING) {
          g.setStroke(one.look().stroke);
          g.draw(new Line2D.Double(x, LEGEND, x + SAMPLE, LEGEND));
        }
        drawPoint(g, one.look(), x + SAMPLE / 2.0, LEGEND);
        g.setColor(Palette.INK);
        Text.startingAt(g, one.name(), x + SAMPLE + 8, LEGEND);
        x += SAMPLE + 8 + Text.width(g.getFont(), one.name()) + 16;
      }
    }
  }

  private void draw(Graphics2D g, Series one, int bottom) {
    g.setColor(one.colour());
    List<Dot> finite = one.dots().stream().filter(dot -> Double.isFinite(dot.value())).toList();
    if (one.look() == Look.BARS) {
      double width = (double) (RIGHT - LEFT) / one.dots().size() - 2;
      for (Dot dot : finite) {
        double y = y(dot.value(), bottom);
        g.fill(new Rectangle2D.Double(x(dot.at()) - width / 2, y, width, bottom - y));
      }
      return;
    }
    if (one.look() != Look.RING) {
      g.setStroke(one.look().stroke);
      g.draw(line(one, bottom));
    }
    finite.forEach(dot -> drawPoint(g, one.look(), x(dot.at()), y(dot.value(), bottom)));
  }

  private Path2D line(Series one, int bottom) {
    Path2D line = new Path2D.Double();
    boolean drawing = false;
    for (Dot dot : one.dots()) {
      boolean isFinite = Double.isFinite(dot.value());
      if (isFinite && drawing) {
        line.lineTo(x(dot.at()), y(dot.value(), bottom));
      } else if (isFinite) {
        line.moveTo(x(dot.at()), y(dot.value(), bottom));
      }
      drawing = isFinite;
    }
    return line;
  }

  private static void drawPoint(Graphics2D g, Look look, double x, double y) {
    switch (look) {
      case CIRCLES -> g.fill(circle(x, y, POINT));
      case SQUARES ->
          g.fill(
              new Rectangle2D.Double(
                  x - POINT + 0.5, y - POINT + 0.5, 2 * POINT - 1, 2 * POINT - 1));
      case RING -> {
        g.setStroke(look.stroke);
        g.draw(circle(x, y, RING));
      }
      default -> {} // a line has no points
    }
  }

  private static Ellipse2D circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  double x(double at) {
    return LEFT + (at - across.low()) / (across.high() - across.low()) * (RIGHT - LEFT);
  }

  private double y(double value, int bottom) {
    return bottom - (value - up.low()) / (up.high() - up.low()) * (bottom - TOP);
  }
}
