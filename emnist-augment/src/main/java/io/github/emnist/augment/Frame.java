package io.github.emnist.augment;

import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.data.internal.Messages;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An image in a frame that continues it by its fill mode. Each entry has a pixel and the one below
 * it, so that the four pixels around a sample are adjacent and read as one int: lowest byte first,
 * top left, bottom left, top right, bottom right.
 */
final class Frame {
  /** Wide enough that the mappings of common augmentations never leave the frame. */
  static final int BORDER = 16;

  /** The width to which other mappings are clipped; only a constant is filled farther out. */
  private static final int NEAR = 2;

  /** Some virtual machines refuse slightly shorter arrays than the largest int. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] entries = {};
  private int width;
  private int height;
  private int stride;

  /** The value of the whole border, or -1. */
  private int constant = -1;

  byte[] entries() {
    return entries;
  }

  /** Returns the number of entries in a row. */
  int stride() {
    return stride;
  }

  /** Returns the four pixels of a sample from the entry of its top left pixel. */
  static int quad(byte[] entries, int entry) {
    return (int) INT.get(entries, entry << 1);
  }

  void set(Pixels image, Resampling resampling) {
    boolean same = image.width() == width && image.height() == height;
    if (!same) {
      int length = length(image.width(), image.height());
      entries = entries.length < length ? new byte[length] : entries;
      // Last, so that a refused size is refused again.
      width = image.width();
      height = image.height();
      stride = width + 2 * BORDER;
    }
    if (resampling.fill() == FillMode.CONSTANT) {
      surround(
          image.array(),
          image.offset(),
          resampling.value(),
          same && constant == resampling.value());
    } else {
      proceed(image.array(), image.offset(), resampling.fill());
    }
  }

  private static int length(int width, int height) {
    long length = 2L * (width + 2 * BORDER) * (height + 2 * BORDER);
    if (length > MAX_LENGTH) {
      throw Messages.illegal(
          "image size (%s x %s) is too large to be interpolated: that takes %s bytes, at most %s"
              + " fit into an array",
          width, height, length, MAX_LENGTH);
    }
    return (int) length;
  }

  private void surround(byte[] source, int offset, int value, boolean surrounded) {
    if (!surrounded) {
      Arrays.fill(entries, (byte) value);
      constant = value;
    }
    int whole = width & ~3;
    for (int x = 0; x < whole; x += 4) {
      fourColumns(source, offset, x, value * 0x01010101);
    }
    for (int row = -1; row < height; row++) {
      int above = offset + row * width;
      for (int x = whole; x < width; x++) {
        entry(
            row,
            x,
            row < 0 ? (byte) value : source[above + x],
            row + 1 < height ? source[above + width + x] : (byte) value);
      }
    }
  }

  /** Fills four columns from above the image to its last row. */
  private void fourColumns(byte[] source, int offset, int x, int outside) {
    int to = 2 * ((BORDER - 1) * stride + BORDER + x);
    long above = spread(outside);
    for (int row = 0; row < height; row++) {
      long pixels = spread((int) INT.get(source, offset + row * width + x));
      LONG.set(entries, to, above | pixels << 8);
      above = pixels;
      to += 2 * stride;
    }
    LONG.set(entries, to, above | spread(outside) << 8);
  }

  private void proceed(byte[] source, int offset, FillMode fill) {
    constant = -1;
    for (int row = -NEAR; row < height + 1; row++) {
      int above = offset + fill.index(row, height) * width;
      int below = offset + fill.index(row + 1, height) * width;
      for (int x = 0; x < width; x++) {
        entry(row, x, source[above + x], source[below + x]);
      }
      for (int i = 0; i < NEAR; i++) {
        int left = fill.index(-1 - i, width);
        int right = fill.index(width + i, width);
        entry(row, -1 - i, source[above + left], source[below + left]);
        entry(row, width + i, source[above + right], source[below + right]);
      }
    }
  }

  private void entry(int row, int column, byte above, byte below) {
    int at = 2 * ((row + BORDER) * stride + column + BORDER);
    entries[at] = above;
    entries[at + 1] = below;
  }

  /** Spreads four bytes with a gap after each. */
  private static long spread(int bytes) {
    long spread = bytes & 0xFFFFFFFFL;
    spread = (spread | spread << 16) & 0x0000FFFF0000FFFFL;
    return (spread | spread << 8) & 0x00FF00FF00FF00FFL;
  }
}
