package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.StrokeWidth;
import java.util.Arrays;

/**
 * Dilates and thins grey-scale images by a disc of any radius, on the image as a continuous
 * surface, bilinear between the pixels' centres. The disc is sampled in sixteen directions. Radii
 * are exact for soft edges too, since a straight edge's whole profile moves by the radius.
 *
 * <p>Grey levels are 16-bit fixed point. Minima and maxima are computed with shifts, because the
 * JIT of Java 17 does not vectorise {@code Math.min} of ints.
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

  /** The step between the radii of {@link #thin}, where the surface has its bends. */
  private static final double STEP = 0.5;

  /** Half the width of a stroke's middle that is kept, in pixels. */
  private static final double KEPT = 0.5;

  private static final int ONE = 1 << 16;

  private final Neighbourhood around = new Neighbourhood();
  private final Pixels[] steps = {new Pixels(), new Pixels()};
  private int[] result = {};
  private final int[][] samples = {{}, {}};

  /** The pixels around a sample and their weights. */
  private final int[][] corners = new int[4][];

  private final int[] shares = new int[4];
  private final double[] near = new double[(int) (StrokeWidth.MAX_CHANGE / 2 / STEP) + 1];

  private StrokeMorphology() {}

  static StrokeMorphology ofThisThread() {
    return LOCAL.get();
  }

  /** Dilates by whole pixels and then by the rest: a disc is the sum of smaller ones. */
  void thicken(double radius, Pixels source, Pixels target) {
    Pixels from = source;
    double rest = radius;
    for (int step = 0; rest > 1; step ^= 1, rest--) {
      Pixels to = steps[step].own(source.width(), source.height());
      dilate(1, from, to);
      from = to;
    }
    dilate(rest, from, target);
  }

  /** Sets each pixel to the maximum of itself and the circle around it. */
  private void dilate(double radius, Pixels source, Pixels target) {
    Arrays.fill(target.array(), target.offset(), target.offset() + target.length(), (byte) 0);
    around.image(source, 1);
    for (int y = around.top; y < around.bottom; y += around.rows()) {
      int end = Math.min(y + around.rows(), around.bottom);
      start(y, end, 1, 1);
      for (int i = 0; i < DIRECTIONS; i++) {
        sample(radius, i, samples[0]);
        raise(result, samples[0], around.length);
      }
      store(y, end, target);
    }
    around.source.release();
  }

  /**
   * Removes ink from a pixel if the stroke's edge is within the radius on one side and the stroke
   * extends farther on the other. A pixel with equal distances is the stroke's middle and stays.
   */
  void thin(double radius, Pixels source, Pixels target) {
    Arrays.fill(target.array(), target.offset(), target.offset() + target.length(), (byte) 0);
    around.image(source, 0);
    int distances = 0;
    for (double at = STEP; at < radius; at += STEP) {
      near[distances++] = at;
    }
    near[distances++] = radius;
    for (int y = around.top; y < around.bottom; y += around.rows()) {
      int end = Math.min(y + around.rows(), around.bottom);
      start(y, end, (int) Math.ceil(radius + KEPT), 2);
      for (int i = 0; i < DIRECTIONS; i++) {
        int opposite = (i + DIRECTIONS / 2) % DIRECTIONS;
        for (int k = 0; k < distances; k++) {
          sample(near[k], i, samples[0]);
          sample(near[k] + KEPT, opposite, samples[1]);
          lower(result, around.moved(0, 0), samples[0], samples[1], around.length);
        }
      }
      store(y, end, target);
    }
    around.source.release();
  }

  /** Loads a band as the initial result. */
  private void start(int from, int to, int reach, int buffers) {
    around.load(from, to, reach);
    int length = around.length;
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

  /** Samples the surface at a distance from each pixel. */
  private void sample(double distance, int direction, int[] samples) {
    double x = distance * COSINES[direction];
    double y = distance * SINES[direction];
    // Rounded first, so that a cosine of 6e-17 does not add a neighbour.
    long fixedX = Math.round(x * ONE);
    long fixedY = Math.round(y * ONE);
    int left = (int) (fixedX >> 16);
    int top = (int) (fixedY >> 16);
    int right = (int) (fixedX & ONE - 1);
    int down = (int) (fixedY & ONE - 1);
    int both = (int) ((long) right * down >> 16);
    int length = around.length;
    if (right == 0 && down == 0) {
      corner(0, left, top, ONE);
      corner(1, left, top, 0);
      blendTwo(samples, length);
    } else if (down == 0 || right == 0) {
      corner(0, left, top, ONE - right - down);
      corner(1, down == 0 ? left + 1 : left, down == 0 ? top : top + 1, right + down);
      blendTwo(samples, length);
    } else {
      corner(0, left, top, ONE - right - down + both);
      corner(1, left + 1, top, right - both);
      corner(2, left, top + 1, down - both);
      corner(3, left + 1, top + 1, both);
      blendFour(samples, length);
    }
  }

  private void corner(int number, int right, int down, int share) {
    corners[number] = around.moved(right, down);
    shares[number] = share;
  }

  private void blendTwo(int[] samples, int length) {
    int[] a = corners[0];
    int[] b = corners[1];
    int ofA = shares[0];
    int ofB = shares[1];
    for (int i = 0; i < length; i++) {
      samples[i] = a[i] * ofA + b[i] * ofB;
    }
  }

  private void blendFour(int[] samples, int length) {
    int[] a = corners[0];
    int[] b = corners[1];
    int[] c = corners[2];
    int[] d = corners[3];
    int ofA = shares[0];
    int ofB = shares[1];
    int ofC = shares[2];
    int ofD = shares[3];
    for (int i = 0; i < length; i++) {
      samples[i] = a[i] * ofA + b[i] * ofB + c[i] * ofC + d[i] * ofD;
    }
  }

  /** Computes {@code result = max(result, near)}. */
  private static void raise(int[] result, int[] near, int length) {
    for (int i = 0; i < length; i++) {
      int more = near[i] - result[i];
      result[i] += more & ~(more >> 31);
    }
  }

  /** Computes {@code result = min(result, middle - (min(middle, far) - near))}. */
  private static void lower(int[] result, int[] middle, int[] near, int[] far, int length) {
    for (int i = 0; i < length; i++) {
      int ink = middle[i] << 16;
      int beyond = ink - far[i];
      int lost = ink - (beyond & ~(beyond >> 31)) - near[i];
      int less = ink - lost - result[i];
      result[i] += less & (less >> 31);
    }
  }

  private void store(int from, int to, Pixels target) {
    byte[] pixels = target.array();
    for (int y = from; y < to; y++) {
      int row = target.offset() + y * target.width();
      int band = (y - from) * around.stride - around.left;
      for (int x = around.left; x < around.right; x++) {
        pixels[row + x] = (byte) (result[band + x] + ONE / 2 >> 16);
      }
    }
  }

  /**
   * A band of an image's rows and copies of it shifted by whole pixels, so that loops over a pixel
   * and its neighbours access every array at the same index, which the JIT vectorises, unlike
   * offsets into one array. The outside is black.
   *
   * <p>Rows are {@link #stride} apart, with padding between them that is computed and ignored.
   */
  private static final class Neighbourhood {
    /** The pixels in a band: enough for an EMNIST image, and little memory for large ones. */
    private static final int BAND = 2048;

    /** With fewer rows, most of the work would be around the band. */
    private static final int MIN_ROWS = 16;

    private final Pixels source = new Pixels();
    private int width;
    private int height;

    /** The rectangle of the ink and its margin; empty without ink. */
    private int left;

    private int right;
    private int top;
    private int bottom;

    private int[] framed = {};
    private int[][] moved = {};
    private boolean[] known = {};
    private int reach;

    /** The distance of the band's rows, and the length of loops over its pixels and padding. */
    private int stride;

    private int length;

    /** The longest band, so that copies made for a short band suffice for later ones. */
    private int longest;

    /**
     * Sets the image and the rectangle of its ink with a margin; the rectangle is empty without
     * ink.
     */
    void image(Pixels image, int margin) {
      source.moveTo(image, 0);
      byte[] pixels = image.array();
      width = image.width();
      height = image.height();
      left = width;
      right = 0;
      top = height;
      bottom = 0;
      for (int y = 0; y < height; y++) {
        int row = source.offset() + y * width;
        int first = 0;
        while (first < width && pixels[row + first] == 0) {
          first++;
        }
        if (first < width) {
          int last = width - 1;
          while (pixels[row + last] == 0) {
            last--;
          }
          left = Math.min(left, first);
          right = Math.max(right, last + 1);
          top = Math.min(top, y);
          bottom = y + 1;
        }
      }
      if (bottom == 0) {
        left = 0;
        top = 0;
        return;
      }
      left = Math.max(left - margin, 0);
      right = Math.min(right + margin, width);
      top = Math.max(top - margin, 0);
      bottom = Math.min(bottom + margin, height);
    }

    /** Returns the number of rows of a band; the last one may have fewer. */
    int rows() {
      return Math.max(MIN_ROWS, BAND / (right - left));
    }

    /** Loads rows [from, to) of the rectangle; {@code reach} is the largest shift, in pixels. */
    void load(int from, int to, int reach) {
      byte[] pixels = source.array();
      this.reach = reach;
      stride = right - left + 2 * reach;
      length = (to - from) * stride;
      longest = Math.max(longest, length);
      // The last neighbour of the last padding is beyond the last row.
      int size = length + 2 * reach * stride + 2 * reach;
      if (framed.length < size) {
        framed = new int[size];
      } else {
        Arrays.fill(framed, 0, size, 0);
      }
      int first = Math.max(left - reach, 0);
      int end = Math.min(right + reach, width);
      for (int y = Math.max(from - reach, 0); y < Math.min(to + reach, height); y++) {
        int target = (y - from + reach) * stride + reach - left;
        int row = source.offset() + y * width;
        for (int x = first; x < end; x++) {
          framed[target + x] = pixels[row + x] & 0xFF;
        }
      }
      int side = 2 * reach + 1;
      if (moved.length < side * side) {
        moved = Arrays.copyOf(moved, side * side);
        known = new boolean[side * side];
      }
      for (int i = 0; i < moved.length; i++) {
        known[i] = false;
        if (moved[i] != null && moved[i].length < length) {
          moved[i] = null;
        }
      }
    }

    /** Returns each pixel's neighbour {@code right} and {@code down} of it, in [0, 255]. */
    int[] moved(int right, int down) {
      int index = (down + reach) * (2 * reach + 1) + right + reach;
      if (!known[index]) {
        if (moved[index] == null) {
          moved[index] = new int[longest];
        }
        System.arraycopy(framed, (down + reach) * stride + right + reach, moved[index], 0, length);
        known[index] = true;
      }
      return moved[index];
    }
  }
}
