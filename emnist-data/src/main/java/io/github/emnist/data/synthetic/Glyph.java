package io.github.emnist.data.synthetic;

import io.github.emnist.data.internal.Messages;
import java.util.List;

/**
 * One way to write a character: strokes through points, in units of which a capital is 100 high.
 *
 * @param character what it stands for
 * @param weight how common the form is, relative to the character's other forms
 * @param strokes in the order of writing, at least one
 */
record Glyph(char character, double weight, List<Stroke> strokes) {

  Glyph {
    strokes = List.copyOf(strokes);
  }

  /** The points that the pen passes through without being lifted; one alone is a dot. */
  static final class Stroke {
    static final int MOST_POINTS = 31;

    private final double[] x;
    private final double[] y;
    private final boolean[] corner;

    private Stroke(double[] x, double[] y, boolean[] corner) {
      this.x = x;
      this.y = y;
      this.corner = corner;
    }

    /**
     * Reads points such as {@code 0,58! 22,0! 42,58}.
     *
     * @throws IllegalArgumentException if one is not two numbers, or there are too many
     */
    static Stroke parse(String text) {
      String[] points = text.strip().split(" +");
      if (points.length > MOST_POINTS) {
        throw new IllegalArgumentException(
            Messages.format("found %d points, expected at most %d", points.length, MOST_POINTS));
      }
      double[] x = new double[points.length];
      double[] y = new double[points.length];
      boolean[] corner = new boolean[points.length];
      for (int i = 0; i < points.length; i++) {
        corner[i] = points[i].endsWith("!");
        String point = corner[i] ? points[i].substring(0, points[i].length() - 1) : points[i];
        String[] coordinates = point.split(",", -1);
        if (coordinates.length != 2) {
          throw new IllegalArgumentException(
              "found point \"%s\", expected x,y or x,y!".formatted(points[i]));
        }
        x[i] = Double.parseDouble(coordinates[0]);
        y[i] = Double.parseDouble(coordinates[1]);
      }
      return new Stroke(x, y, corner);
    }

    int size() {
      return x.length;
    }

    double x(int point) {
      return x[point];
    }

    double y(int point) {
      return y[point];
    }

    /** Whether the pen may turn sharply there. */
    boolean corner(int point) {
      return corner[point];
    }
  }
}
