package io.github.emnist.model.internal.plain;

/**
 * The loops that take nearly all the time, in the form that HotSpot's C2 vectorises: every array
 * read and written at the same index, at most five arrays, sums of products nested. With an index
 * expression of its own for one array, or with eight arrays, the compiler falls back to scalar
 * code, which takes three to ten times as long ({@code benchmarks/results/java-engine.txt}).
 *
 * <p>Every sum is taken one product after the other, in the order of the arguments, however the
 * compiler transforms the loop, so that the interpreter, every compiler and every vector width give
 * the same bits.
 */
final class Kernels {
  /**
   * The number of products that {@link #add(float[], float[], float[][], float[], float[], int)}
   * adds to each output.
   */
  static final int ROWS = 3;

  /**
   * The number of products that {@link #add(float[], float[][], int, int[], float[], int)} adds.
   */
  static final int TERMS = 4;

  /**
   * The factor by which fused multiply-add may be slower and still count as computed by the
   * processor.
   */
  private static final int INTERPRETED = 40;

  private static final int TRIALS = 5;
  private static final int PRODUCTS = 200;

  /**
   * True if the processor has fused multiply-add. Otherwise {@link Math#fma} computes with {@link
   * java.math.BigDecimal}, hundreds of times slower; products are then rounded before they are
   * added, which changes the last bits.
   */
  static final boolean FUSED = isFusedFast();

  private Kernels() {}

  private static float multiplyAdd(float a, float b, float c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }

  /**
   * Adds three weighted rows to each of two outputs: {@code o += w[k] * rows[k] + w[k + 1] * rows[k
   * + 1] + w[k + 2] * rows[k + 2]}, and {@code p} with the weights {@code v}.
   *
   * @param o as long as what is added
   * @param p at least as long as {@code o}
   * @param rows each at least as long as {@code o}, and none of them one of the outputs
   */
  static void add(float[] o, float[] p, float[][] rows, float[] w, float[] v, int k) {
    float[] a = rows[k];
    float[] b = rows[k + 1];
    float[] c = rows[k + 2];
    float wa = w[k];
    float wb = w[k + 1];
    float wc = w[k + 2];
    float va = v[k];
    float vb = v[k + 1];
    float vc = v[k + 2];
    for (int i = 0; i < o.length; i++) {
      float x = a[i];
      float y = b[i];
      float z = c[i];
      o[i] = multiplyAdd(z, wc, multiplyAdd(y, wb, multiplyAdd(x, wa, o[i])));
      p[i] = multiplyAdd(z, vc, multiplyAdd(y, vb, multiplyAdd(x, va, p[i])));
    }
  }

  /**
   * Adds four weighted rows that are chosen by number: {@code o += value[j] * rows[base + at[j]]},
   * and so on to {@code j + 3}.
   *
   * @param rows each at least as long as {@code o}, and none of them the output
   */
  static void add(float[] o, float[][] rows, int base, int[] at, float[] value, int j) {
    float[] a = rows[base + at[j]];
    float[] b = rows[base + at[j + 1]];
    float[] c = rows[base + at[j + 2]];
    float[] d = rows[base + at[j + 3]];
    float va = value[j];
    float vb = value[j + 1];
    float vc = value[j + 2];
    float vd = value[j + 3];
    for (int i = 0; i < o.length; i++) {
      o[i] =
          multiplyAdd(
              d[i], vd, multiplyAdd(c[i], vc, multiplyAdd(b[i], vb, multiplyAdd(a[i], va, o[i]))));
    }
  }

  /** {@code o += a}. */
  static void add(float[] o, float[] a) {
    for (int i = 0; i < o.length; i++) {
      o[i] += a[i];
    }
  }

  /** {@code o = max(o, a)}. */
  static void max(float[] o, float[] a) {
    for (int i = 0; i < o.length; i++) {
      o[i] = Math.max(o[i], a[i]);
    }
  }

