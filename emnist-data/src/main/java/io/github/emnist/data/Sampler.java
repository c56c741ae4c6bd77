package io.github.emnist.data;

/**
 * The order in which an epoch visits a data set. A pure function of (seed, epoch), and so
 * thread-safe.
 */
public interface Sampler {
  /**
   * The number of samples in an epoch.
   *
   * @return at least 1
   */
  int epochSize();

  /**
   * One epoch's sample sequence.
   *
   * @param seed equal seeds give equal sequences
   * @param epoch 0-based
   * @return {@link #epochSize()} positions in the data set
   */
  int[] epoch(long seed, int epoch);

  /**
   * Visits every image once an epoch, in random order.
   *
   * @param dataset at least one image
   * @return the sampler
   * @throws IllegalArgumentException if the data set is empty
   */
  static Sampler shuffled(EmnistDataset dataset) {
    return new ShuffledSampler(dataset);
  }

  /**
   * Visits every class equally often, in random order. A class' images are all visited before one
   * is visited again, across epochs too. Classes without an image are left out.
   *
   * @param dataset at least one image
   * @param perClass draws of each class in an epoch, at least 1
   * @return the sampler
   * @throws IllegalArgumentException if the data set is empty, {@code perClass} is below 1, or an
   *     epoch had more than 2,147,483,639 draws
   */
  static Sampler classBalanced(EmnistDataset dataset, int perClass) {
    return new ClassBalancedSampler(dataset, perClass);
  }
}
