package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.ElasticParameters;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Random elastic deformations, like the oscillations of a hand: a new displacement field for each
 * image. {@link ElasticParameters} says what alpha and sigma mean. Immutable and thread-safe.
 *
 * <p>The field is an approximation of white noise smoothed by a Gaussian that is made from a coarse
 * lattice of noise; its variance differs by less than 2 %.
 */
public final class ElasticDeformation extends PipelineTransform {
  static final TransformCodec<ElasticDeformation> CODEC =
      new TransformCodec<>(
          "elastic",
          ElasticDeformation.class,
          t ->
              TransformCodec.inOrder(
                  "alpha", t.alpha, "sigma", t.sigma, "resampling", t.resampling.fields()),
          fields ->
              of(
                  fields.number("alpha"),
                  fields.number("sigma"),
                  Resampling.read(fields.object("resampling"))));

  private final double alpha;
  private final double sigma;
  private final Resampling resampling;

  private ElasticDeformation(double alpha, double sigma, Resampling resampling) {
    this.alpha = alpha;
    this.sigma = sigma;
    this.resampling = resampling;
  }

  /**
   * Creates the transform, bilinear with black outside. For 28 x 28 pixels, 34 and 4 are strong.
   *
   * @param alpha the scale of the displacements, in pixels, in [0, 100000]
   * @param sigma the standard deviation of the Gaussian, in pixels, in [0.75, 1000]
   * @return the transform
   * @throws IllegalArgumentException if one is not in its interval
   */
  public static ElasticDeformation of(double alpha, double sigma) {
    return of(alpha, sigma, Resampling.DEFAULT);
  }

  /**
   * Creates the transform.
   *
   * @param alpha the scale of the displacements, in pixels, in [0, 100000]
   * @param sigma the standard deviation of the Gaussian, in pixels, in [0.75, 1000]
   * @param resampling how the source is read
   * @return the transform
   * @throws IllegalArgumentException if one is not in its interval
   */
  public static ElasticDeformation of(double alpha, double sigma, Resampling resampling) {
    Checks.in("alpha", alpha, 0, ElasticParameters.MAX_ALPHA, "pixels");
    Checks.in("sigma", sigma, ElasticParameters.MIN_SIGMA, ElasticParameters.MAX_SIGMA, "pixels");
    return new ElasticDeformation(alpha, sigma, Objects.requireNonNull(resampling, "resampling"));
  }

  @Override
  public ElasticParameters sample(RandomGenerator random) {
    return new ElasticParameters(alpha, sigma, random.nextLong(), resampling);
  }

  @Override
  void draw(RandomGenerator random, Canvas canvas) {
    canvas.warp(resampling).elastic(alpha, sigma, random.nextLong());
  }

  @Override
  public ElasticDeformation withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new ElasticDeformation(alpha * strength, sigma, resampling);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElasticDeformation that
        && Double.compare(alpha, that.alpha) == 0
        && Double.compare(sigma, that.sigma) == 0
        && resampling.equals(that.resampling);
  }

  @Override
  public int hashCode() {
    return Objects.hash(alpha, sigma, resampling);
  }

  @Override
  public String toString() {
    return "ElasticDeformation[alpha=%s, sigma=%s%s]".formatted(alpha, sigma, resampling.suffix());
  }
}
