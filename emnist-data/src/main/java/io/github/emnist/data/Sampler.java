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
    return new GroupSampler.ShuffledSampler(dataset.size());
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
   * @param perClass draws of each class in an epoch, but for the parts drawn as found; 0 for all
   *     parts as found, and as many draws as there are images
   * @return the sampler
   * @throws IllegalArgumentException if there is no image, {@code perClass} is negative, or an
   *     epoch had more than 2,147,483,639 draws
   */
  static Sampler mixed(List<Part> parts, int perClass) {
    return GroupSampler.mixed(parts, perClass);
  }

  /**
   * A data set of {@link #mixed}.
   *
   * @param dataset its images, perhaps none
   * @param weight its share of the draws beside the other parts', positive
   * @param asFound whether its classes are drawn as often as it has them, though others' are drawn
   *     equally often
   */
  record Part(EmnistDataset dataset, double weight, boolean asFound) {
    /** Throws {@link IllegalArgumentException} if the weight is not a positive number. */
    public Part {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("weight (" + weight + ") must be a positive number");
      }
    }
  }
}
