package io.github.emnist.augment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Mixes each image of an epoch with another one, its partner, and their labels in the same
 * proportion. Partner and proportion depend on (seed, epoch, position in the epoch's sample
 * sequence) alone, never on the batch: any number of threads and any batch size give the same
 * bytes. Immutable and thread-safe; equal settings are equal. Nothing is allocated after a thread's
 * first image, but by {@link #sample}.
 *
 * <p>For each position of a batch, a trainer augments the own image and its partner, each at its
 * own position so that the partner looks as it does where it is itself the own image, and mixes
 * them:
 *
 * <pre>{@code
 * int[] sequence = sampler.epoch(seed, epoch);
 * int other = mix.partner(seed, epoch, position, sequence.length);
 * augmentation.apply(ownImage, 0, own, 0, 28, 28, seed, epoch, position);
 * augmentation.apply(otherImage, 0, partner, 0, 28, 28, seed, epoch, other);
 * double weight = mix.apply(own, 0, partner, 0, batch, i * 784, 28, 28, seed, epoch, position);
 * BatchMix.softLabel(ownLabel, otherLabel, weight, labels, i * classes, classes);
 * }</pre>
 *
 * <p>where {@code otherImage} is the data set's image {@code sequence[other]}. Cross-entropy with
 * these soft labels is the same as {@code weight} times the loss of the own label plus {@code 1 -
 * weight} times that of the partner's.
 */
public sealed interface BatchMix permits MixUp, CutMix {
  /**
   * The partner's position in the epoch's sample sequence: each other position is equally likely.
   *
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position of the own image in the epoch's sample sequence, 0-based
   * @param epochSize the length of the sequence
   * @return in [0, epochSize); {@code position} itself only if there is no other
   * @throws IllegalArgumentException if {@code position} is not in [0, epochSize)
   */
  default int partner(long seed, long epoch, int position, int epochSize) {
    if (position < 0 || position >= epochSize) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "position (%d) must lie in [0, %d)", position, epochSize));
    }
    try (Scratch scratch = Scratch.acquire()) {
      scratch.random.reset(seed ^ MixStreams.PARTNER, epoch, position);
      long step = 1 + (long) (scratch.random.nextDouble() * (epochSize - 1));
      return (int) ((position + step) % epochSize);
    }
  }

  /**
   * Draws how an image is mixed with its partner: what {@link #apply} does, to be kept, compared or
   * applied again.
   *
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position of the own image in the epoch's sample sequence, 0-based
   * @return the drawn mixture
   */
  ImageMix sample(long seed, long epoch, long position);

  /**
   * Mixes an image with its partner: the same bytes as {@code sample(seed, epoch,
   * position).apply(…)}.
   *
   * @param own holds uint8 pixels {@code [height * width]}, row-major from the top left
   * @param ownOffset where they begin
   * @param partner holds as many; may be {@code own} itself
   * @param partnerOffset where they begin
   * @param target receives as many; must not overlap the two
   * @param targetOffset where they go
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position of the own image in the epoch's sample sequence, 0-based
   * @return the own label's weight, in [0, 1]
   * @throws IllegalArgumentException if the size is out of range, an array is too short, or the
   *     target overlaps an image
   */
  double apply(
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
      long position);

  /**
   * Writes the label of a mixture: {@code weight} at the own label and the rest at the partner's,
   * or 1 where the two are the same.
   *
   * @param own 0-based, below {@code classes}
   * @param partner 0-based, below {@code classes}
   * @param weight the own label's, in [0, 1]
   * @param target receives float32 {@code [classes]}, in [0, 1], sum 1
   * @param targetOffset where they go
   * @param classes how many classes there are
   * @throws IllegalArgumentException if {@code weight} is not in [0, 1]
   * @throws IndexOutOfBoundsException if a label is not below {@code classes}, or the target too
   *     short
   */
  static void softLabel(
      int own, int partner, double weight, float[] target, int targetOffset, int classes) {
    Checks.in("weight", weight, 0, 1, "");
    Checks.label("own label", own, classes);
    Checks.label("partner's label", partner, classes);
    Objects.checkFromIndexSize(targetOffset, classes, target.length);
    Arrays.fill(target, targetOffset, targetOffset + classes, 0);
    target[targetOffset + partner] = (float) (1 - weight);
    target[targetOffset + own] = own == partner ? 1 : (float) weight;
  }
}
