package io.github.emnist.data.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Turns an image that is stored column by column upright.
 *
 * <p>Sides that are multiples of 4, as EMNIST's are, go by tiles of 4x4 in four registers: with
 * loads and stores of four pixels this is several times as fast as pixel by pixel, and reading a
 * plain file is bound by it.
 */
final class Transposition {
  private static final VarHandle FOUR_PIXELS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int TILE = 4;
  private static final int EVEN_BYTES = 0x00FF00FF;
  private static final int ODD_BYTES = 0xFF00FF00;

  private Transposition() {}

  /**
   * Writes the image whose pixel (x, y) is at {@code from + x * height + y} of {@code stored} to
   * {@code upright}, where it is at {@code y * width + x}.
   */
  static void transpose(byte[] stored, int from, int width, int height, byte[] upright) {
    if (width % TILE == 0 && height % TILE == 0) {
      for (int x = 0; x < width; x += TILE) {
        for (int y = 0; y < height; y += TILE) {
          tile(stored, from + x * height + y, height, upright, y * width + x, width);
        }
      }
    } else {
      for (int x = 0; x < width; x++) {
        for (int y = 0; y < height; y++) {
          upright[y * width + x] = stored[from + x * height + y];
        }
      }
    }
  }

  /** Swaps within 2x2 pixels first, then the 2x2 blocks. */
  private static void tile(byte[] in, int from, int inStep, byte[] out, int to, int outStep) {
    int a = (int) FOUR_PIXELS.get(in, from);
    int b = (int) FOUR_PIXELS.get(in, from + inStep);
    int c = (int) FOUR_PIXELS.get(in, from + 2 * inStep);
    int d = (int) FOUR_PIXELS.get(in, from + 3 * inStep);
    int abEven = (a & EVEN_BYTES) | (b & EVEN_BYTES) << 8;
    int abOdd = (a & ODD_BYTES) >>> 8 | (b & ODD_BYTES);
    int cdEven = (c & EVEN_BYTES) | (d & EVEN_BYTES) << 8;
    int cdOdd = (c & ODD_BYTES) >>> 8 | (d & ODD_BYTES);
    FOUR_PIXELS.set(out, to, (abEven & 0xFFFF) | cdEven << 16);
    FOUR_PIXELS.set(out, to + outStep, (abOdd & 0xFFFF) | cdOdd << 16);
    FOUR_PIXELS.set(out, to + 2 * outStep, abEven >>> 16 | (cdEven & 0xFFFF0000));
    FOUR_PIXELS.set(out, to + 3 * outStep, abOdd >>> 16 | (cdOdd & 0xFFFF0000));
  }
}
