package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.internal.image.InkCanvas;
import io.github.emnist.data.internal.image.InkCanvas.PenPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A handwritten character as strokes of points, as canvases, signature pads, ML Kit and InkML
 * record it.
 *
 * <pre>{@code
 * Ink seven = Ink.builder().stroke(10, 10, 60, 10, 25, 90).stroke(20, 50, 55, 50).build();
 * Prediction p = classifier.predict(seven);
 * }</pre>
 *
 * <p>A point is {@code (x, y)}, y downwards, in any unit: only the character's shape matters, not
 * its position or size. Times and pressure are not kept. Ink without strokes is blank, and a stroke
 * of one point is a dot. {@link #toJson()} writes the JSON form
 *
 * <pre>{@code {"strokes": [[[10, 10], [60, 10], [25, 90]], [[20, 50], [55, 50]]]}}</pre>
 *
 * <p>{@link #fromJson} describes the other forms that it reads. Immutable and thread-safe.
 */
public final class Ink {
  /** The most points in all strokes: a thousand times what a character has. */
  public static final int MAX_POINTS = 1 << 18;

  /** The largest absolute value of a coordinate. */
  public static final double MAX_COORDINATE = 1e9;

  private static final double MIN_PEN = 0.25;
  private static final double MAX_PEN = 4;

  /** The median width of EMNIST's strokes, relative to a character's longer side. */
  private static final double EMNIST_PEN = 0.135;

  /**
   * The longer side of the drawn character, including the pen, in scan pixels. This size gives
   * softer edges and a wider margin than EMNIST's median, 45, as measured in docs/decisions/0032.
   */
  private static final double SCAN_INK = 35;

  /** Points nearer to the previous one are left out, in scan pixels. */
  private static final double SAME_PLACE = 0.05;

  /** Ink no larger than this, in its own unit, is a dot. */
  private static final double DOT = 1 / Ink.MAX_COORDINATE;

  private static final int SIDE = EmnistConversion.SIDE;

  private final List<Stroke> strokes;

  private Ink(List<Stroke> strokes) {
    this.strokes = List.copyOf(strokes);
    long points = this.strokes.stream().mapToLong(Stroke::size).sum();
    if (points > MAX_POINTS) {
      throw Messages.illegal("points (%d) must be at most %d", points, MAX_POINTS);
    }
  }

  /**
   * {@return ink with the given strokes}
   *
   * @param strokes in the order of writing; none for blank ink
   * @throws IllegalArgumentException if they have more than {@value #MAX_POINTS} points
   */
  public static Ink of(List<Stroke> strokes) {
    return new Ink(strokes);
  }

  /** {@return an empty builder, to add strokes or points} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the JSON form, and two others: strokes and points as objects (ML Kit), and only a list of
   * such strokes (signature_pad):
   *
   * <pre>{@code
   * {"strokes": [{"points": [{"x": 10, "y": 10, "t": 0}, {"x": 60, "y": 10, "t": 16}]}]}
   * [{"points": [{"x": 10, "y": 10}, {"x": 60, "y": 10}]}]
   * }</pre>
   *
   * <p>A point is {@code [x, y]}, {@code [x, y, t]} or an object with x and y. Times and all other
   * fields are ignored. Coordinates are numbers, and a stroke has at least one point.
   *
   * @param json a complete document
   * @return the ink
   * @throws MalformedDataException if it is not JSON, or has another form; the message gives the
   *     place as a JSON pointer, for example {@code /strokes/0/3/1}
   */
  public static Ink fromJson(String json) throws MalformedDataException {
    return InkJson.parse(json);
  }

  /**
   * Reads a file in a form that {@link #fromJson} accepts.
   *
   * @param file UTF-8, at most 32 MiB
   * @return the ink
   * @throws java.nio.file.NoSuchFileException if the file does not exist
   * @throws MalformedDataException as {@link #fromJson}, or if the file is too large
   * @throws IOException if it is not a file or cannot be read
   */
  public static Ink read(Path file) throws IOException {
    return InkJson.read(file);
  }

  /** {@return the strokes, in the order of writing, unmodifiable; empty for blank ink} */
  public List<Stroke> strokes() {
    return strokes;
  }

  /** {@return the ink as JSON on one line, each point as {@code [x, y]}} */
  public String toJson() {
    return InkJson.write(this);
  }

  /** {@return the ink as an EMNIST image, drawn with a pen of EMNIST's median width} */
  public GrayImage toImage() {
    return toImage(1);
  }

  /**
   * Draws the ink as an EMNIST image with another pen width, for example a random one for each
   * training image. It is drawn at the scale of NIST's scans and goes through EMNIST's conversion.
   * Equal ink gives equal pixels on every machine.
   *
   * @param penWidth as a multiple of the median width of EMNIST's strokes, which is 0.135 of a
   *     character's longer side; from 0.25 to 4
   * @return uint8 {@code [28, 28]}, white on black, centred and as large as in EMNIST, even a
   *     single dot; all black if the ink is blank
   * @throws IllegalArgumentException if {@code penWidth} is out of range
   */
  public GrayImage toImage(double penWidth) {
    return draw(this, penWidth);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ink that && strokes.equals(that.strokes);
  }

  @Override
  public int hashCode() {
    return strokes.hashCode();
  }

  @Override
  public String toString() {
    return Messages.format(
        "Ink[%d strokes, %d points]",
        strokes.size(), strokes.stream().mapToInt(Stroke::size).sum());
  }

  private static boolean isPlace(double coordinate) {
    return Math.abs(coordinate) <= MAX_COORDINATE; // false for NaN
  }

  private static void checkPlace(double x, double y) {
    if (!isPlace(x)) {
      throw noPlace("x", x);
    }
    if (!isPlace(y)) {
      throw noPlace("y", y);
    }
  }

  private static IllegalArgumentException noPlace(String name, double coordinate) {
    return Messages.illegal(
        "%s (%s) must be a number from -%.0f to %.0f",
        name, coordinate, MAX_COORDINATE, MAX_COORDINATE);
  }

  /**
   * A position of the pen.
   *
   * @param x to the right, at most {@value Ink#MAX_COORDINATE} from 0
   * @param y downwards, at most {@value Ink#MAX_COORDINATE} from 0
   */
  public record Point(double x, double y) {
    /** Throws {@link IllegalArgumentException} if one is NaN, infinite or out of range. */
    public Point {
      checkPlace(x, y);
    }
  }

  /** The points of the pen until it is lifted. Immutable and thread-safe. */
  public static final class Stroke {
    /** x and y of each point in turn. */
    private final double[] coordinates;

    private Stroke(double[] coordinates) {
      this.coordinates = coordinates;
      if (coordinates.length == 0) {
        throw new IllegalArgumentException("a stroke must have at least one point");
      }
    }

    /**
     * {@return a stroke of points}
     *
     * @param points in the order of writing, at least one
     * @throws IllegalArgumentException if there are none
     */
    public static Stroke of(List<Point> points) {
      double[] coordinates = new double[2 * points.size()];
      int i = 0;
      for (Point point : points) {
        coordinates[i++] = point.x();
        coordinates[i++] = point.y();
      }
      return new Stroke(coordinates);
    }

    /**
     * {@return a stroke of coordinates}
     *
     * @param coordinates x and y of each point in turn, copied
     * @throws IllegalArgumentException if there are none or an odd number, or one is NaN, infinite
     *     or beyond {@value Ink#MAX_COORDINATE}
     */
    public static Stroke of(double... coordinates) {
      if (coordinates.length % 2 != 0) {
        throw Messages.illegal(
            "coordinates (%d) must be an even number: x and y of each point in turn",
            coordinates.length);
      }
      double[] copy = coordinates.clone();
      for (int i = 0; i < copy.length; i++) {
        if (!isPlace(copy[i])) {
          throw noPlace((i % 2 == 0 ? "x" : "y") + " of point " + i / 2, copy[i]);
        }
      }
      return new Stroke(copy);
    }

    /** {@return the number of points, at least 1} */
    public int size() {
      return coordinates.length / 2;
    }

    /**
     * {@return a point's x, to the right}
     *
     * @param point its 0-based position
     * @throws IndexOutOfBoundsException if there is no such point
     */
    public double x(int point) {
      return coordinates[2 * Objects.checkIndex(point, size())];
    }

    /**
     * {@return a point's y, downwards}
     *
     * @param point its 0-based position
     * @throws IndexOutOfBoundsException if there is no such point
     */
    public double y(int point) {
      return coordinates[2 * Objects.checkIndex(point, size()) + 1];
    }

    /** {@return the points, a new, unmodifiable list in the order of writing} */
    public List<Point> points() {
      return IntStream.range(0, size()).mapToObj(i -> new Point(x(i), y(i))).toList();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Stroke that && Arrays.equals(coordinates, that.coordinates);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(coordinates);
    }

    @Override
    public String toString() {
      return Messages.format("Stroke[%d points]", size());
    }
  }

  /** Collects strokes as they are drawn. Not thread-safe. */
  public static final class Builder {
    private final List<Stroke> strokes = new ArrayList<>();

    /** The current stroke; none if {@code filled} is 0. */
    private double[] coordinates = new double[64];

    private int filled;

    private Builder() {}

    /**
     * Adds a complete stroke.
     *
     * @param coordinates x and y of each point in turn
     * @return this
     * @throws IllegalArgumentException as {@link Stroke#of(double...)}
     */
    public Builder stroke(double... coordinates) {
      endStroke();
      strokes.add(Stroke.of(coordinates));
      return this;
    }

    /**
     * Starts a stroke.
     *
     * @param x to the right
     * @param y downwards
     * @return this
     * @throws IllegalArgumentException if one is NaN, infinite or out of range
     */
    public Builder moveTo(double x, double y) {
      endStroke();
      return add(x, y);
    }

    /**
     * Continues the stroke.
     *
     * @param x to the right
     * @param y downwards
     * @return this
     * @throws IllegalArgumentException if one is NaN, infinite or out of range
     * @throws IllegalStateException if {@link #moveTo} did not start a stroke
     */
    public Builder lineTo(double x, double y) {
      if (filled == 0) {
        throw new IllegalStateException("no stroke is under way; start one with moveTo");
      }
      return add(x, y);
    }

    private Builder add(double x, double y) {
      checkPlace(x, y);
      if (filled == coordinates.length) {
        coordinates = Arrays.copyOf(coordinates, 2 * filled);
      }
      coordinates[filled++] = x;
      coordinates[filled++] = y;
      return this;
    }

    private void endStroke() {
      if (filled > 0) {
        strokes.add(new Stroke(Arrays.copyOf(coordinates, filled)));
        filled = 0;
      }
    }

    /**
     * {@return the ink so far; blank if there is none} Drawing may continue with a new stroke.
     *
     * @throws IllegalArgumentException if there are more than {@value Ink#MAX_POINTS} points
     */
    public Ink build() {
      endStroke();
      return new Ink(strokes);
    }
  }

  /**
   * Draws strokes at the scale of NIST's scans and applies EMNIST's conversion, in linear time;
   * {@code penWidth} is a multiple of EMNIST's.
   */
  private static GrayImage draw(Ink ink, double penWidth) {
    if (!(penWidth >= MIN_PEN && penWidth <= MAX_PEN)) {
      throw Messages.illegal(
          "penWidth (%s) must be between %s and %s times EMNIST's", penWidth, MIN_PEN, MAX_PEN);
    }
    byte[] pixels = new byte[SIDE * SIDE];
    if (!ink.strokes().isEmpty()) {
      InkCanvas canvas = new InkCanvas();
      canvas.draw(path(ink, penWidth * EMNIST_PEN), 1, 1);
      new EmnistConversion()
          .convert(canvas.ink(), canvas.width(), canvas.height(), SCAN_INK, pixels, 0);
    }
    return GrayImage.of(SIDE, SIDE, pixels);
  }

  /** Returns the path in scan pixels; {@code pen} is relative to the character's longer side. */
  private static PenPath path(Ink ink, double pen) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Ink.Stroke stroke : ink.strokes()) {
      for (int i = 0; i < stroke.size(); i++) {
        left = Math.min(left, stroke.x(i));
        right = Math.max(right, stroke.x(i));
        top = Math.min(top, stroke.y(i));
        bottom = Math.max(bottom, stroke.y(i));
      }
    }
    double extent = Math.max(right - left, bottom - top);
    boolean dot = extent <= DOT;
    double scale = dot ? 0 : SCAN_INK * (1 - pen) / extent;
    double radius = SCAN_INK * (dot ? 1 : pen) / 2;
    PenPath path = new PenPath();
    for (Ink.Stroke stroke : ink.strokes()) {
      for (int i = 0; i < stroke.size(); i++) {
        double x = (stroke.x(i) - left) * scale;
        double y = (top - stroke.y(i)) * scale; // a path's y points up
        if (i == 0 || !isLast(path, x, y)) {
          path.add(x, y, i > 0);
          path.setRadius(path.size() - 1, radius);
        }
      }
    }
    return path;
  }

  /** Tells whether the path ends at a position. */
  private static boolean isLast(PenPath path, double x, double y) {
    double dx = x - path.x(path.size() - 1);
    double dy = y - path.y(path.size() - 1);
    return dx * dx + dy * dy < SAME_PLACE * SAME_PLACE;
  }
}
