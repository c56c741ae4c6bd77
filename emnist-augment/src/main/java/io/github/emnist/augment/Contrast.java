package io.github.emnist.augment;

/**
 * Moves each grey level away from or towards a pivot: {@code pivot + factor * (level - pivot)}, cut
 * off at black and white. About mid-grey (127.5) this is contrast, and a factor below 1 lifts the
 * black background; about 0 the background stays black and the ink becomes darker or brighter.
 *
 * @param factor above 1 more contrast, below 1 less, in [0, 10]; 1 changes nothing
 * @param pivot the grey level that stays, in [0, 255]
 */
public record Contrast(double factor, double pivot) implements ImageTransform {
  static final double MAX_FACTOR = 10;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public Contrast {
    Checks.in("contrast factor", factor, 0, MAX_FACTOR, "");
    Checks.in("contrast pivot", pivot, 0, 255, "");
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    transform(factor, pivot, source, sourceOffset, target, targetOffset, width, height);
  }

  static void transform(
      double factor,
      double pivot,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    try (Scratch scratch = Scratch.acquire()) {
      byte[] curve = scratch.bytes(0, ToneCurve.LEVELS);
      for (int level = 0; level < ToneCurve.LEVELS; level++) {
        curve[level] = ToneCurve.level(pivot + factor * (level - pivot));
      }
      ToneCurve.apply(curve, source, sourceOffset, target, targetOffset, width * height);
    }
  }
}
