package io.github.emnist.augment;

import java.util.Objects;

/**
 * One elastic deformation (Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural
 * Networks Applied to Visual Document Analysis", ICDAR 2003): what {@link ElasticDeformation}
 * draws. Each pixel of the result is read at a displacement from its own place; the displacements
 * along x and along y are independent random fields, uniform noise in [-1, 1) on every pixel
 * smoothed by a normalised Gaussian and multiplied by {@code alpha}. Their standard deviation is
 * {@code alpha / (sigma * sqrt(12 * pi))} pixels: 1.4 for 34 and 4.
 *
 * @param alpha the scale of the displacements, in pixels, in [0, 100000]
 * @param sigma the standard deviation of the Gaussian, in pixels, in [0.75, 1000]
 * @param seed of the noise
 * @param resampling how the source is read
 */
public record ElasticParameters(double alpha, double sigma, long seed, Resampling resampling)
    implements GeometricTransform {
  static final double MAX_ALPHA = 100_000;
  static final double MIN_SIGMA = 0.75;
  static final double MAX_SIGMA = 1000;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public ElasticParameters {
    Checks.in("alpha", alpha, 0, MAX_ALPHA, "pixels");
    Checks.in("sigma", sigma, MIN_SIGMA, MAX_SIGMA, "pixels");
    Objects.requireNonNull(resampling, "resampling");
  }
}
