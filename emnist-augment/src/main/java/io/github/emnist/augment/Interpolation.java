package io.github.emnist.augment;

/** How a value between pixels is computed; the order is that of SciPy's {@code ndimage}. */
public enum Interpolation {
  /** The nearest pixel: order 0. A sample half-way between two takes the right or the lower one. */
  NEAREST,

  /** Linear in both directions between four pixels: order 1. */
  BILINEAR,

  /**
   * The cubic B-spline that passes through the pixels, over sixteen of its coefficients: order 3
   * with SciPy's prefilter. Sharper than bilinear; it may overshoot, and what leaves [0, 255] is
   * cut off. It is not the cubic convolution that OpenCV calls {@code INTER_CUBIC}.
   */
  BICUBIC
}
