package io.github.emnist.model;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** From what a network says of an image's variants to the probabilities that a user sees. */
final class Posterior {
  private final int classes;
  private final Optional<Calibration> calibration;

  /** For each class its prior, 0 where it cannot be the answer; null where nothing changes. */
  private final double[] weights;

  private Posterior(int classes, Optional<Calibration> calibration, double[] weights) {
    this.classes = classes;
    this.calibration = calibration;
    this.weights = weights;
  }

  /**
   * Looks up what options mean for a model.
   *
   * @param calibration the model's, if it has one
   * @throws IllegalArgumentException if the model cannot answer so
   */
  static Posterior of(
      PredictionOptions options, LabelMap labelMap, Optional<Calibration> calibration) {
    if (options.calibrated() && calibration.isEmpty()) {
      throw new IllegalArgumentException(
          "the model has no calibration; TrainingResult.calibrated() makes a model with one");
    }
    double[] weights = options.prior().weights(labelMap);
    if (options.only().isPresent()) {
      BitSet allowed = options.only().get().classes(labelMap);
      for (int c = 0; c < weights.length; c++) {
        weights[c] = allowed.get(c) ? weights[c] : 0;
      }
      if (areAll(weights, 0)) {
        throw new IllegalArgumentException(
            "the class prior is 0 for every class of " + options.only().get());
      }
    }
    boolean unchanged = areAll(weights, 1);
    return new Posterior(
        labelMap.size(),
        options.calibrated() ? calibration : Optional.empty(),
        unchanged ? null : weights);
  }

  private static boolean areAll(double[] weights, double value) {
    for (double weight : weights) {
      if (weight != value) {
        return false;
      }
    }
    return true;
  }

  /**
   * The probabilities of one image, in an array of its own, which may be the given one where that
   * holds nothing else.
   *
   * @param probabilities float32 {@code [N, classes]}
   * @param first row of the image's variants
   */
  float[] of(float[] probabilities, int first, int variants) {
    if (variants == 1) {
      return weighted(variant(probabilities, first));
    }
    double[] sum = new double[classes];
    for (int v = 0; v < variants; v++) {
      float[] variant = variant(probabilities, first + v);
      for (int c = 0; c < classes; c++) {
        sum[c] += variant[c];
      }
    }
    float[] mean = new float[classes];
    for (int c = 0; c < classes; c++) {
      mean[c] = (float) (sum[c] / variants);
    }
    return weighted(mean);
  }

  /** The probabilities of an image that shows nothing: those before it was seen. */
  float[] ofNothing() {
    float[] uniform = new float[classes];
    Arrays.fill(uniform, 1f / classes);
    return weighted(uniform);
  }

  private float[] variant(float[] probabilities, int row) {
    float[] variant =
        probabilities.length == classes
            ? probabilities
            : Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes);
    return calibration.isPresent() ? calibration.get().apply(variant) : variant;
  }

  private float[] weighted(float[] probabilities) {
    if (weights == null) {
      return probabilities;
    }
    double sum = sum(probabilities);
    float[] weighted = new float[classes];
    for (int c = 0; c < classes; c++) {
      // Where the network is sure of something else, to the last bit, only the prior is left.
      weighted[c] =
          (float) (sum == 0 ? weights[c] / sum(null) : probabilities[c] * weights[c] / sum);
    }
    return weighted;
  }

  /** Of the weighted probabilities; of the weights alone where there are none. */
  private double sum(float[] probabilities) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += probabilities == null ? weights[c] : probabilities[c] * weights[c];
    }
    return sum;
  }
}
