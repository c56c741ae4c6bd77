package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.AffineParameters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Random rotation, shift, zoom and shear in one interpolation. Each parameter is drawn uniformly
 * from its range; {@link AffineParameters} says what it means. Immutable and thread-safe;
 * transforms with equal ranges are equal.
 *
 * <pre>{@code
 * RandomAffine slight = RandomAffine.builder().rotation(10).shift(2).zoom(0.9, 1.1).build();
 * }</pre>
 */
public final class RandomAffine extends PipelineTransform {
  static final TransformCodec<RandomAffine> CODEC =
      new TransformCodec<>("affine", RandomAffine.class, RandomAffine::fields, RandomAffine::read);

  private final Ranges ranges;

  private RandomAffine(Ranges ranges) {
    this.ranges = ranges;
  }

  /**
   * Starts with ranges that change nothing.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public AffineParameters sample(RandomGenerator random) {
    double rotation = ranges.drawRotation(random);
    double shiftX = ranges.drawShiftX(random);
    double shiftY = ranges.drawShiftY(random);
    double zoomX = ranges.drawZoom(random);
    double zoomY = ranges.jointZoom ? zoomX : ranges.drawZoom(random);
    double shear = ranges.drawShear(random);
    return new AffineParameters(rotation, shiftX, shiftY, zoomX, zoomY, shear, ranges.resampling);
  }

  @Override
  void draw(RandomGenerator random, Canvas canvas) {
    Warp warp = canvas.warp(ranges.resampling);
    double rotation = ranges.drawRotation(random);
    double shiftX = ranges.drawShiftX(random);
    double shiftY = ranges.drawShiftY(random);
    double zoomX = ranges.drawZoom(random);
    double zoomY = ranges.jointZoom ? zoomX : ranges.drawZoom(random);
    double shear = ranges.drawShear(random);
    warp.affine(rotation, shiftX, shiftY, zoomX, zoomY, shear);
  }

  @Override
  public RandomAffine withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    if (strength == 1) {
      return this; // 1 + (0.01 - 1) is not 0.01
    }
    return new RandomAffine(
        new Ranges(
            ranges.rotation * strength,
            ranges.shiftX * strength,
            ranges.shiftY * strength,
            1 + (ranges.minZoom - 1) * strength,
            1 + (ranges.maxZoom - 1) * strength,
            ranges.jointZoom,
            ranges.shear * strength,
            ranges.resampling));
  }

  private Map<String, Object> fields() {
    return TransformCodec.inOrder(
        "rotation", ranges.rotation,
        "shiftX", ranges.shiftX,
        "shiftY", ranges.shiftY,
        "zoom", List.of(ranges.minZoom, ranges.maxZoom),
        "jointZoom", ranges.jointZoom,
        "shear", ranges.shear,
        "resampling", ranges.resampling.fields());
  }

  private static RandomAffine read(JsonFields fields) {
    double[] zoom = fields.range("zoom");
    return builder()
        .rotation(fields.number("rotation"))
        .shift(fields.number("shiftX"), fields.number("shiftY"))
        .zoom(zoom[0], zoom[1], fields.flag("jointZoom"))
        .shear(fields.number("shear"))
        .resampling(Resampling.read(fields.object("resampling")))
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RandomAffine that && ranges.equals(that.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return "RandomAffine[rotation=%s, shiftX=%s, shiftY=%s, zoom=[%s, %s] %s, shear=%s%s]"
        .formatted(
            ranges.rotation,
            ranges.shiftX,
            ranges.shiftY,
            ranges.minZoom,
            ranges.maxZoom,
            ranges.jointZoom ? "joint" : "per axis",
            ranges.shear,
            ranges.resampling.suffix());
  }

  private record Ranges(
      double rotation,
      double shiftX,
      double shiftY,
      double minZoom,
      double maxZoom,
      boolean jointZoom,
      double shear,
      Resampling resampling) {
    double drawRotation(RandomGenerator random) {
      return draw(random, -rotation, rotation);
    }

    double drawShiftX(RandomGenerator random) {
      return draw(random, -shiftX, shiftX);
    }

    double drawShiftY(RandomGenerator random) {
      return draw(random, -shiftY, shiftY);
    }

    double drawZoom(RandomGenerator random) {
      return draw(random, minZoom, maxZoom);
    }

    double drawShear(RandomGenerator random) {
      return draw(random, -shear, shear);
    }

    /** Takes a number even from an empty range, so that one range does not move other draws. */
    private static double draw(RandomGenerator random, double low, double high) {
      return low + (high - low) * random.nextDouble();
    }
  }

  /** Collects the ranges; one not set changes nothing. Not thread-safe. */
  public static final class Builder {
    private double rotation;
    private double shiftX;
    private double shiftY;
    private double minZoom = 1;
    private double maxZoom = 1;
    private boolean jointZoom;
    private double shear;
    private Resampling resampling = Resampling.DEFAULT;

    private Builder() {}

    /**
     * Rotates either way. Default 0.
     *
     * @param degrees the largest angle, in [0, 180]
     * @return this
     * @throws IllegalArgumentException if {@code degrees} is not in [0, 180]
     */
    public Builder rotation(double degrees) {
      rotation = Checks.in("rotation", degrees, 0, 180, "degrees");
      return this;
    }

    /**
     * Shifts left or right and, drawn by itself, up or down. Default 0.
     *
     * @param pixels the largest shift along each axis, in [0, 32767]
     * @return this
     * @throws IllegalArgumentException if {@code pixels} is not in [0, 32767]
     */
    public Builder shift(double pixels) {
      shiftX = Checks.in("shift", pixels, 0, AffineParameters.MAX_SHIFT, "pixels");
      shiftY = pixels;
      return this;
    }

    /**
     * Shifts left or right and, drawn by itself, up or down. Default 0.
     *
     * @param horizontal the largest shift left or right, in pixels, in [0, 32767]
     * @param vertical the largest shift up or down, in pixels, in [0, 32767]
     * @return this
     * @throws IllegalArgumentException if one is not in [0, 32767]
     */
    public Builder shift(double horizontal, double vertical) {
      Checks.in("horizontal shift", horizontal, 0, AffineParameters.MAX_SHIFT, "pixels");
      Checks.in("vertical shift", vertical, 0, AffineParameters.MAX_SHIFT, "pixels");
      shiftX = horizontal;
      shiftY = vertical;
      return this;
    }

    /**
     * Zooms width and height by the same factor. Default 1.
     *
     * @param low the smallest factor, in [0.01, 100]
     * @param high the largest factor, in [low, 100]
     * @return this
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Builder zoom(double low, double high) {
      return zoom(low, high, true);
    }

    /**
     * Zooms width and height by factors drawn independently. Default 1.
     *
     * @param low the smallest factor, in [0.01, 100]
     * @param high the largest factor, in [low, 100]
     * @return this
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Builder zoomPerAxis(double low, double high) {
      return zoom(low, high, false);
    }

    private Builder zoom(double low, double high, boolean joint) {
      Checks.in("smallest zoom", low, AffineParameters.MIN_ZOOM, AffineParameters.MAX_ZOOM, "");
      Checks.in("largest zoom", high, low, AffineParameters.MAX_ZOOM, "");
      minZoom = low;
      maxZoom = high;
      jointZoom = joint;
      return this;
    }

    /**
     * Slants to the left or right. Default 0.
     *
     * @param tangent the largest slant as the tangent of its angle, in [0, 10]
     * @return this
     * @throws IllegalArgumentException if {@code tangent} is not in [0, 10]
     */
    public Builder shear(double tangent) {
      shear = Checks.in("shear", tangent, 0, AffineParameters.MAX_SHEAR, "");
      return this;
    }

    /**
     * Sets how the source is read. Default {@link Resampling#DEFAULT}.
     *
     * @param newResampling the interpolation and what lies outside
     * @return this
     */
    public Builder resampling(Resampling newResampling) {
      resampling = Objects.requireNonNull(newResampling, "resampling");
      return this;
    }

    /**
     * Ends the building.
     *
     * @return the transform
     */
    public RandomAffine build() {
      return new RandomAffine(
          new Ranges(rotation, shiftX, shiftY, minZoom, maxZoom, jointZoom, shear, resampling));
    }
  }
}
