package io.github.emnist.augment;

/**
 * Fills a rectangle of the image with one grey level or with noise: Zhong et al., "Random Erasing
 * Data Augmentation", AAAI 2020, arXiv:1708.04896. Its size and place are shares, so that they mean
 * the same in images of any size. Sides are rounded to whole pixels; where the aspect ratio would
 * make one longer than the image, it is cut to the image and the other lengthened, so that the area
 * stays.
 *
 * @param area share of the image's area, in [0, 1]; 0 changes nothing
 * @param aspect the rectangle's height divided by its width, in [0.01, 100]
 * @param x where it lies between the left (0) and the right (1) edge
 * @param y where it lies between the top (0) and the bottom (1) edge
 * @param darkest the least grey level that it is filled with, in [0, 255]
 * @param brightest the greatest, in [darkest, 255]; if higher than {@code darkest}, each pixel gets
 *     one drawn uniformly from between
 * @param seed fixes the noise
 */
public record Erasing(
    double area, double aspect, double x, double y, int darkest, int brightest, long seed)
    implements ImageTransform {
  static final double MIN_ASPECT = 0.01;
  static final double MAX_ASPECT = 100;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public Erasing {
    Checks.in("erased area", area, 0, 1, "");
    Checks.in("erased aspect", aspect, MIN_ASPECT, MAX_ASPECT, "");
    Checks.in("erased x", x, 0, 1, "");
    Checks.in("erased y", y, 0, 1, "");
    GreyRange.in("darkest fill", darkest, 0);
    GreyRange.in("brightest fill", brightest, darkest);
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    System.arraycopy(source, sourceOffset, target, targetOffset, width * height);
    ErasedBox.ofThisThread()
        .place(area, aspect, x, y, width, height)
        .fill(darkest, brightest, seed, target, targetOffset);
  }
}
