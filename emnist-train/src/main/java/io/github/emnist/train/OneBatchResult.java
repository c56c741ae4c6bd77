package io.github.emnist.train;

import java.util.Locale;

/**
 * How a network learnt one batch by heart. Immutable.
 *
 * @param images in the batch
 * @param steps taken, the one with the last figures included
 * @param firstLoss mean cross-entropy before the first step, in nats
 * @param lastLoss mean cross-entropy before the last step's update, in nats; NaN or infinite where
 *     training diverged
 * @param accuracy on the batch before the last step's update, in [0, 1]
 */
public record OneBatchResult(
    int images, int steps, double firstLoss, double lastLoss, double accuracy) {
  /** An image's own class then has a probability of 95 % in the (geometric) mean. */
  static final double SMALL_LOSS = 0.05;

  /**
   * Whether the network knows every image of the batch, with a loss of at most 0.05 nats. If it
   * does not, it will hardly learn a whole data set: look at the learning rate, at the labels, at
   * frozen layers and at the network's last layers first; two equal images with different labels in
   * the batch cannot be learnt either.
   *
   * @return true if the check passed
   */
  public boolean passed() {
    return accuracy == 1 && lastLoss <= SMALL_LOSS;
  }

  /** One sentence for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s one batch of %d images in %d steps: loss %.4f, then %.4f; accuracy %.1f %%",
        passed() ? "overfits" : "does not overfit",
        images,
        steps,
        firstLoss,
        lastLoss,
        100 * accuracy);
  }
}
