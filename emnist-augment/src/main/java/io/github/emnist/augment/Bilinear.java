package io.github.emnist.augment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bilinear interpolation of a run of samples in two passes: one gathers each sample's four pixels
 * into an int, the other blends. The second has no memory access but in sequence, so that the JIT
 * vectorises it; with both in one loop it cannot.
 *
 * <p>Weights are 8-bit fractions, rounded. That moves a sample by at most 1/512 of a pixel along
 * each axis and so changes it by less than one grey level: 2 x 255 / 512.
 */
final class Bilinear {
  /** Rounds a 32.32 fixed-point coordinate where its weight is cut off, so that 4.9999 is 5. */
  static final long ROUNDING = 1L << 23;

  private static final VarHandle PAIR =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** Every other byte of an int: two pixels with room for their product with a weight. */
  private static final int LANES = 0x00FF00FF;

  /** Each sample's pixels, lowest byte first: top left, top right, bottom left, bottom right. */
  private final int[] pixels;

  /** Each sample's position between them as a 0.32 fraction. */
  private final int[] fractionX;

  private final int[] fractionY;

  Bilinear(int capacity) {
    pixels = new int[capacity];
    fractionX = new int[capacity];
    fractionY = new int[capacity];
  }

  int capacity() {
    return pixels.length;
  }

  /** Makes samples [from, to) black. */
  void black(int from, int to) {
    for (int i = from; i < to; i++) {
      pixels[i] = 0;
    }
  }

  /**
   * Gathers samples [from, to) along a line of an image of the given stride, from (x, y) in steps
   * of (stepX, stepY), in 32.32 fixed point.
   */
  void gather(byte[] image, int stride, int from, int to, long x, long y, long stepX, long stepY) {
    int[] pixels = this.pixels;
    int[] fractionX = this.fractionX;
    int[] fractionY = this.fractionY;
    for (int i = from; i < to; i++) {
      int top = (int) (y >> 32) * stride + (int) (x >> 32);
      pixels[i] =
          ((short) PAIR.get(image, top) & 0xFFFF) | (short) PAIR.get(image, top + stride) << 16;
      fractionX[i] = (int) x;
      fractionY[i] = (int) y;
      x += stepX;
      y += stepY;
    }
  }

  /**
   * Gathers samples [0, count) at the coordinates from {@code from} on; those outside of a frame's
   * image and {@code border} pixels around it move to its edge.
   */
  void gather(
      Frame frame, float[] x, float[] y, int from, int count, int width, int height, int border) {
    int[] pixels = this.pixels;
    int[] fractionX = this.fractionX;
    int[] fractionY = this.fractionY;
    byte[] image = frame.pixels();
    int stride = frame.stride();
    int low = Frame.BORDER - border << 8;
    int right = Frame.BORDER + width - 1 + border << 8;
    int bottom = Frame.BORDER + height - 1 + border << 8;
    for (int i = 0; i < count; i++) {
      // 24.8 fixed point, rounded where it is above 0; not a number becomes 0.
      int column = (int) (x[from + i] * 256 + (Frame.BORDER * 256 + 0.5f));
      int row = (int) (y[from + i] * 256 + (Frame.BORDER * 256 + 0.5f));
      column = Math.min(Math.max(column, low), right);
      row = Math.min(Math.max(row, low), bottom);
      int top = (row >> 8) * stride + (column >> 8);
      pixels[i] =
          ((short) PAIR.get(image, top) & 0xFFFF) | (short) PAIR.get(image, top + stride) << 16;
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
      int left = pixels[i] & LANES;
      int right = (pixels[i] >>> 8) & LANES;
      // Both rows at once: a lane of the difference may borrow from the other, the sum repays it.
      int rows = (left << 8) + (right - left) * (fractionX[i] >>> 24);
      int top = rows & 0xFFFF;
      int bottom = rows >>> 16;
      pixels[i] = ((top << 8) + (bottom - top) * (fractionY[i] >>> 24) + 0x8000) >> 16;
    }
    // A loop of its own, because a store of bytes would keep the one above from being vectorised.
    for (int i = 0; i < count; i++) {
      target[offset + i] = (byte) pixels[i];
    }
  }
}
