package io.github.emnist.augment;

/**
 * Raises each grey level, as a share of 255, to a power. Black and white stay; below 1 faint ink
 * becomes brighter and strokes seem bolder, above 1 the other way round.
 *
 * @param gamma the exponent, in [0.1, 10]; 1 changes nothing
 */
public record Gamma(double gamma) implements ImageTransform {
  static final double MIN = 0.1;
  static final double MAX = 10;

  private static final double[] LOGARITHMS = new double[ToneCurve.LEVELS];

  static {
    for (int level = 1; level < ToneCurve.LEVELS; level++) {
      LOGARITHMS[level] = StrictMath.log(level / 255.0);
    }
  }

  /**
   * Checks the parameter.
   *
   * @throws IllegalArgumentException if it is not in [0.1, 10]
   */
  public Gamma {
    Checks.in("gamma", gamma, MIN, MAX, "");
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    transform(gamma, source, sourceOffset, target, targetOffset, width, height);
  }

  static void transform(
      double gamma,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    try (Scratch scratch = Scratch.acquire()) {
      byte[] curve = scratch.bytes(0, ToneCurve.LEVELS);
      curve[0] = 0; // a logarithm would be infinite
      for (int level = 1; level < ToneCurve.LEVELS; level++) {
        curve[level] = ToneCurve.level(255 * StrictMath.exp(gamma * LOGARITHMS[level]));
      }
      ToneCurve.apply(curve, source, sourceOffset, target, targetOffset, width * height);
    }
  }
}
