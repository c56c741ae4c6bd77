package io.github.emnist.train;

import io.github.emnist.augment.BatchMix;
import io.github.emnist.augment.Pixels;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Produces the training images of an epoch: copied, augmented and, if the settings say so, mixed
 * with a partner, which is augmented as at its own position. At the end of the run they stay as
 * they are, if the settings say so. The result at a position depends only on (seed, epoch,
 * position), not on the batch. Allocates nothing per image. Not thread-safe.
 */
final class EpochImages {
  private final EmnistDataset dataset;
  private final int[] sequence;
  private final TrainingConfig config;
  private final int epoch;
  private final BatchMix mix;

  /** The epoch's first position that is neither augmented nor mixed; may lie outside the epoch. */
  private final double firstPlain;

  private final int imageBytes;
  private final Pixels plain;
  private final Pixels own;
  private final Pixels partner;
  private final Pixels target;

  /** Uses augmentation, mix and seed of the settings; the sequence holds indices of images. */
  EpochImages(EmnistDataset dataset, int[] sequence, TrainingConfig config, int epoch) {
    this.dataset = dataset;
    this.sequence = sequence;
    this.config = config;
    this.epoch = epoch;
    mix = config.mix().orElse(null);
    int stepsPerEpoch = sequence.length / Math.min(config.batchSize(), sequence.length);
    double epochs =
        config.maxSteps() == 0
            ? config.epochs()
            : Math.min(config.epochs(), (double) config.maxSteps() / stepsPerEpoch);
    firstPlain =
        config.plainShare() == 0
            ? Double.POSITIVE_INFINITY
            : (epochs * (1 - config.plainShare()) - epoch) * sequence.length;
    imageBytes = dataset.width() * dataset.height();
    plain = image();
    own = image();
    partner = image();
    target = image();
  }

  private Pixels image() {
    return Pixels.of(new byte[imageBytes], dataset.width(), dataset.height());
  }

  /** Allocates a batch for {@link #fill}. */
  TrainingBatch newBatch(int size) {
    byte[] images = new byte[size * imageBytes];
    return mix == null
        ? TrainingBatch.of(images, new byte[size])
        : TrainingBatch.mixed(images, new byte[size], new byte[size], new float[size]);
  }

  /** Fills a batch with the images at the positions of the sequence from {@code from}. */
  void fill(TrainingBatch batch, int from) {
    for (int i = 0; i < batch.size(); i++) {
      int position = from + i;
      batch.labels()[i] = label(position);
      target.moveTo(batch.images(), i * imageBytes);
      if (position >= firstPlain) {
        dataset.copyImage(sequence[position], batch.images(), i * imageBytes);
        if (mix != null) {
          batch.partners()[i] = batch.labels()[i];
          batch.shares()[i] = 1;
        }
      } else if (mix == null) {
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

  /**
   * Prepares the next batch in a background thread during the optimizer step. Reuses two buffers
   * and allocates nothing per batch. Not thread-safe.
   */
  static final class BatchFeeder implements AutoCloseable {
    /**
     * A batch, which the caller returns by requesting the next, or the reason why it could not be
     * filled.
     */
    private static final class Buffer {
      final TrainingBatch batch;
      private Throwable failure;

      Buffer(TrainingBatch batch) {
        this.batch = batch;
      }
    }

    private final BlockingQueue<Buffer> free = new ArrayBlockingQueue<>(2);
    private final BlockingQueue<Buffer> ready = new ArrayBlockingQueue<>(2);
    private final Thread thread;
    private Buffer lent;

    /** Starts with the 0-based {@code firstBatch}; a last, incomplete batch is left out. */
    BatchFeeder(
        EmnistDataset dataset,
        int[] sequence,
        int batchSize,
        int firstBatch,
        TrainingConfig config,
        int epoch) {
      EpochImages images = new EpochImages(dataset, sequence, config, epoch);
      free.add(new Buffer(images.newBatch(batchSize)));
      free.add(new Buffer(images.newBatch(batchSize)));
      thread =
          new Thread(
              () -> fillAll(images, firstBatch * batchSize, sequence.length, batchSize),
              "emnist-batch-feeder");
      thread.setDaemon(true);
      thread.start();
    }

    /** Waits for the next batch, which is valid until the next call. There must be one. */
    TrainingBatch next() throws InterruptedException {
      if (lent != null) {
        free.put(lent);
      }
      lent = ready.take();
      if (lent.failure instanceof Error error) {
        throw error;
      } else if (lent.failure instanceof RuntimeException exception) {
        throw exception;
      }
      return lent.batch;
    }

    private void fillAll(EpochImages images, int begin, int end, int batchSize) {
      try {
        for (int from = begin; from + batchSize <= end; from += batchSize) {
          Buffer buffer = free.take();
          try {
            images.fill(buffer.batch, from);
          } catch (RuntimeException | Error e) { // rethrown by next()
            buffer.failure = e;
          }
          ready.put(buffer);
          if (buffer.failure != null) {
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // closed early
      }
    }

    /** Stops the thread, even if batches are left. */
    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
