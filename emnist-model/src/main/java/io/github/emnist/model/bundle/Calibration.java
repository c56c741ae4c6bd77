package io.github.emnist.model.bundle;

import java.util.Locale;

/**
 * One number by which a model's logits are divided so that its probabilities come near the shares
 * of right answers (Guo et al., "On calibration of modern neural networks", ICML 2017). Which class
 * is the most probable stays the same.
 *
 * @param temperature above 1 for a model that is too sure of itself, below 1 for one that is not
 *     sure enough
 * @param images how many it was fitted on, none of which the model was trained on
 */
public record Calibration(double temperature, int images) {
  /**
   * Creates a calibration.
   *
   * @param temperature a finite number above 0
   * @param images how many it was fitted on, at least 1
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public Calibration {
    check(temperature);
    if (images < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "images (%d) must be at least 1", images));
    }
  }

  private static void check(double temperature) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature (" + temperature + ") must be a finite number above 0");
    }
  }

  /**
   * Calibrates probabilities.
   *
   * @param probabilities as the model gives them: float32 {@code [classes]}
   * @return a copy of sum 1
   */
  public float[] apply(float[] probabilities) {
    return apply(probabilities, temperature);
  }

  /**
   * The softmax of the logits divided by a temperature. Up to a constant, which changes nothing,
   * the logits are the logarithms of the probabilities; a probability of 0 is taken for the
   * smallest float above it.
   *
   * @param probabilities at temperature 1: float32 {@code [classes]}
   * @param temperature a finite number above 0
   * @return a copy of sum 1
   * @throws IllegalArgumentException if the temperature is out of its range
   */
  public static float[] apply(float[] probabilities, double temperature) {
    check(temperature);
    double[] scaled = logits(probabilities);
    double sum = 0;
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] = Math.exp(scaled[c] / temperature);
      sum += scaled[c];
    }
    float[] calibrated = new float[scaled.length];
    for (int c = 0; c < scaled.length; c++) {
      calibrated[c] = (float) (scaled[c] / sum);
    }
    return calibrated;
  }

  /**
   * Logits that give these probabilities. The largest is 0, so that no exponential overflows.
   *
   * @param probabilities float32 {@code [classes]}
   * @return at most 0 each
   */
  public static double[] logits(float[] probabilities) {
    double largest = Double.NEGATIVE_INFINITY;
    double[] logits = new double[probabilities.length];
    for (int c = 0; c < logits.length; c++) {
      logits[c] = Math.log(Math.max(probabilities[c], Float.MIN_VALUE));
      largest = Math.max(largest, logits[c]);
    }
    for (int c = 0; c < logits.length; c++) {
      logits[c] -= largest;
    }
    return logits;
  }
}
