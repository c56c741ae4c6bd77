package io.github.emnist.train;

import io.github.emnist.augment.BatchMix;
import io.github.emnist.augment.Pixels;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

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

  /** The epoch's first position that is neither augmented nor mixed; may lie outside the epoch. */
  private final double firstPlain;

  private final int imageBytes;
  private final Pixels plain;
  private final Pixels own;
  private final Pixels partner;
  private final Pixels target;

  /** Takes augmentation, mix and seed from the settings; the sequence points into the data set. */
  EpochImages(EmnistDataset dataset, int[] sequence, TrainingConfig config, int epoch) {
    this.dataset = dataset;
    this.sequence = sequence;
    this.config = config;
    this.epoch = epoch;
    mix = config.mix().orElse(null);
    firstPlain = (config.epochs() * (1 - config.plainShare()) - epoch) * sequence.length;
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
   * Augments and mixes the next batch on a thread of its own while the optimizer step of this one
   * runs. Two buffers go round; nothing is allocated per batch. To be used from one thread.
   */
  static final class BatchFeeder implements AutoCloseable {
    /** A buffer that the feeder fills and the caller hands back by asking for the next. */
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

    /**
     * Starts to fill batches, from the 0-based {@code firstBatch} on; a rest that fills none is
     * left out.
     */
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

    /** The next batch, valid until the next call. Call it no more often than there are batches. */
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
          } catch (RuntimeException | Error e) { // the thread that waits for the batch must be told
            buffer.failure = e;
          }
          ready.put(buffer);
          if (buffer.failure != null) {
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // closed early: the thread ends
      }
    }

    /** Ends the thread, whether or not all batches were taken. */
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
