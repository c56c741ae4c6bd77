package io.github.emnist.augment;

/**
 * Weighted sums of values that lie a stride apart. The values are copied once for each further tap,
 * moved by its stride, so that all loops below read and write every array at one index: only such
 * loops does the JIT of Java 17 vectorise.
 */
final class LatticeSmoother {
  /** Taps summed in one loop; more are added one by one. */
  private static final int FUSED = 5;

  private float[][] moved = {};
  private float[] sums = {};
  private float[] first = {};

  /**
   * Takes values over, not to be changed before the last sum: tap t of sum i is value {@code i + t
   * * stride}.
   */
  void take(float[] values, int length, int stride, int taps) {
    if (moved.length < taps || moved[0].length < length) {
      int room = Math.max(length, sums.length);
      moved = new float[Math.max(taps, moved.length)][room];
      sums = new float[room];
    }
    first = values;
    for (int tap = 1; tap < taps; tap++) {
      int skipped = tap * stride;
      System.arraycopy(values, skipped, moved[tap], 0, length - skipped);
    }
  }

  /** The first {@code count} sums for a phase, each {@code scale} times what the weights say. */
  float[] sums(LatticeTaps taps, int phase, float scale, int count) {
    fused(
        scale * taps.weight(phase, 0),
        scale * taps.weight(phase, 1),
        scale * taps.weight(phase, 2),
        scale * taps.weight(phase, 3),
        scale * taps.weight(phase, 4),
        count);
    for (int tap = FUSED; tap < taps.taps(); tap++) {
      add(moved[tap], sums, scale * taps.weight(phase, tap), count);
    }
    return sums;
  }

  private void fused(float w0, float w1, float w2, float w3, float w4, int count) {
    float[] m0 = first;
    float[] m1 = moved[1];
    float[] m2 = moved[2];
    float[] m3 = moved[3];
    float[] m4 = moved[4];
    float[] to = sums;
    for (int i = 0; i < count; i++) {
      to[i] = m0[i] * w0 + m1[i] * w1 + m2[i] * w2 + m3[i] * w3 + m4[i] * w4;
    }
  }

  private static void add(float[] from, float[] to, float weight, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += from[i] * weight;
    }
  }
}
