package io.github.emnist.train.evaluation;

import io.github.emnist.model.bundle.Calibration;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import java.util.Optional;

/**
 * One number by which a model's logits are divided so that its probabilities come near the shares
 * of right answers (Guo et al., "On calibration of modern neural networks", 2017). Fitted on images
 * that the model was not trained on, and never on those that it is measured on.
 *
 * @param temperature above 1 for a model that is too sure of itself, below 1 for one that is not
 *     sure enough
 * @param images how many it was fitted on
 */
public record TemperatureScaling(double temperature, int images) {
  /** The lowest temperature that {@link #fit} gives, as for a model without a mistake. */
  public static final double LOWEST = 0.05;

  /** The highest temperature that {@link #fit} gives, as for a model that only guesses. */
  public static final double HIGHEST = 20;

  private static final double PRECISION = 1e-9; // of 1 / temperature, relative
  private static final int MOST_STEPS = 100; // bisection alone would need 40

  /**
   * Creates a scaling.
   *
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public TemperatureScaling {
    new Calibration(temperature, images);
  }

  /**
   * What a model remembers of its temperature.
   *
   * @param metadata of the model
   * @return empty where none was fitted
   */
  public static Optional<TemperatureScaling> of(ModelMetadata metadata) {
    return metadata
        .calibration()
        .map(
            calibration -> new TemperatureScaling(calibration.temperature(), calibration.images()));
  }

  /**
   * Makes a model remember this temperature as its calibration. Its predictions stay as they are,
   * unless one asks for calibrated ones.
   *
   * @param model to be calibrated
   * @return a copy
   */
  public ModelBundle addTo(ModelBundle model) {
    ModelMetadata metadata = model.metadata().withCalibration(new Calibration(temperature, images));
    return new ModelBundle(metadata, model.weights());
  }

  /**
   * Finds the temperature in [{@link #LOWEST}, {@link #HIGHEST}] of the least cross-entropy.
   *
   * <p>As a function of 1 / temperature the cross-entropy is convex; its slope's zero is found by
   * Newton's method, kept within a bracket that each step narrows.
   *
   * @param validation what the model says of images that it was not trained on
   * @return the fitted temperature
   */
  public static TemperatureScaling fit(Scores validation) {
    double[][] logits = new double[validation.images()][];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Calibration.logits(validation.row(i));
    }
    double low = 1 / HIGHEST;
    double high = 1 / LOWEST;
    double inverse = 1;
    for (int step = 0; step < MOST_STEPS && high - low > PRECISION * high; step++) {
      double slope = 0;
      double curvature = 0;
      for (int i = 0; i < logits.length; i++) {
        double mean = 0;
        double square = 0;
        double sum = 0;
        for (double logit : logits[i]) {
          double weight = Math.exp(inverse * logit);
          sum += weight;
          mean += weight * logit;
          square += weight * logit * logit;
        }
        mean /= sum;
        slope += mean - logits[i][validation.label(i)];
        curvature += square / sum - mean * mean;
      }
      if (slope > 0) {
        high = inverse;
      } else {
        low = inverse;
      }
      double newton = inverse - slope / curvature;
      boolean settled = Math.abs(newton - inverse) <= PRECISION * inverse;
      if (settled) {
        break;
      }
      // Not a number where the curvature is 0: then the bracket is halved too.
      inverse = newton > low && newton < high ? newton : (low + high) / 2;
    }
    return new TemperatureScaling(1 / inverse, logits.length);
  }
}
