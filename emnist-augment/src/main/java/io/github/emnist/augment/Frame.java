package io.github.emnist.augment;

import java.util.Arrays;

/** An image's bytes with a border that continues it as its fill mode says. */
final class Frame {
  /** Two, where one would do, so that a coordinate may be off by a rounding error. */
  static final int BORDER = 2;

  private byte[] pixels = {};
  private int stride;

  byte[] pixels() {
    return pixels;
  }

  int stride() {
    return stride;
  }

  void set(byte[] source, int offset, int width, int height, Resampling resampling) {
    stride = width + 2 * BORDER;
    int length = stride * (height + 2 * BORDER);
    pixels = pixels.length < length ? new byte[length] : pixels;
    FillMode fill = resampling.fill();
    byte outside = (byte) resampling.value();
    for (int row = -BORDER; row < height + BORDER; row++) {
      int to = (row + BORDER) * stride;
      boolean inside = row >= 0 && row < height;
      if (!inside && fill == FillMode.CONSTANT) {
        Arrays.fill(pixels, to, to + stride, outside);
        continue;
      }
      int from = offset + fill.index(row, height) * width;
      System.arraycopy(source, from, pixels, to + BORDER, width);
      for (int i = 1; i <= BORDER; i++) {
        boolean constant = fill == FillMode.CONSTANT;
        pixels[to + BORDER - i] = constant ? outside : source[from + fill.index(-i, width)];
        pixels[to + BORDER + width - 1 + i] =
            constant ? outside : source[from + fill.index(width - 1 + i, width)];
      }
    }
  }
}
