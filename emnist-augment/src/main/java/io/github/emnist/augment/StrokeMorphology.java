package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.StrokeWidth;
import java.util.Arrays;

/**
 * Grey-scale dilation and a dilation's careful opposite by a disc of any radius, on the image as a
 * continuous surface: bilinear between the pixels' centres. A disc is looked at in sixteen
 * directions. What is measured in pixels keeps its meaning for soft edges, since a straight edge's
 * whole profile moves by the radius.
 *
 * <p>Grey levels are 16-bit fixed point. Minima and maxima are written with shifts, because the JIT
 * of Java 17 does not vectorise {@code Math.min} of ints.
 */
final class StrokeMorphology {
  private static final ThreadLocal<StrokeMorphology> LOCAL =
      ThreadLocal.withInitial(StrokeMorphology::new);

  static final int DIRECTIONS = 16;
  private static final double[] COSINES = new double[DIRECTIONS];
  private static final double[] SINES = new double[DIRECTIONS];

  static {
    for (int i = 0; i < DIRECTIONS; i++) {
      COSINES[i] = StrictMath.cos(2 * Math.PI * i / DIRECTIONS);
      SINES[i] = StrictMath.sin(2 * Math.PI * i / DIRECTIONS);
    }
  }

  /** Between the radii that {@link #thin} looks at: the surface has its bends there. */
  private static final double STEP = 0.5;

  /** How far from its middle line a stroke is kept: half of one pixel. */
  private static final double KEPT = 0.5;

  private static final int ONE = 1 << 16;

  private final Neighbourhood around = new Neighbourhood();
  private final byte[][] steps = {{}, {}};
  private int[] result = {};
  private final int[][] samples = {{}, {}};
  private final double[] near = new double[(int) (StrokeWidth.MAX_CHANGE / 2 / STEP) + 1];

  private StrokeMorphology() {}

  static StrokeMorphology ofThisThread() {
    return LOCAL.get();
  }

  /** Dilates by whole pixels and then by the rest: a disc is the sum of smaller ones. */
  void thicken(
      double radius,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    byte[] from = source;
    int offset = sourceOffset;
    double rest = radius;
    for (int step = 0; rest > 1; step ^= 1, rest--) {
      if (steps[step].length < width * height) {
        steps[step] = new byte[width * height];
      }
      dilate(1, from, offset, steps[step], 0, width, height);
      from = steps[step];
      offset = 0;
    }
    dilate(rest, from, offset, target, targetOffset, width, height);
  }

  /** Each pixel becomes the brightest of itself and the circle around it. */
  private void dilate(
      double radius,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Arrays.fill(target, targetOffset, targetOffset + width * height, (byte) 0);
    around.image(source, sourceOffset, width, height, 1);
    for (int y = around.top(); y < around.bottom(); y += around.rows()) {
      int end = Math.min(y + around.rows(), around.bottom());
      start(y, end, 1, 1);
      for (int i = 0; i < DIRECTIONS; i++) {
        sample(radius, i, samples[0]);
        raise(result, samples[0], around.length());
      }
      store(y, end, target, targetOffset, width);
    }
    around.release();
  }

  /**
   * Takes ink from a pixel as far as the stroke's edge lies within the radius on one side, and the
   * stroke goes on for longer on the other. Where both sides are equally near, the pixel is the
   * stroke's middle and stays.
   */
  void thin(
      double radius,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Arrays.fill(target, targetOffset, targetOffset + width * height, (byte) 0);
    around.image(source, sourceOffset, width, height, 0);
    int distances = 0;
    for (double at = STEP; at < radius; at += STEP) {
      near[distances++] = at;
    }
    near[distances++] = radius;
    for (int y = around.top(); y < around.bottom(); y += around.rows()) {
      int end = Math.min(y + around.rows(), around.bottom());
      start(y, end, (int) Math.ceil(radius + KEPT), 2);
      for (int i = 0; i < DIRECTIONS; i++) {
        int opposite = (i + DIRECTIONS / 2) % DIRECTIONS;
        for (int k = 0; k < distances; k++) {
          sample(near[k], i, samples[0]);
          sample(near[k] + KEPT, opposite, samples[1]);
          lower(result, around.moved(0, 0), samples[0], samples[1], around.length());
        }
      }
      store(y, end, target, targetOffset, width);
    }
    around.release();
  }

