package io.github.emnist.data.synthetic;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.Messages;
import java.util.ArrayList;
import java.util.List;
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
}
