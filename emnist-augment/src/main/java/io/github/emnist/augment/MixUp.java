package io.github.emnist.augment;

/**
 * Blends each image with its partner: Zhang et al., "mixup: Beyond Empirical Risk Minimization",
 * ICLR 2018, arXiv:1710.09412. The own image's weight is drawn from Beta(alpha, alpha). Unlike the
 * paper's code, which pairs the images of a batch, it takes partners from the whole epoch.
 *
 * @param alpha in [0.01, 100]; the smaller, the more mixtures are nearly one image alone; the paper
 *     takes 0.1 to 0.4 for ImageNet and 1 for CIFAR-10
 */
public record MixUp(double alpha) implements BatchMix {
  /**
   * Checks the parameter.
   *
   * @throws IllegalArgumentException if it is not in [0.01, 100]
   */
  public MixUp {
    Checks.in("MixUp alpha", alpha, SymmetricBeta.MIN_ALPHA, SymmetricBeta.MAX_ALPHA, "");
  }

  @Override
  public Blend sample(long seed, long epoch, long position) {
    return new Blend(drawWeight(seed, epoch, position));
  }

  private double drawWeight(long seed, long epoch, long position) {
    try (Scratch scratch = Scratch.acquire()) {
      scratch.random.reset(seed ^ MixStreams.MIX_UP, epoch, position);
      return SymmetricBeta.next(scratch.random, alpha);
    }
  }

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
    double weight = drawWeight(seed, epoch, position);
    blend(weight, own, ownOffset, partner, partnerOffset, target, targetOffset, width, height);
    return weight;
  }

  private static void blend(
      double weight,
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
    int share = (int) Math.round(weight * 0x10000);
    for (int i = 0; i < width * height; i++) {
      int a = own[ownOffset + i] & 0xFF;
      int b = partner[partnerOffset + i] & 0xFF;
      target[targetOffset + i] = (byte) ((b << 16) + (a - b) * share + 0x8000 >> 16);
    }
  }

  /**
   * {@code weight * own + (1 - weight) * partner}, rounded to whole grey levels.
   *
   * @param weight the own image's, in [0, 1]; 1 changes nothing
   */
  public record Blend(double weight) implements ImageMix {
    /**
     * Checks the parameter.
     *
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public Blend {
      Checks.in("weight", weight, 0, 1, "");
    }

    @Override
    public double weight(int width, int height) {
      return weight;
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
      blend(weight, own, ownOffset, partner, partnerOffset, target, targetOffset, width, height);
    }
  }
}
