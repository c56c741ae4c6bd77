package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.tensorflow.TrainingBatch;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Augments and mixes the next batch on a thread of its own while the optimizer step of this one
 * runs. Two buffers go round; nothing is allocated per batch. To be used from one thread.
 */
final class BatchFeeder implements AutoCloseable {
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
   * Starts to fill batches.
   *
   * @param dataset what {@code sequence} points into
   * @param sequence the epoch's positions
   * @param batchSize images in a batch; a rest is left out
   * @param firstBatch 0-based batch to begin with, above 0 where an epoch goes on
   * @param config its augmentation and mix are drawn from (seed, epoch, place in the sequence)
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