  /** Loads a band and makes it the result so far. */
  private void start(int from, int to, int reach, int buffers) {
    around.load(from, to, reach);
    int length = around.length();
    if (result.length < length) {
      result = new int[length];
    }
    for (int i = 0; i < buffers; i++) {
      if (samples[i].length < length) {
        samples[i] = new int[length];
      }
    }
    int[] middle = around.moved(0, 0);
    for (int i = 0; i < length; i++) {
      result[i] = middle[i] << 16;
    }
  }

  /** The surface at a distance from each pixel. */
  private void sample(double distance, int direction, int[] samples) {
    double x = distance * COSINES[direction];
    double y = distance * SINES[direction];
    // Rounded first, so that a cosine of 6e-17 does not make a neighbour of nothing.
    long fixedX = Math.round(x * ONE);
    long fixedY = Math.round(y * ONE);
    int left = (int) (fixedX >> 16);
    int top = (int) (fixedY >> 16);
    int right = (int) (fixedX & ONE - 1);
    int down = (int) (fixedY & ONE - 1);
    int both = (int) ((long) right * down >> 16);
    int length = around.length();
    int[] topLeft = around.moved(left, top);
    if (both == 0 && right == 0 && down == 0) {
      blend(topLeft, ONE, topLeft, 0, samples, length);
    } else if (down == 0) {
      blend(topLeft, ONE - right, around.moved(left + 1, top), right, samples, length);
    } else if (right == 0) {
      blend(topLeft, ONE - down, around.moved(left, top + 1), down, samples, length);
    } else {
      blend(
          topLeft,
          ONE - right - down + both,
          around.moved(left + 1, top),
          right - both,
          around.moved(left, top + 1),
          down - both,
          around.moved(left + 1, top + 1),
          both,
          samples,
          length);
    }
  }

  private static void blend(int[] a, int ofA, int[] b, int ofB, int[] samples, int length) {
    for (int i = 0; i < length; i++) {
      samples[i] = a[i] * ofA + b[i] * ofB;
    }
  }

  private static void blend(
      int[] a,
      int ofA,
      int[] b,
      int ofB,
      int[] c,
      int ofC,
      int[] d,
      int ofD,
      int[] samples,
      int length) {
    for (int i = 0; i < length; i++) {
      samples[i] = a[i] * ofA + b[i] * ofB + c[i] * ofC + d[i] * ofD;
    }
  }

  /** {@code result = max(result, near)}. */
  private static void raise(int[] result, int[] near, int length) {
    for (int i = 0; i < length; i++) {
      int more = near[i] - result[i];
      result[i] += more & ~(more >> 31);
    }
  }

  /** {@code result = min(result, middle - (min(middle, far) - near))}. */
  private static void lower(int[] result, int[] middle, int[] near, int[] far, int length) {
    for (int i = 0; i < length; i++) {
      int ink = middle[i] << 16;
      int beyond = ink - far[i];
      int lost = ink - (beyond & ~(beyond >> 31)) - near[i];
      int less = ink - lost - result[i];
      result[i] += less & (less >> 31);
    }
  }

  private void store(int from, int to, byte[] target, int targetOffset, int width) {
    for (int y = from; y < to; y++) {
      int row = targetOffset + y * width;
      int band = (y - from) * around.stride() - around.left();
      for (int x = around.left(); x < around.right(); x++) {
        target[row + x] = (byte) (result[band + x] + ONE / 2 >> 16);
      }
    }
  }
}
