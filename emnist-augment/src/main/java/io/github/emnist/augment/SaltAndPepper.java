package io.github.emnist.augment;

/**
 * Makes a random choice of pixels white or black, each as likely.
 *
 * @param share each pixel's probability of being chosen, in [0, 1]; 0 changes nothing
 * @param seed fixes the choice: the same image and seed give the same noise
 */
public record SaltAndPepper(double share, long seed) implements ImageTransform {
  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if {@code share} is not in [0, 1]
   */
  public SaltAndPepper {
    Checks.in("salt-and-pepper share", share, 0, 1, "");
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    transform(share, seed, source, sourceOffset, target, targetOffset, width, height);
  }

  static void transform(
      double share,
      long seed,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    long chosen = Math.round(share * 0x1p32);
    try (Scratch scratch = Scratch.acquire()) {
      scratch.random.reset(seed, 0, 0);
      for (int i = 0; i < width * height; i++) {
        long bits = scratch.random.nextLong();
        byte noise = (byte) -(bits & 1);
        target[targetOffset + i] = bits >>> 32 < chosen ? noise : source[sourceOffset + i];
      }
    }
  }
}
