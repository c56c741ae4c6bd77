package io.github.emnist.data.synthetic;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.image.PixelBox;
import java.util.ArrayList;
import java.util.List;

/**
 * Statistics of the handwriting in a data set, independent of its content, to compare synthetic
 * characters with real ones. Images without a pixel of at least 64 are left out.
 *
 * @param ink mean intensity, 1 for all white
 * @param strokeWidth twice the ink's area divided by the length of its edge, in pixels
 * @param slant shift to the right per height, from the second moments; 0 is upright
 * @param boxWidth width of the box around the pixels of at least 64, in pixels
 * @param boxHeight height of that box, in pixels
 * @param aspect its width divided by its height
 */
public record HandwritingStatistics(
    Spread ink,
    Spread strokeWidth,
    Spread slant,
    Spread boxWidth,
    Spread boxHeight,
    Spread aspect) {
  /** The intensity from which a pixel belongs to the character's box. */
  private static final int THRESHOLD = 64;

  /**
   * {@return mean and standard deviation of each measure over all images}
   *
   * @param dataset images of any size
   * @throws IllegalArgumentException if no image has ink
   */
  public static HandwritingStatistics of(EmnistDataset dataset) {
    List<double[]> measures = new ArrayList<>();
    byte[] image = new byte[dataset.width() * dataset.height()];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, image, 0);
      measure(image, dataset.width(), dataset.height(), measures);
    }
    if (measures.isEmpty()) {
      throw Messages.illegal("none of the %d images has ink", dataset.size());
    }
    return new HandwritingStatistics(
        Spread.of(measures, 0),
        Spread.of(measures, 1),
        Spread.of(measures, 2),
        Spread.of(measures, 3),
        Spread.of(measures, 4),
        Spread.of(measures, 5));
  }

  /**
   * The distribution of a measure over the images.
   *
   * @param mean over all images
   * @param deviation standard deviation from image to image
   */
  public record Spread(double mean, double deviation) {
    private static Spread of(List<double[]> measures, int index) {
      double mean = measures.stream().mapToDouble(m -> m[index]).average().orElseThrow();
      double variance =
          measures.stream()
              .mapToDouble(m -> (m[index] - mean) * (m[index] - mean))
              .average()
              .orElseThrow();
      return new Spread(mean, Math.sqrt(variance));
    }
  }

  /** Adds an image's measures, in the components' order; nothing if it has no ink. */
  private static void measure(byte[] image, int width, int height, List<double[]> measures) {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    double edge = 0;
    int max = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = image[y * width + x] & 0xFF;
        int toRight = x + 1 < width ? image[y * width + x + 1] & 0xFF : 0;
        int below = y + 1 < height ? image[(y + 1) * width + x] & 0xFF : 0;
        sum += value;
        sumX += value * x;
        sumY += value * y;
        edge += Math.hypot(toRight - value, below - value);
        max = Math.max(max, value);
      }
    }
    if (max < THRESHOLD) {
      return;
    }
    PixelBox box = PixelBox.find(image, width, height, THRESHOLD);
    double across = 0;
    double upright = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = image[y * width + x] & 0xFF;
        across += value * (x - sumX / sum) * (sumY / sum - y);
        upright += value * (sumY / sum - y) * (sumY / sum - y);
      }
    }
    measures.add(
        new double[] {
          sum / 255 / (width * height),
          2 * sum / edge,
          upright == 0 ? 0 : across / upright, // least squares of x over y; 0 for a single row
          box.width(),
          box.height(),
          (double) box.width() / box.height()
        });
  }
}
