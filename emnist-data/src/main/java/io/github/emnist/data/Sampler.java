package io.github.emnist.data;

import java.util.List;

/**
 * The order in which an epoch visits a data set: a pure function of (seed, epoch), and so
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
   * {@return a sampler that visits every image once an epoch, in random order}
   *
   * @param dataset at least one image
   * @throws IllegalArgumentException if the data set is empty
   */
  static Sampler shuffled(EmnistDataset dataset) {
    return new GroupSampler.ShuffledSampler(dataset.size());
  }

  /**
   * {@return a sampler that visits every class equally often, in random order} All images of a
   * class are visited before one is repeated, across epochs too. Classes without images are left
   * out.
   *
   * @param dataset at least one image
   * @param perClass draws of each class in an epoch, at least 1
   * @throws IllegalArgumentException if the data set is empty, {@code perClass} is below 1, or an
   *     epoch would have more than 2,147,483,639 draws
   */
  static Sampler classBalanced(EmnistDataset dataset, int perClass) {
    return GroupSampler.classBalanced(dataset, perClass);
  }

  /**
   * {@return a sampler that visits several data sets, each for its share of the draws, in random
   * order} All images of a data set (of a class) are visited before one is repeated, across epochs
   * too. A class that one data set lacks is drawn from the others.
   *
   * @param parts with equal label maps; positions count through all of them, as in {@link
   *     EmnistDataset#concat}
   * @param perClass draws of each class in an epoch, except from parts drawn as found; 0 draws all
   *     parts as found, as many draws as there are images
   * @throws IllegalArgumentException if there is no image, image sizes or classes differ, {@code
   *     perClass} is negative, or the images or an epoch's draws are more than 2,147,483,639
   */
  static Sampler mixed(List<Part> parts, int perClass) {
    return GroupSampler.mixed(parts, perClass);
  }

  /**
   * A data set for {@link #mixed}.
   *
   * @param dataset its images, possibly none
   * @param weight its share of the draws relative to the other parts', positive
   * @param asFound whether its classes keep their own frequencies while those of other parts are
   *     drawn equally often
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
