package io.github.emnist.data.synthetic;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What describes the handwriting in a data set, whatever is written: to compare drawn characters
 * with real ones. Images without a pixel of at least {@value InkMeasure#THRESHOLD} are left out.
 *
 * @param ink mean intensity, 1 for all white
 * @param strokeWidth twice the ink's area by the length of its edge, in pixels
 * @param slant shift to the right per height, from the second moments; 0 is upright
 * @param boxWidth of the box around the pixels of at least {@value InkMeasure#THRESHOLD}, in pixels
 * @param boxHeight of that box, in pixels
 * @param aspect its width by its height
 */
public record HandwritingStatistics(
    Spread ink,
    Spread strokeWidth,
    Spread slant,
    Spread boxWidth,
    Spread boxHeight,
    Spread aspect) {
  /**
   * Measures every image.
   *
   * @param dataset images of any size
   * @return mean and standard deviation of each measure
   * @throws IllegalArgumentException if no image has ink
   */
  public static HandwritingStatistics of(EmnistDataset dataset) {
    List<InkMeasure> measures = new ArrayList<>();
    byte[] image = new byte[dataset.width() * dataset.height()];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, image, 0);
      InkMeasure.of(image, dataset.width(), dataset.height()).ifPresent(measures::add);
    }
    if (measures.isEmpty()) {
      throw new IllegalArgumentException(
          Messages.format("none of the %d images has ink", dataset.size()));
    }
    return new HandwritingStatistics(
        Spread.of(measures, InkMeasure::ink),
        Spread.of(measures, InkMeasure::strokeWidth),
        Spread.of(measures, InkMeasure::slant),
        Spread.of(measures, InkMeasure::boxWidth),
        Spread.of(measures, InkMeasure::boxHeight),
        Spread.of(measures, measure -> (double) measure.boxWidth() / measure.boxHeight()));
  }

  /**
   * How one measure is spread over the images.
   *
   * @param mean over all images
   * @param deviation standard deviation from image to image
   */
  public record Spread(double mean, double deviation) {
    private static Spread of(List<InkMeasure> measures, ToDoubleFunction<InkMeasure> measure) {
      double mean = measures.stream().mapToDouble(measure).average().orElseThrow();
      double variance =
          measures.stream()
              .mapToDouble(measure)
              .map(value -> (value - mean) * (value - mean))
              .average()
              .orElseThrow();
      return new Spread(mean, Math.sqrt(variance));
    }
  }

  /**
   * What can be measured on one image; the terms are those of {@link HandwritingStatistics}.
   *
   * @param ink mean intensity in [0, 1]
   * @param strokeWidth in pixels
   * @param slant shift to the right per height
   * @param boxWidth in pixels
   * @param boxHeight in pixels
   */
  private record InkMeasure(
      double ink, double strokeWidth, double slant, int boxWidth, int boxHeight) {
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

    /** Returns the slope of the line of least squares of x over y; 0 for ink in a single row. */
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
}
