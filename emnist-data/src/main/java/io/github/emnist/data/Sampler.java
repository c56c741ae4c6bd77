package io.github.emnist.data;

import java.util.List;

/**
 * The order in which an epoch visits a data set. A pure function of (seed, epoch), and so
 * thread-safe.
 */
public interface Sampler {
  /** {@return the number of samples in an epoch, at least 1} */
  int epochSize();

  /**
   * {@return one epoch's sample sequence: {@link #epochSize()} positions in the data set}
   *
   * @param seed equal seeds give equal sequences
   * @param epoch 0-based
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
    return new GroupSampler.ShuffledSampler(dataset);
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
    return GroupSampler.classBalanced(dataset, perClass);
  }

  /**
   * Visits several data sets, each for its share of the draws, in random order. A data set's images
   * (of a class) are all visited before one is visited again, across epochs too. A class that a
   * data set lacks is drawn from the others.
   *
   * @param parts with equal label maps; positions count through all of them, as {@link
   *     EmnistDataset#concat} places them
   * @param weights of each data set, positive; only their ratios count
   * @param perClass draws of each class in an epoch; 0 for classes as the data sets have them and
   *     as many draws as there are images
   * @return the sampler
   * @throws IllegalArgumentException if there is no image, a weight is not positive, there are not
   *     as many weights as data sets, {@code perClass} is negative, or an epoch had more than
   *     2,147,483,639 draws
   */
  static Sampler mixed(List<EmnistDataset> parts, double[] weights, int perClass) {
    return GroupSampler.mixed(parts, weights, perClass);
  }
}
