package io.github.emnist.model;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** Computes the probabilities of a prediction from a network's for the variants of an image. */
final class Posterior {
  private final int classes;
  private final Optional<Calibration> calibration;

  /** The prior of each class, 0 for excluded ones; null if all are 1. */
  private final double[] weights;

  private Posterior(int classes, Optional<Calibration> calibration, double[] weights) {
    this.classes = classes;
    this.calibration = calibration;
    this.weights = weights;
  }

  /**
   * Applies options to a model.
   *
   * @param calibration the model's, if it has one
   * @throws IllegalArgumentException if the model does not support them
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
   * Returns the probabilities of one image, in the given array if that holds nothing else.
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

  /** Returns the probabilities of a blank image, the prior. */
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
      // If all allowed classes have probability 0, only the prior is left.
      weighted[c] =
          (float) (sum == 0 ? weights[c] / sum(null) : probabilities[c] * weights[c] / sum);
    }
    return weighted;
  }

  /** Sums the weighted probabilities, or the weights for null. */
  private double sum(float[] probabilities) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += probabilities == null ? weights[c] : probabilities[c] * weights[c];
    }
    return sum;
  }
}
