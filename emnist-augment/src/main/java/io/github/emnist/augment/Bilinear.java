package io.github.emnist.augment;

/**
 * Interpolates a run of samples bilinearly in two passes: one gathers each sample's four pixels
 * into an int, the other blends them. The second accesses memory only in sequence, so the JIT
 * vectorises it, which it cannot with both in one loop.
 *
 * <p>Weights are rounded 8-bit fractions. That moves a sample by at most 1/512 of a pixel along
 * each axis and so changes it by less than one grey level: 2 x 255 / 512.
 */
final class Bilinear {
  /** Rounds a 32.32 fixed-point coordinate before its weight is truncated, so that 4.9999 is 5. */
  static final long ROUNDING = 1L << 23;

  /**
   * Added to a float coordinate in [-1, 32767), gives a number whose lowest 8 bits are the fraction
   * and whose next 15 bits are the whole plus one, rounded: cheaper than a conversion to int.
   */
  static final float FIXED_POINT = 0x1p15f + 1;

  /** The other bits of such a number, shifted past the fraction. */
  private static final int FIXED_POINT_BITS = (Float.floatToRawIntBits(0x1p15f) >> 8) + 1;

  /** Every other byte of an int: two pixels with room for their product with a weight. */
  private static final int LANES = 0x00FF00FF;

  /** Each sample's pixels from {@link Frame}. */
  private final int[] pixels;

  /** Each sample's position between them as a 0.32 fraction. */
  private final int[] fractionX;

  private final int[] fractionY;

  private long stepX;
  private long stepY;

  Bilinear(int capacity) {
    pixels = new int[capacity];
    fractionX = new int[capacity];
    fractionY = new int[capacity];
  }

  int capacity() {
    return pixels.length;
  }

  /** Sets the step between samples along a line, in 32.32 fixed point. */
  void step(long newStepX, long newStepY) {
    stepX = newStepX;
    stepY = newStepY;
  }

  /** Sets samples [from, to) to an area of one value. */
  void fill(int from, int to, int value) {
    for (int i = from; i < to; i++) {
      pixels[i] = value * 0x01010101;
    }
  }

  /**
   * Gathers samples [from, to) along a line of a frame, from (x, y) in 32.32 fixed point relative
   * to the frame's corner, with the step set before.
   */
  void gather(Frame frame, int from, int to, long x, long y) {
    long stepX = this.stepX;
    long stepY = this.stepY;
    int[] pixels = this.pixels;
    int[] fractionX = this.fractionX;
    int[] fractionY = this.fractionY;
    byte[] entries = frame.entries();
    int stride = frame.stride();
    for (int i = from; i < to; i++) {
      pixels[i] = Frame.quad(entries, (int) (y >> 32) * stride + (int) (x >> 32));
      fractionX[i] = (int) x;
      fractionY[i] = (int) y;
      x += stepX;
      y += stepY;
    }
  }

  /**
   * Gathers samples [0, count) at the coordinates from {@code from} on, relative to the image's
   * corner with {@link #FIXED_POINT} added.
   */
  void gather(Frame frame, float[] x, float[] y, int from, int count) {
    int[] pixels = this.pixels;
    int[] fractionX = this.fractionX;
    int[] fractionY = this.fractionY;
    byte[] entries = frame.entries();
    int stride = frame.stride();
    int start = (Frame.BORDER - FIXED_POINT_BITS) * (stride + 1);
    for (int i = 0; i < count; i++) {
      int column = Float.floatToRawIntBits(x[from + i]);
      int row = Float.floatToRawIntBits(y[from + i]);
      pixels[i] = Frame.quad(entries, (row >> 8) * stride + (column >> 8) + start);
      fractionX[i] = column << 24;
      fractionY[i] = row << 24;
    }
  }

  /** Interpolates the first {@code count} samples. */
  void blend(int count, byte[] target, int offset) {
    int[] pixels = this.pixels;
    int[] fractionX = this.fractionX;
    int[] fractionY = this.fractionY;
    for (int i = 0; i < count; i++) {
      int top = pixels[i] & LANES;
      int bottom = (pixels[i] >>> 8) & LANES;
      // Both columns at once: a difference may borrow from the other lane, the sum repays it.
      int columns = (top << 8) + (bottom - top) * (fractionY[i] >>> 24);
      int left = columns & 0xFFFF;
      int right = columns >>> 16;
      pixels[i] = ((left << 8) + (right - left) * (fractionX[i] >>> 24) + 0x8000) >> 16;
    }
    // A separate loop, since storing bytes would prevent vectorising the one above.
    for (int i = 0; i < count; i++) {
      target[offset + i] = (byte) pixels[i];
    }
  }
}
