package io.github.emnist.train.evaluation;

import io.github.emnist.data.GrayImage;
import java.util.Objects;

/**
 * An image that a model took for something else.
 *
 * @param index its position in the data set
 * @param truth the right class's name
 * @param predicted the name of the class that it was taken for
 * @param probability of the predicted class, in [0, 1]
 * @param truthProbability of the right class, in [0, 1]
 * @param image what the model saw
 */
public record Mistake(
    int index,
    String truth,
    String predicted,
    float probability,
    float truthProbability,
    GrayImage image) {
  /** Creates a mistake. */
  public Mistake {
    Objects.requireNonNull(truth, "truth");
    Objects.requireNonNull(predicted, "predicted");
    Objects.requireNonNull(image, "image");
  }
}
