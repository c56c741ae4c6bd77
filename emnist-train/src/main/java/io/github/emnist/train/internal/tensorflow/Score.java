package io.github.emnist.train.internal.tensorflow;

/**
 * Sums over images.
 *
 * @param images how many
 * @param lossSum plain cross-entropy, in nats
 * @param correct how many were classified rightly
 */
public record Score(long images, double lossSum, long correct) {
  /** The sum over no images; its means are NaN. */
  public static final Score NONE = new Score(0, 0, 0);

  /** The sum over the images of both. */
  public Score plus(Score other) {
    return new Score(images + other.images, lossSum + other.lossSum, correct + other.correct);
  }

  /** In nats; NaN without images. */
  public double meanLoss() {
    return images == 0 ? Double.NaN : lossSum / images;
  }

  /** In [0, 1]; NaN without images. */
  public double accuracy() {
    return images == 0 ? Double.NaN : (double) correct / images;
  }
}
