package io.github.emnist.augment;

import java.util.Objects;

/**
 * The way in which a geometric transform reads its source. Consecutive transforms with equal
 * resampling read it in one interpolation.
 *
 * @param interpolation between pixels
 * @param fill outside of the image
 * @param value of the outside if {@code fill} is {@link FillMode#CONSTANT}, 0 (black) to 255; else
 *     0
 */
public record Resampling(Interpolation interpolation, FillMode fill, int value) {
  /** Bilinear with black outside, the default of each transform. */
  public static final Resampling DEFAULT =
      new Resampling(Interpolation.BILINEAR, FillMode.CONSTANT, 0);

  /**
   * Throws {@link IllegalArgumentException} if the value is out of range; an unused one becomes 0.
   */
  public Resampling {
    Objects.requireNonNull(interpolation, "interpolation");
    Objects.requireNonNull(fill, "fill");
    Checks.in("fill value", value, 0, 255);
    value = fill == FillMode.CONSTANT ? value : 0;
  }

  /**
   * Creates resampling with a black outside if it is constant.
   *
   * @param interpolation between pixels
   * @param fill outside of the image
   */
  public Resampling(Interpolation interpolation, FillMode fill) {
    this(interpolation, fill, 0);
  }

  /** The interpolation between pixels, with orders as in SciPy's {@code ndimage}. */
  public enum Interpolation {
    /** The nearest pixel: order 0. Half-way between two it is the right or lower one. */
    NEAREST,

    /** Linear in both directions between four pixels: order 1. */
    BILINEAR,

    /**
     * The cubic B-spline through the pixels, over sixteen of its coefficients: order 3 with SciPy's
     * prefilter. Sharper than bilinear; may overshoot, clipped to [0, 255]. Differs from the cubic
     * convolution of OpenCV's {@code INTER_CUBIC}.
     */
    BICUBIC
  }

  /**
   * The outside of an image, for samples there and for interpolation across its edge. Each mode
   * continues the pixels {@code a b c d} of a row like a mode of SciPy's {@code ndimage}.
   */
  public enum FillMode {
    /** One value: {@code k k k k | a b c d | k k k k}. SciPy's {@code grid-constant}. */
    CONSTANT,

    /** The edge: {@code a a a a | a b c d | d d d d}. SciPy's {@code nearest}. */
    NEAREST,

    /** Mirrored about the edge: {@code d c b a | a b c d | d c b a}. SciPy's {@code reflect}. */
    REFLECT,

    /**
     * The opposite side: {@code a b c d | a b c d | a b c d}. SciPy's {@code grid-wrap}; in its
     * older {@code wrap} the last pixel and the first one overlap.
     */
    WRAP;

    /** Returns the pixel for an index outside of a row of {@code size}; not for a constant. */
    int index(int index, int size) {
      if (index >= 0 && index < size) {
        return index;
      }
      return switch (this) {
        case REFLECT -> {
          int there = Math.floorMod(index, 2 * size);
          yield there < size ? there : 2 * size - 1 - there;
        }
        case WRAP -> Math.floorMod(index, size);
        default -> index < 0 ? 0 : size - 1;
      };
    }

    /** Returns the coordinate inside, or less than a pixel outside, with the same value. */
    float inside(float x, int size) {
      float period = size;
      if (this == WRAP) {
        return x >= 0 && x <= period ? x : x - period * (float) Math.floor(x / period);
      }
      if (this == REFLECT) {
        if (x >= -0.5f && x <= period - 0.5f) {
          return x;
        }
        float there = x + 0.5f;
        there -= 2 * period * (float) Math.floor(there / (2 * period));
        return (there < period ? there : 2 * period - there) - 0.5f;
      }
      return x;
    }
  }
}
