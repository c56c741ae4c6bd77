package io.github.emnist.augment;

import java.util.Objects;

/**
 * One uneven grid: what {@link GridDistortion} draws. Each column and each row of a grid over the
 * result shows a part of the source whose width or height is {@code 1 + distortion * u} times a
 * common one, u uniform in [-1, 1); within a cell the mapping is linear, and the image's edges stay
 * where they are.
 *
 * @param cells along each axis, in [1, 100]
 * @param distortion in [0, 0.9]
 * @param seed of the factors
 * @param resampling how the source is read
 */
public record GridDistortionParameters(
    int cells, double distortion, long seed, Resampling resampling) implements GeometricTransform {
  static final int MAX_CELLS = 100;
  static final double MAX_DISTORTION = 0.9;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public GridDistortionParameters {
    Checks.in("cells", cells, 1, MAX_CELLS);
    Checks.in("distortion", distortion, 0, MAX_DISTORTION, "");
    Objects.requireNonNull(resampling, "resampling");
  }
}
