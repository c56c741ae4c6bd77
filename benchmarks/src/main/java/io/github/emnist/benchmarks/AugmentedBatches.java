package io.github.emnist.benchmarks;

import io.github.emnist.augment.Pixels;
import io.github.emnist.data.EmnistDataset;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Produces the batches that {@code Trainer} makes of a data set, in the same way: the next one on a
 * thread of its own during the step of the current one.
 */
final class AugmentedBatches implements AutoCloseable {
  /**
   * A batch. Two are used in turn.
   *
   * @param images uint8 pixels
   * @param labels 0-based
   */
  record Batch(byte[] images, byte[] labels) {}

  private final EmnistDataset dataset;
  private final int[] sequence;
  private final Batch[] buffers = new Batch[2];
  private final byte[] image;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private Future<Batch> ready;
  private int number;

  AugmentedBatches(TrainingThroughput.Plan training) {
    dataset = training.dataset();
    sequence = training.sequence();
    image = new byte[dataset.width() * dataset.height()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] =
          new Batch(
              new byte[TrainingThroughput.BATCH * image.length],
              new byte[TrainingThroughput.BATCH]);
    }
    ready = thread.submit(() -> fill(0));
  }

  /** Returns the next batch, valid until the next call. */
  Batch next() throws ExecutionException, InterruptedException {
    Batch batch = ready.get();
    number++;
    int following = number;
    if ((following + 1) * TrainingThroughput.BATCH <= sequence.length) {
      ready = thread.submit(() -> fill(following));
    }
    return batch;
  }

  private Batch fill(int batchNumber) {
    Batch batch = buffers[batchNumber % 2];
    for (int i = 0; i < TrainingThroughput.BATCH; i++) {
      int position = batchNumber * TrainingThroughput.BATCH + i;
      int index = sequence[position];
      dataset.copyImage(index, image, 0);
      TrainingThroughput.AUGMENTATION.apply(
          Pixels.of(image, dataset.width(), dataset.height()),
          Pixels.of(batch.images(), i * image.length, 1, dataset.width(), dataset.height()),
          TrainingThroughput.SEED,
          0,
          position);
      batch.labels()[i] = (byte) dataset.label(index);
    }
    return batch;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
