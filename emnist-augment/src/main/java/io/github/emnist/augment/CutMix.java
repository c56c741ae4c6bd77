package io.github.emnist.augment;

/**
 * Replaces a rectangle of each image by its partner's: Yun et al., "CutMix: Regularization Strategy
 * to Train Strong Classifiers with Localizable Features", ICCV 2019, arXiv:1905.04899. The
 * rectangle's share of the image is one minus a draw from Beta(alpha, alpha), its centre is
 * anywhere in the image, and the weight of the labels is what is left of the own image after the
 * rectangle was cut to the image. Unlike the paper's code, which pairs the images of a batch, it
 * takes partners from the whole epoch.
 *
 * @param alpha in [0.01, 100]; the smaller, the more rectangles are nearly nothing or everything;
 *     the paper takes 1
 */
public record CutMix(double alpha) implements BatchMix {
  /**
   * Checks the parameter.
   *
   * @throws IllegalArgumentException if it is not in [0.01, 100]
   */
  public CutMix {
    Checks.in("CutMix alpha", alpha, SymmetricBeta.MIN_ALPHA, SymmetricBeta.MAX_ALPHA, "");
  }

  @Override
  public Patch sample(long seed, long epoch, long position) {
    try (Scratch scratch = Scratch.acquire()) {
      scratch.random.reset(seed ^ MixStreams.CUT_MIX, epoch, position);
      return new Patch(
          1 - SymmetricBeta.next(scratch.random, alpha),
          scratch.random.nextDouble(),
          scratch.random.nextDouble());
    }
  }

  /** The same draws as {@link #sample} in the same order, without the record. */
  @Override
  public double apply(
      byte[] own,
      int ownOffset,
      byte[] partner,
      int partnerOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height,
      long seed,
      long epoch,
      long position) {
    try (Scratch scratch = Scratch.acquire()) {
      scratch.random.reset(seed ^ MixStreams.CUT_MIX, epoch, position);
      double area = 1 - SymmetricBeta.next(scratch.random, alpha);
      double x = scratch.random.nextDouble();
      double y = scratch.random.nextDouble();
      paste(
          area, x, y, own, ownOffset, partner, partnerOffset, target, targetOffset, width, height);
      return weight(area, x, y, width, height);
    }
  }

  private static void paste(
      double area,
      double x,
      double y,
      byte[] own,
      int ownOffset,
      byte[] partner,
      int partnerOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(own, ownOffset, target, targetOffset, 1, width, height);
    Checks.images(partner, partnerOffset, target, targetOffset, 1, width, height);
    System.arraycopy(own, ownOffset, target, targetOffset, width * height);
    int left = low(area, x, width);
    int columns = high(area, x, width) - left;
    for (int row = low(area, y, height); row < high(area, y, height); row++) {
      int from = row * width + left;
      System.arraycopy(partner, partnerOffset + from, target, targetOffset + from, columns);
    }
  }

  private static double weight(double area, double x, double y, int width, int height) {
    long columns = high(area, x, width) - low(area, x, width);
    long rows = high(area, y, height) - low(area, y, height);
    return 1 - (double) (columns * rows) / ((long) width * height);
  }

  /** Where the rectangle begins along a side of the image, as the paper's code rounds it. */
  private static int low(double area, double centre, int side) {
    return Math.max((int) (centre * side) - half(area, side), 0);
  }

  /** Where it ends. */
  private static int high(double area, double centre, int side) {
    return Math.min((int) (centre * side) + half(area, side), side);
  }

  private static int half(double area, int side) {
    return (int) (side * Math.sqrt(area)) / 2;
  }

  /**
   * The partner's pixels in a rectangle of the image's proportions, the own image's elsewhere.
   *
   * @param area the rectangle's share of the image before it is cut to it, in [0, 1]; 0 changes
   *     nothing
   * @param x its centre between the left (0) and the right (1) edge
   * @param y its centre between the top (0) and the bottom (1) edge
   */
  public record Patch(double area, double x, double y) implements ImageMix {
    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in [0, 1]
     */
    public Patch {
      Checks.in("patch area", area, 0, 1, "");
      Checks.in("patch x", x, 0, 1, "");
      Checks.in("patch y", y, 0, 1, "");
    }

    @Override
    public double weight(int width, int height) {
      return CutMix.weight(area, x, y, width, height);
    }

    @Override
    public void apply(
        byte[] own,
        int ownOffset,
        byte[] partner,
        int partnerOffset,
        byte[] target,
        int targetOffset,
        int width,
        int height) {
      paste(
          area, x, y, own, ownOffset, partner, partnerOffset, target, targetOffset, width, height);
    }
  }
}
