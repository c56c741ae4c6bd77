package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.GridDistortionParameters;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Random stretching and squeezing of the columns and rows of a grid, as a writer makes one part of
 * a character wider than another. {@link GridDistortionParameters} says what is drawn. Immutable
 * and thread-safe.
 */
public final class GridDistortion extends PipelineTransform {
  static final TransformCodec<GridDistortion> CODEC =
      new TransformCodec<>(
          "grid-distortion",
          GridDistortion.class,
          t ->
              TransformCodec.inOrder(
                  "cells",
                  t.cells,
                  "distortion",
                  t.distortion,
                  "resampling",
                  t.resampling.fields()),
          fields ->
              of(
                  fields.integer("cells", 1, GridDistortionParameters.MAX_CELLS),
                  fields.number("distortion"),
                  Resampling.read(fields.object("resampling"))));

  private final int cells;
  private final double distortion;
  private final Resampling resampling;

  private GridDistortion(int cells, double distortion, Resampling resampling) {
    this.cells = cells;
    this.distortion = distortion;
    this.resampling = resampling;
  }

  /**
   * Creates the transform, bilinear with black outside.
   *
   * @param cells along each axis, in [1, 100]
   * @param distortion how much a cell may be wider or narrower, in [0, 0.9]
   * @return the transform
   * @throws IllegalArgumentException if one is not in its interval
   */
  public static GridDistortion of(int cells, double distortion) {
    return of(cells, distortion, Resampling.DEFAULT);
  }

  /**
   * Creates the transform.
   *
   * @param cells along each axis, in [1, 100]
   * @param distortion how much a cell may be wider or narrower, in [0, 0.9]
   * @param resampling how the source is read
   * @return the transform
   * @throws IllegalArgumentException if one is not in its interval
   */
  public static GridDistortion of(int cells, double distortion, Resampling resampling) {
    Checks.in("cells", cells, 1, GridDistortionParameters.MAX_CELLS);
    Checks.in("distortion", distortion, 0, GridDistortionParameters.MAX_DISTORTION, "");
    return new GridDistortion(cells, distortion, Objects.requireNonNull(resampling, "resampling"));
  }

  @Override
  public GridDistortionParameters sample(RandomGenerator random) {
    return new GridDistortionParameters(cells, distortion, random.nextLong(), resampling);
  }

  @Override
  void draw(RandomGenerator random, Canvas canvas) {
    canvas.warp(resampling).grid(cells, distortion, random.nextLong());
  }

  @Override
  public GridDistortion withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new GridDistortion(cells, distortion * strength, resampling);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GridDistortion that
        && cells == that.cells
        && Double.compare(distortion, that.distortion) == 0
        && resampling.equals(that.resampling);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cells, distortion, resampling);
  }

  @Override
  public String toString() {
    return "GridDistortion[cells=%s, distortion=%s%s]"
        .formatted(cells, distortion, resampling.suffix());
  }
}
