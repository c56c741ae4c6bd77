package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.Erasing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Fills a random rectangle, so that a model learns to do without a part of a character: Zhong et
 * al., "Random Erasing Data Augmentation", AAAI 2020, arXiv:1708.04896. {@link Erasing} says what
 * the parameters mean. The area is drawn uniformly, the aspect ratio with a uniform logarithm, so
 * that upright and flat ones are equally likely, and each place within the image is equally likely.
 * Unlike the paper's, each image loses a rectangle; {@link #withProbability} spares some. Immutable
 * and thread-safe; transforms with equal ranges are equal.
 *
 * <pre>{@code
 * RandomTransform half = RandomErasing.builder().area(0.02, 0.2).build().withProbability(0.5);
 * }</pre>
 */
public final class RandomErasing implements PixelDraw {
  static final TransformCodec<RandomErasing> CODEC =
      new TransformCodec<>(
          "erasing", RandomErasing.class, RandomErasing::fields, RandomErasing::read);

  private final Ranges ranges;

  private RandomErasing(Ranges ranges) {
    this.ranges = ranges;
  }

  /**
   * Starts with the paper's ranges and black: area 0.02 to 0.4, aspect ratio 0.3 to 1/0.3.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Erasing sample(RandomGenerator random) {
    return new Erasing(
        ranges.drawArea(random),
        ranges.drawAspect(random),
        random.nextDouble(),
        random.nextDouble(),
        ranges.darkest,
        ranges.brightest,
        random.nextLong());
  }

  /** The same draws as {@link #sample} in the same order, without the record. */
  @Override
  public void apply(
      RandomGenerator random,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    System.arraycopy(source, sourceOffset, target, targetOffset, width * height);
    double area = ranges.drawArea(random);
    double aspect = ranges.drawAspect(random);
    double x = random.nextDouble();
    double y = random.nextDouble();
    ErasedBox.ofThisThread()
        .place(area, aspect, x, y, width, height)
        .fill(ranges.darkest, ranges.brightest, random.nextLong(), target, targetOffset);
  }

  /** Scales the area alone: an aspect ratio has no strength. */
  @Override
  public RandomErasing withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new RandomErasing(
        new Ranges(
            ranges.minArea * strength,
            ranges.maxArea * strength,
            ranges.minAspect,
            ranges.maxAspect,
            ranges.darkest,
            ranges.brightest));
  }

  private Map<String, Object> fields() {
    return TransformCodec.inOrder(
        "area", List.of(ranges.minArea, ranges.maxArea),
        "aspect", List.of(ranges.minAspect, ranges.maxAspect),
        "fill", List.of(ranges.darkest, ranges.brightest));
  }

  private static RandomErasing read(JsonFields fields) {
    double[] area = fields.range("area");
    double[] aspect = fields.range("aspect");
    int[] fill = GreyRange.read(fields, "fill");
    return builder()
        .area(area[0], area[1])
        .aspect(aspect[0], aspect[1])
        .noise(fill[0], fill[1])
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RandomErasing that && ranges.equals(that.ranges);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ranges);
  }

  @Override
  public String toString() {
    return "RandomErasing[area=[%s, %s], aspect=[%s, %s], fill=[%s, %s]]"
        .formatted(
            ranges.minArea,
            ranges.maxArea,
            ranges.minAspect,
            ranges.maxAspect,
            ranges.darkest,
            ranges.brightest);
  }

  private record Ranges(
      double minArea,
      double maxArea,
      double minAspect,
      double maxAspect,
      int darkest,
      int brightest) {
    double drawArea(RandomGenerator random) {
      return Draws.uniform(random, minArea, maxArea);
    }

    double drawAspect(RandomGenerator random) {
      return Draws.factor(random, minAspect, maxAspect);
    }
  }

  /** Collects the ranges. Not thread-safe. */
  public static final class Builder {
    private double minArea = 0.02;
    private double maxArea = 0.4;
    private double minAspect = 0.3;
    private double maxAspect = 1 / 0.3;
    private int darkest;
    private int brightest;

    private Builder() {}

    /**
     * The rectangle's share of the image. Default 0.02 to 0.4.
     *
     * @param low the smallest share, in [0, 1]
     * @param high the largest share, in [low, 1]
     * @return this
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Builder area(double low, double high) {
      minArea = Checks.in("smallest erased area", low, 0, 1, "");
      maxArea = Checks.in("largest erased area", high, low, 1, "");
      return this;
    }

    /**
     * The rectangle's height divided by its width. Default 0.3 to 1/0.3.
     *
     * @param low the flattest, in [0.01, 100]
     * @param high the most upright, in [low, 100]
     * @return this
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Builder aspect(double low, double high) {
      double max = Erasing.MAX_ASPECT;
      minAspect = Checks.in("smallest erased aspect", low, Erasing.MIN_ASPECT, max, "");
      maxAspect = Checks.in("largest erased aspect", high, low, max, "");
      return this;
    }

    /**
     * Fills with one grey level. Default 0, black.
     *
     * @param level in [0, 255]
     * @return this
     * @throws IllegalArgumentException if {@code level} is not in [0, 255]
     */
    public Builder fill(int level) {
      return noise(level, level);
    }

    /**
     * Fills each pixel with a grey level of its own.
     *
     * @param low the darkest, in [0, 255]
     * @param high the brightest, in [low, 255]
     * @return this
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Builder noise(int low, int high) {
      darkest = GreyRange.in("darkest fill", low, 0);
      brightest = GreyRange.in("brightest fill", high, low);
      return this;
    }

    /**
     * Ends the building.
     *
     * @return the transform
     */
    public RandomErasing build() {
      return new RandomErasing(
          new Ranges(minArea, maxArea, minAspect, maxAspect, darkest, brightest));
    }
  }
}
