package io.github.emnist.data.synthetic;

import java.util.Optional;

/**
 * What can be measured on one image; the terms are those of {@link HandwritingStatistics}.
 *
 * @param ink mean intensity in [0, 1]
 * @param strokeWidth in pixels
 * @param slant shift to the right per height
 * @param boxWidth in pixels
 * @param boxHeight in pixels
 */
record InkMeasure(double ink, double strokeWidth, double slant, int boxWidth, int boxHeight) {
  /** A pixel belongs to the character's box from this intensity on, of 255. */
  static final int THRESHOLD = 64;

  /** Measures uint8 pixels [height * width]; empty where none reaches the threshold. */
  static Optional<InkMeasure> of(byte[] image, int width, int height) {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    double edge = 0;
    int left = width;
    int right = 0;
    int top = height;
    int bottom = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = image[y * width + x] & 0xFF;
        int toRight = x + 1 < width ? image[y * width + x + 1] & 0xFF : 0;
        int below = y + 1 < height ? image[(y + 1) * width + x] & 0xFF : 0;
        sum += value;
        sumX += value * x;
        sumY += value * y;
        edge += Math.hypot(toRight - value, below - value);
        if (value >= THRESHOLD) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    if (right == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new InkMeasure(
            sum / 255 / (width * height),
            2 * sum / edge,
            slant(image, width, height, sumX / sum, sumY / sum),
            right - left,
            bottom - top));
  }

  /** The slope of the line of least squares of x over y; 0 for ink in a single row. */
  private static double slant(byte[] image, int width, int height, double meanX, double meanY) {
    double across = 0;
    double upright = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = image[y * width + x] & 0xFF;
        across += value * (x - meanX) * (meanY - y);
        upright += value * (meanY - y) * (meanY - y);
      }
    }
    return upright == 0 ? 0 : across / upright;
  }
}
