package io.github.emnist.augment;

/**
 * What lies outside of an image, for samples there and for the interpolation across its edge. Each
 * continues the pixels {@code a b c d} of a row, as a mode of SciPy's {@code ndimage} does.
 */
public enum FillMode {
  /** One value: {@code k k k k | a b c d | k k k k}. SciPy's {@code grid-constant}. */
  CONSTANT,

  /** The edge: {@code a a a a | a b c d | d d d d}. SciPy's {@code nearest}. */
  NEAREST,

  /** Mirrored about the edge: {@code d c b a | a b c d | d c b a}. SciPy's {@code reflect}. */
  REFLECT,

  /**
   * The opposite side: {@code a b c d | a b c d | a b c d}. SciPy's {@code grid-wrap}; its older
   * {@code wrap} lets the last pixel and the first one overlap.
   */
  WRAP;

  /** The pixel that stands at an index outside of a row of {@code size}; not for a constant. */
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

  /** The coordinate inside, or less than a pixel outside, where the same value is. */
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
