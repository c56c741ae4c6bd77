package io.github.emnist.train;

import io.github.emnist.augment.BatchMix;
import io.github.emnist.augment.Pixels;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.tensorflow.TrainingBatch;

/**
 * The images of an epoch as training sees them: copied, augmented and, where the settings say so,
 * mixed with a partner that is augmented as at its own position. What becomes of a position depends
 * on (seed, epoch, position) alone, not on the batch. For one thread; nothing is allocated per
 * image.
 */
final class EpochImages {
  private final EmnistDataset dataset;
  private final int[] sequence;
  private final TrainingConfig config;
  private final int epoch;
  private final BatchMix mix;
  private final int imageBytes;
  private final Pixels plain;
  private final Pixels own;
  private final Pixels partner;
  private final Pixels target;

  /**
   * An epoch's images.
   *
   * @param dataset what {@code sequence} points into
   * @param sequence the epoch's positions
   * @param config augmentation, mix and seed are taken from it
   * @param epoch 0-based
   */
  EpochImages(EmnistDataset dataset, int[] sequence, TrainingConfig config, int epoch) {
    this.dataset = dataset;
    this.sequence = sequence;
    this.config = config;
    this.epoch = epoch;
    mix = config.mix().orElse(null);
    imageBytes = dataset.width() * dataset.height();
    plain = image();
    own = image();
    partner = image();
    target = image();
  }

  private Pixels image() {
    return Pixels.of(new byte[imageBytes], dataset.width(), dataset.height());
  }

  /** An empty batch that {@link #fill} can fill. */
  TrainingBatch newBatch(int size) {
    byte[] images = new byte[size * imageBytes];
    return mix == null
        ? TrainingBatch.of(images, new byte[size])
        : TrainingBatch.mixed(images, new byte[size], new byte[size], new float[size]);
  }

  /** Fills a batch with the sequence's positions from {@code from} on. */
  void fill(TrainingBatch batch, int from) {
    for (int i = 0; i < batch.size(); i++) {
      int position = from + i;
      batch.labels()[i] = label(position);
      target.moveTo(batch.images(), i * imageBytes);
      if (mix == null) {
        augment(position, target);
      } else {
        mix(batch, i, position);
      }
    }
  }

  private void mix(TrainingBatch batch, int i, int position) {
    int other = mix.partner(config.seed(), epoch, position, sequence.length);
    augment(position, own);
    augment(other, partner);
    double share = mix.apply(own, partner, target, config.seed(), epoch, position);
    batch.partners()[i] = label(other);
    batch.shares()[i] = (float) share;
  }

  private byte label(int position) {
    return (byte) dataset.label(sequence[position]);
  }

  private void augment(int position, Pixels to) {
    dataset.copyImage(sequence[position], plain.array(), 0);
    config.augmentation().apply(plain, to, config.seed(), epoch, position);
  }
}
