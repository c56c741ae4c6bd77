package io.github.emnist.train.internal.tensorflow;

/**
 * Sums over images.
 *
 * @param images the number of images
 * @param lossSum plain cross-entropy, in nats
 * @param correct the number of correctly classified images
 */
public record Score(long images, double lossSum, long correct) {
  /** The sum over no images; its means are NaN. */
  public static final Score NONE = new Score(0, 0, 0);

  /** Returns the sum of both. */
  public Score plus(Score other) {
    return new Score(images + other.images, lossSum + other.lossSum, correct + other.correct);
  }

  /** Returns the mean loss in nats; NaN without images. */
  public double meanLoss() {
    return images == 0 ? Double.NaN : lossSum / images;
  }

  /** Returns the accuracy in [0, 1]; NaN without images. */
  public double accuracy() {
    return images == 0 ? Double.NaN : (double) correct / images;
  }
}
