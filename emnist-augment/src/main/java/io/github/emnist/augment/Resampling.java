package io.github.emnist.augment;

import java.util.Map;
import java.util.Objects;

/**
 * How a geometric transform reads its source. Consecutive transforms of equal resampling read it
 * together, in one interpolation.
 *
 * @param interpolation between pixels
 * @param fill outside of the image
 * @param value of the outside if {@code fill} is {@link FillMode#CONSTANT}, 0 (black) to 255; else
 *     0
 */
public record Resampling(Interpolation interpolation, FillMode fill, int value) {
  /** Bilinear, black outside: what each transform does unless told otherwise. */
  public static final Resampling DEFAULT =
      new Resampling(Interpolation.BILINEAR, FillMode.CONSTANT, 0);

  /**
   * Checks the value; without a use for it, it becomes 0.
   *
   * @throws IllegalArgumentException if {@code value} is not in [0, 255]
   */
  public Resampling {
    Objects.requireNonNull(interpolation, "interpolation");
    Objects.requireNonNull(fill, "fill");
    Checks.in("fill value", value, 0, 255);
    value = fill == FillMode.CONSTANT ? value : 0;
  }

  /**
   * Creates one whose outside, if constant, is black.
   *
   * @param interpolation between pixels
   * @param fill outside of the image
   */
  public Resampling(Interpolation interpolation, FillMode fill) {
    this(interpolation, fill, 0);
  }

  Map<String, Object> fields() {
    return TransformCodec.inOrder(
        "interpolation",
        JsonFields.lowerCase(interpolation),
        "fill",
        JsonFields.lowerCase(fill),
        "value",
        value);
  }

  static Resampling read(JsonFields fields) {
    Resampling resampling =
        new Resampling(
            fields.choice("interpolation", Interpolation.values()),
            fields.choice("fill", FillMode.values()),
            fields.integer("value", 0, 255));
    fields.end();
    return resampling;
  }

  /** What a transform's text says of it: nothing if it is the default. */
  String suffix() {
    if (equals(DEFAULT)) {
      return "";
    }
    String outside = fill == FillMode.CONSTANT ? "(" + value + ")" : "";
    return ", "
        + JsonFields.lowerCase(interpolation)
        + ", fill="
        + JsonFields.lowerCase(fill)
        + outside;
  }
}
