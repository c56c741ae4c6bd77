package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.PerspectiveParameters;
import java.util.random.RandomGenerator;

/**
 * Random views at a slant. Each corner moves inwards along each axis by a distance drawn uniformly
 * up to the largest one, as in torchvision's {@code RandomPerspective}; {@link
 * PerspectiveParameters} says what it means. Immutable and thread-safe.
 */
public final class RandomPerspective extends PipelineTransform {
  static final TransformCodec<RandomPerspective> CODEC =
      new TransformCodec<>(
          "perspective",
          RandomPerspective.class,
          t ->
              TransformCodec.inOrder(
                  "distortion", t.distortion, "resampling", t.resampling.fields()),
          fields -> of(fields.number("distortion"), Resampling.read(fields.object("resampling"))));

  private final double distortion;
  private final Resampling resampling;

  private RandomPerspective(double distortion, Resampling resampling) {
    this.distortion = distortion;
    this.resampling = resampling;
  }

  /**
   * Creates the transform, bilinear with black outside.
   *
   * @param distortion the farthest that a corner moves, as a fraction of half the image's side, in
   *     [0, 0.6]
   * @return the transform
   * @throws IllegalArgumentException if {@code distortion} is not in [0, 0.6]
   */
  public static RandomPerspective of(double distortion) {
    return of(distortion, Resampling.DEFAULT);
  }

  /**
   * Creates the transform.
   *
   * @param distortion the farthest that a corner moves, as a fraction of half the image's side, in
   *     [0, 0.6]
   * @param resampling how the source is read
   * @return the transform
   * @throws IllegalArgumentException if {@code distortion} is not in [0, 0.6]
   */
  public static RandomPerspective of(double distortion, Resampling resampling) {
    Checks.in("distortion", distortion, 0, PerspectiveParameters.MAX, "");
    return new RandomPerspective(
        distortion, java.util.Objects.requireNonNull(resampling, "resampling"));
  }

  @Override
  public PerspectiveParameters sample(RandomGenerator random) {
    return new PerspectiveParameters(
        next(random),
        next(random),
        next(random),
        next(random),
        next(random),
        next(random),
        next(random),
        next(random),
        resampling);
  }

  @Override
  void draw(RandomGenerator random, Canvas canvas) {
    Warp warp = canvas.warp(resampling);
    warp.projective(
        PerspectiveParameters.mapping(
            warp.next(),
            next(random),
            next(random),
            next(random),
            next(random),
            next(random),
            next(random),
            next(random),
            next(random),
            warp.width(),
            warp.height()));
  }

  private double next(RandomGenerator random) {
    return distortion * random.nextDouble();
  }

  @Override
  public RandomPerspective withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new RandomPerspective(distortion * strength, resampling);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RandomPerspective that
        && Double.compare(distortion, that.distortion) == 0
        && resampling.equals(that.resampling);
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(distortion) + resampling.hashCode();
  }

  @Override
  public String toString() {
    return "RandomPerspective[distortion=%s%s]".formatted(distortion, resampling.suffix());
  }
}