  /** {@code o *= factor}. */
  static void scale(float[] o, float factor) {
    for (int i = 0; i < o.length; i++) {
      o[i] *= factor;
    }
  }

  /** {@code o = o * scale + shift}. */
  static void affine(float[] o, float scale, float shift) {
    for (int i = 0; i < o.length; i++) {
      o[i] = o[i] * scale + shift;
    }
  }

  /** {@code o = o * scale + shift}, each element with its own. */
  static void affine(float[] o, float[] scale, float[] shift) {
    for (int i = 0; i < o.length; i++) {
      o[i] = o[i] * scale[i] + shift[i];
    }
  }

  /** {@code o = max(o, 0)}. */
  static void relu(float[] o) {
    for (int i = 0; i < o.length; i++) {
      o[i] = Math.max(o[i], 0);
    }
  }

  /** {@code o} where it is positive, else {@code o * slope}. */
  static void leakyRelu(float[] o, float slope) {
    for (int i = 0; i < o.length; i++) {
      o[i] = Math.max(o[i], 0) + Math.min(o[i], 0) * slope;
    }
  }

  /** {@code o * P(Z <= o)}, Z standard normal. */
  static void gelu(float[] o) {
    for (int i = 0; i < o.length; i++) {
      o[i] = o[i] * 0.5f * (1 + erf(o[i] * (float) Math.sqrt(0.5)));
    }
  }

  /**
   * Returns the error function to within 4e-7, by the quotient of polynomials that Eigen and XLA
   * use on [-4, 4], beyond which it is 1 in float32.
   */
  static float erf(float argument) {
    float x = Math.max(-4, Math.min(4, argument));
    float y = x * x;
    float p = -2.72614225801306e-10f;
    p = p * y + 2.77068142495902e-08f;
    p = p * y - 2.10102402082508e-06f;
    p = p * y - 5.69250639462346e-05f;
    p = p * y - 7.34990630326855e-04f;
    p = p * y - 2.95459980854025e-03f;
    p = p * y - 1.60960333262415e-02f;
    float q = -1.45660718464996e-05f;
    q = q * y - 2.13374055278905e-04f;
    q = q * y - 1.68282697438203e-03f;
    q = q * y - 7.37332916720468e-03f;
    q = q * y - 1.42647390514189e-02f;
    return x * p / q;
  }

  /**
   * Turns scores into probabilities, in place. Uses {@link StrictMath}, since {@link Math#exp} may
   * differ in the last bit between the interpreter and the compilers.
   *
   * @param from the first score
   * @param count the number of scores
   */
  static void softmax(float[] o, int from, int count) {
    float largest = o[from];
    for (int i = from; i < from + count; i++) {
      largest = Math.max(largest, o[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      double power = StrictMath.exp((double) o[i] - largest);
      sum += power;
      o[i] = (float) power;
    }
    for (int i = from; i < from + count; i++) {
      o[i] = (float) (o[i] / sum);
    }
  }

  /**
   * Returns whether fused multiply-add is fast, by its time and that of rounded products, the best
   * of a few trials of each.
   */
  private static boolean isFusedFast() {
    long fused = Long.MAX_VALUE;
    long rounded = Long.MAX_VALUE;
    float x = 1;
    float y = 1;
    for (int trial = 0; trial < TRIALS; trial++) {
      long start = System.nanoTime();
      for (int i = 0; i < PRODUCTS; i++) {
        x = Math.fma(x, 0.5f, 0.25f);
      }
      long middle = System.nanoTime();
      for (int i = 0; i < PRODUCTS; i++) {
        y = y * 0.5f + 0.25f;
      }
      fused = Math.min(fused, middle - start);
      rounded = Math.min(rounded, System.nanoTime() - middle);
    }
    // Both converge to the same number, which is compared so that no compiler removes the loops.
    return x == y && fused <= INTERPRETED * Math.max(rounded, PRODUCTS);
  }
}
