package io.github.emnist.data.internal.image;

/**
 * The conversion by its definition, in float64 without any shortcut: a picture blurred in two
 * dimensions, then a cubic convolution over all of its pixels.
 */
final class NaiveConversion {
  private static final int SIDE = 28;

  private NaiveConversion() {}

  static int[] convert(byte[] ink, int width, int height, double scanInk) {
    int max = 0;
    for (byte value : ink) {
      max = Math.max(max, value & 0xFF);
    }
    double left = width;
    double top = height;
    double right = 0;
    double bottom = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = at(ink, width, height, x, y);
        if (2 * value >= max) {
          left = Math.min(left, x + 0.5 - crossing(value, at(ink, width, height, x - 1, y), max));
          right = Math.max(right, x + 0.5 + crossing(value, at(ink, width, height, x + 1, y), max));
          top = Math.min(top, y + 0.5 - crossing(value, at(ink, width, height, x, y - 1), max));
          bottom =
              Math.max(bottom, y + 0.5 + crossing(value, at(ink, width, height, x, y + 1), max));
        }
      }
    }
    double unit = Math.max(right - left, bottom - top) / scanInk;
    int reach = (int) Math.ceil(3 * unit);
    double[][] blurred = blur(ink, width, height, unit, reach);
    double step = (scanInk + 12) * unit / SIDE;
    double[] sampled = new double[SIDE * SIDE];
    double brightest = 0;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        double y = (top + bottom) / 2 + (i - 13.5) * step - 0.5;
        double x = (left + right) / 2 + (j - 13.5) * step - 0.5;
        double sum = 0;
        for (int r = 0; r < blurred.length; r++) {
          double vertical = cubic(y - (r - reach));
          if (vertical != 0) {
            for (int c = 0; c < blurred[r].length; c++) {
              sum += vertical * cubic(x - (c - reach)) * blurred[r][c];
            }
          }
        }
        sampled[i * SIDE + j] = sum;
        brightest = Math.max(brightest, sum);
      }
    }
    int[] result = new int[SIDE * SIDE];
    for (int i = 0; i < result.length; i++) {
      result[i] = (int) Math.max(0, 255 * (sampled[i] / brightest));
    }
    return result;
  }

  private static int at(byte[] ink, int width, int height, int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : ink[y * width + x] & 0xFF;
  }

  /** Where a straight line from one value to the next falls to half the maximum, from 0 to 1. */
  private static double crossing(int value, int next, int max) {
    return 2 * next >= max ? 0 : (value - max / 2.0) / (value - next);
  }

  /** Blurred over a margin of {@code reach} pixels around the picture. */
  private static double[][] blur(byte[] ink, int width, int height, double sigma, int reach) {
    double total = 0;
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        total += Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
      }
    }
    double[][] blurred = new double[height + 2 * reach][width + 2 * reach];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = ink[y * width + x] & 0xFF;
        if (value > 0) {
          for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
              blurred[y + reach + dy][x + reach + dx] +=
                  value * Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)) / total;
            }
          }
        }
      }
    }
    return blurred;
  }

  /** Keys' kernel with a = -1/2, from the paper's equation 15. */
  private static double cubic(double distance) {
    double d = Math.abs(distance);
    if (d < 1) {
      return 1.5 * d * d * d - 2.5 * d * d + 1;
    }
    return d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0;
  }
}
