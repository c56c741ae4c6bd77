package io.github.emnist.data.synthetic;

import io.github.emnist.data.EmnistDataset;
import java.util.Arrays;

/**
 * What describes a hand, averaged over a data set's 28x28 images.
 *
 * @param ink mean intensity, 1 for all white
 * @param strokeWidth twice the ink's area by the length of its edge, in pixels
 * @param slant shift to the right per height, from the second moments
 * @param slantDeviation its standard deviation from image to image
 * @param aspect width by height of the box around the pixels of at least 64
 * @param longerSide of that box, in pixels
 */
record HandwritingStatistics(
    double ink,
    double strokeWidth,
    double slant,
    double slantDeviation,
    double aspect,
    double longerSide) {
  private static final int SIDE = 28;
  private static final int BOX_THRESHOLD = 64;

  static HandwritingStatistics of(EmnistDataset dataset) {
    double[] sums = new double[6];
    byte[] image = new byte[SIDE * SIDE];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, image, 0);
      add(image, sums);
    }
    double[] means = Arrays.stream(sums).map(sum -> sum / dataset.size()).toArray();
    double deviation = Math.sqrt(means[3] - means[2] * means[2]);
    return new HandwritingStatistics(means[0], means[1], means[2], deviation, means[4], means[5]);
  }

  private static void add(byte[] image, double[] sums) {
    double ink = 0;
    double edge = 0;
    double meanX = 0;
    double meanY = 0;
    int left = SIDE;
    int right = 0;
    int top = SIDE;
    int bottom = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double value = at(image, x, y);
        ink += value;
        meanX += value * x;
        meanY += value * y;
        edge += Math.hypot(at(image, x + 1, y) - value, at(image, x, y + 1) - value);
        if (value * 255 >= BOX_THRESHOLD) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    double slant = slant(image, meanX / ink, meanY / ink);
    sums[0] += ink / (SIDE * SIDE);
    sums[1] += 2 * ink / edge;
    sums[2] += slant;
    sums[3] += slant * slant;
    sums[4] += (double) (right - left) / (bottom - top);
    sums[5] += Math.max(right - left, bottom - top);
  }

  private static double slant(byte[] image, double meanX, double meanY) {
    double across = 0;
    double upright = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double value = at(image, x, y);
        across += value * (x - meanX) * (meanY - y);
        upright += value * (meanY - y) * (meanY - y);
      }
    }
    return across / upright;
  }

  private static double at(byte[] image, int x, int y) {
    return x < SIDE && y < SIDE ? (image[y * SIDE + x] & 0xFF) / 255.0 : 0;
  }
}
