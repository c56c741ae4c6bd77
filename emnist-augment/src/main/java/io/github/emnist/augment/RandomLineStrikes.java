package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.LineStrike;
import io.github.emnist.augment.Transforms.TransformSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Draws some thin straight lines through the image, each with an angle, a place, a thickness and a
 * grey level of its own, all drawn uniformly; {@link LineStrike} says what they mean. Immutable and
 * thread-safe; transforms with equal ranges are equal.
 *
 * <pre>{@code
 * RandomLineStrikes crossedOut = RandomLineStrikes.builder().lines(1, 2).thickness(0.5, 2).build();
 * }</pre>
 */
public final class RandomLineStrikes extends PipelineTransform {
  static final TransformCodec<RandomLineStrikes> CODEC =
      new TransformCodec<>(
          "line-strikes",
          RandomLineStrikes.class,
          RandomLineStrikes::fields,
          RandomLineStrikes::read);

  private static final int MAX_LINES = 100;

  private final Ranges ranges;

  private RandomLineStrikes(Ranges ranges) {
    this.ranges = ranges;
  }

  /**
   * Starts with one line of one pixel's thickness at full strength, at any angle and up to 8 pixels
   * beside the centre.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Draws every line that there may be, so that every call takes equally many numbers. */
  @Override
  public TransformSequence sample(RandomGenerator random) {
    int count = ranges.drawCount(random);
    List<ImageTransform> lines = new ArrayList<>(ranges.maxLines);
    for (int i = 0; i < ranges.maxLines; i++) {
      LineStrike line =
          new LineStrike(
              ranges.drawAngle(random),
              ranges.drawOffset(random),
              ranges.drawThickness(random),
              ranges.drawInk(random));
      if (i < count) {
        lines.add(line);
      }
    }
    return new TransformSequence(lines);
  }

  /** No line needs no pixels: geometric transforms before and after it still fold. */
  @Override
  void draw(RandomGenerator random, Canvas canvas) {
    int count = ranges.drawCount(random);
    for (int i = 0; i < ranges.maxLines; i++) {
      double angle = ranges.drawAngle(random);
      double offset = ranges.drawOffset(random);
      double thickness = ranges.drawThickness(random);
      int ink = ranges.drawInk(random);
      if (i < count) {
        byte[] image = canvas.drawable();
        LineStrike.draw(angle, offset, thickness, ink, image, 0, canvas.width(), canvas.height());
      }
    }
  }

  /** Scales the thickness alone, so that the lines of a weaker transform are fainter. */
  @Override
  public RandomLineStrikes withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new RandomLineStrikes(
        new Ranges(
            ranges.minLines,
            ranges.maxLines,
            ranges.angle,
            ranges.offset,
            ranges.minThickness * strength,
            ranges.maxThickness * strength,
            ranges.darkest,
            ranges.brightest));
  }

  private Map<String, Object> fields() {
    return TransformCodec.inOrder(
        "minLines", ranges.minLines,
        "maxLines", ranges.maxLines,
        "angle", ranges.angle,
        "offset", ranges.offset,
        "thickness", List.of(ranges.minThickness, ranges.maxThickness),
        "ink", List.of(ranges.darkest, ranges.brightest));
  }

  private static RandomLineStrikes read(JsonFields fields) {
    double[] thickness = fields.range("thickness");
    int[] ink = GreyRange.read(fields, "ink");
    return builder()
        .lines(fields.integer("minLines", 0, MAX_LINES), fields.integer("maxLines", 0, MAX_LINES))
        .angle(fields.number("angle"))
        .offset(fields.number("offset"))
        .thickness(thickness[0], thickness[1])
        .ink(ink[0], ink[1])
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RandomLineStrikes that && ranges.equals(that.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return "RandomLineStrikes[lines=[%s, %s], angle=%s, offset=%s, thickness=[%s, %s], ink=[%s, %s]]"
        .formatted(
            ranges.minLines,
            ranges.maxLines,
            ranges.angle,
            ranges.offset,
            ranges.minThickness,
            ranges.maxThickness,
            ranges.darkest,
            ranges.brightest);
  }

  private record Ranges(
      int minLines,
      int maxLines,
      double angle,
      double offset,
      double minThickness,
      double maxThickness,
      int darkest,
      int brightest) {
    int drawCount(RandomGenerator random) {
      return Draws.whole(random, minLines, maxLines);
    }

    double drawAngle(RandomGenerator random) {
      return Draws.uniform(random, -angle, angle);
    }

    double drawOffset(RandomGenerator random) {
      return Draws.uniform(random, -offset, offset);
    }

    double drawThickness(RandomGenerator random) {
      return Draws.uniform(random, minThickness, maxThickness);
    }

    int drawInk(RandomGenerator random) {
      return Draws.whole(random, darkest, brightest);
    }
  }

  /** Collects the ranges. Not thread-safe. */
  public static final class Builder {
    private int minLines = 1;
    private int maxLines = 1;
    private double angle = 90;
    private double offset = 8;
    private double minThickness = 1;
    private double maxThickness = 1;
    private int darkest = 255;
    private int brightest = 255;

    private Builder() {}

    /**
     * How many lines there are. Default 1.
     *
     * @param least in [0, 100]
     * @param most in [least, 100]
     * @return this
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Builder lines(int least, int most) {
      minLines = lines("least lines", least, 0);
      maxLines = lines("most lines", most, least);
      return this;
    }

    private static int lines(String name, int value, int low) {
      if (value >= low && value <= MAX_LINES) {
        return value;
      }
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s (%d) must lie in [%d, %d]", name, value, low, MAX_LINES));
    }

    /**
     * How far the lines turn from horizontal, either way. Default 90: any line.
     *
     * @param degrees the largest angle, in [0, 90]
     * @return this
     * @throws IllegalArgumentException if {@code degrees} is not in [0, 90]
     */
    public Builder angle(double degrees) {
      angle = Checks.in("line angle", degrees, 0, 90, "degrees");
      return this;
    }

    /**
     * How far beside the image's centre the lines pass, on either side. Default 8.
     *
     * @param pixels the largest distance, in [0, 32767]
     * @return this
     * @throws IllegalArgumentException if {@code pixels} is not in [0, 32767]
     */
    public Builder offset(double pixels) {
      offset = Checks.in("line offset", pixels, 0, LineStrike.MAX_OFFSET, "pixels");
      return this;
    }

    /**
     * How thick the lines are. Default 1.
     *
     * @param low the thinnest, in pixels, in [0, 100]; below 1 a line is fainter
     * @param high the thickest, in pixels, in [low, 100]
     * @return this
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Builder thickness(double low, double high) {
      double max = LineStrike.MAX_THICKNESS;
      minThickness = Checks.in("smallest line thickness", low, 0, max, "pixels");
      maxThickness = Checks.in("largest line thickness", high, low, max, "pixels");
      return this;
    }

    /**
     * The lines' grey levels. Default 255, white as EMNIST's ink; 0 takes ink away.
     *
     * @param low the darkest, in [0, 255]
     * @param high the brightest, in [low, 255]
     * @return this
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Builder ink(int low, int high) {
      darkest = GreyRange.in("darkest line", low, 0);
      brightest = GreyRange.in("brightest line", high, low);
      return this;
    }

    /**
     * Ends the building.
     *
     * @return the transform
     */
    public RandomLineStrikes build() {
      return new RandomLineStrikes(
          new Ranges(
              minLines, maxLines, angle, offset, minThickness, maxThickness, darkest, brightest));
    }
  }
}
