package io.github.emnist.augment;

/** Replaces each grey level by another. */
final class ToneCurve {
  static final int LEVELS = 256;

  private ToneCurve() {}

  /** The grey level next to a value of any size. */
  static byte level(double value) {
    return (byte) (Math.min(Math.max(value, 0), 255) + 0.5);
  }

  static void apply(
      byte[] curve, byte[] source, int sourceOffset, byte[] target, int targetOffset, int length) {
    for (int i = 0; i < length; i++) {
      target[targetOffset + i] = curve[source[sourceOffset + i] & 0xFF];
    }
  }
}
