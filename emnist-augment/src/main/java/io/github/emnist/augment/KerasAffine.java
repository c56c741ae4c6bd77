package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.KerasAffineParameters;
import java.util.random.RandomGenerator;

/** Draws what Keras' {@code ImageDataGenerator} draws; {@link Augmentation#keras} says what. */
final class KerasAffine extends PipelineTransform {
  static final TransformCodec<KerasAffine> CODEC =
      new TransformCodec<>(
          "keras-affine", KerasAffine.class, KerasAffine::fields, KerasAffine::read);

  private final Ranges ranges;

  private KerasAffine(Ranges ranges) {
    this.ranges = ranges;
  }

  static KerasAffine of(
      double rotation,
      double widthShift,
      double heightShift,
      double zoom,
      double shear,
      Resampling resampling) {
    Checks.in("rotationRange", rotation, 0, 180, "degrees");
    Checks.in("widthShiftRange", widthShift, 0, AffineParameters.MAX_SHIFT, "");
    Checks.in("heightShiftRange", heightShift, 0, AffineParameters.MAX_SHIFT, "");
    Checks.in("zoomRange", zoom, 0, 1 - AffineParameters.MIN_ZOOM, "");
    Checks.in("shearRange", shear, 0, KerasAffineParameters.MAX_SHEAR, "degrees");
    return new KerasAffine(
        new Ranges(
            rotation,
            widthShift,
            widthShift < 1,
            heightShift,
            heightShift < 1,
            zoom,
            shear,
            resampling));
  }

  @Override
  public KerasAffineParameters sample(RandomGenerator random) {
    double theta = ranges.rotation * next(random);
    double down = ranges.heightShift * next(random);
    double right = ranges.widthShift * next(random);
    double shear = ranges.shear * next(random);
    double zoomHeight = 1 + ranges.zoom * next(random);
    double zoomWidth = 1 + ranges.zoom * next(random);
    return new KerasAffineParameters(
        theta,
        down,
        ranges.heightFraction,
        right,
        ranges.widthFraction,
        shear,
        zoomHeight,
        zoomWidth,
        ranges.resampling);
  }

  @Override
  void draw(RandomGenerator random, Canvas canvas) {
    Warp warp = canvas.warp(ranges.resampling);
    double theta = ranges.rotation * next(random);
    double down = ranges.heightShift * next(random);
    double right = ranges.widthShift * next(random);
    double shear = ranges.shear * next(random);
    double zoomHeight = 1 + ranges.zoom * next(random);
    double zoomWidth = 1 + ranges.zoom * next(random);
    warp.projective(
        KerasAffineParameters.mapping(
            warp.next(),
            theta,
            ranges.heightFraction ? down * warp.height() : down,
            ranges.widthFraction ? right * warp.width() : right,
            shear,
            zoomHeight,
            zoomWidth,
            warp.width(),
            warp.height()));
  }

  /** In [-1, 1). */
  private static double next(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }

  @Override
  public KerasAffine withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new KerasAffine(
        new Ranges(
            ranges.rotation * strength,
            ranges.widthShift * strength,
            ranges.widthFraction,
            ranges.heightShift * strength,
            ranges.heightFraction,
            ranges.zoom * strength,
            ranges.shear * strength,
            ranges.resampling));
  }

  private java.util.Map<String, Object> fields() {
    return TransformCodec.inOrder(
        "rotationRange", ranges.rotation,
        "widthShiftRange", ranges.widthShift,
        "widthFraction", ranges.widthFraction,
        "heightShiftRange", ranges.heightShift,
        "heightFraction", ranges.heightFraction,
        "zoomRange", ranges.zoom,
        "shearRange", ranges.shear,
        "resampling", ranges.resampling.fields());
  }

  private static KerasAffine read(JsonFields fields) {
    KerasAffine checked =
        of(
            fields.number("rotationRange"),
            fields.number("widthShiftRange"),
            fields.number("heightShiftRange"),
            fields.number("zoomRange"),
            fields.number("shearRange"),
            Resampling.read(fields.object("resampling")));
    Ranges r = checked.ranges;
    return new KerasAffine(
        new Ranges(
            r.rotation,
            r.widthShift,
            fields.flag("widthFraction"),
            r.heightShift,
            fields.flag("heightFraction"),
            r.zoom,
            r.shear,
            r.resampling));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KerasAffine that && ranges.equals(that.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return ("KerasAffine[rotationRange=%s, widthShiftRange=%s%s, heightShiftRange=%s%s,"
            + " zoomRange=%s, shearRange=%s%s]")
        .formatted(
            ranges.rotation,
            ranges.widthShift,
            ranges.widthFraction ? "" : " pixels",
            ranges.heightShift,
            ranges.heightFraction ? "" : " pixels",
            ranges.zoom,
            ranges.shear,
            ranges.resampling.suffix());
  }

  /** A weaker pixel range may be below 1 and still means pixels: hence the flags. */
  private record Ranges(
      double rotation,
      double widthShift,
      boolean widthFraction,
      double heightShift,
      boolean heightFraction,
      double zoom,
      double shear,
      Resampling resampling) {}
}
