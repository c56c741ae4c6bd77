package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.train.EpochImages.BatchFeeder;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchFeederTest {
  private static final int PIXELS = 28 * 28;

  private final EmnistDataset dataset = SyntheticEmnist.balanced().withImagesPerClass(2, 1).train();

  private final int[] sequence = Sampler.shuffled(dataset).epoch(5, 0);

  @Test
  void whatASampleBecomesDoesNotDependOnTheBatchSize() throws InterruptedException {
    assertThat(allImages(1)).isEqualTo(allImages(47));
  }

  @Test
  void batchesFollowTheSequence() throws InterruptedException {
    try (BatchFeeder feeder = feeder(10, 0, Augmentation.none(), 0)) {
      for (int from = 0; from + 10 <= sequence.length; from += 10) {
        TrainingBatch batch = feeder.next();
        for (int i = 0; i < 10; i++) {
          int index = sequence[from + i];
          assertThat(batch.labels()[i]).isEqualTo((byte) dataset.label(index));
          assertThat(Arrays.copyOfRange(batch.images(), i * PIXELS, (i + 1) * PIXELS))
              .isEqualTo(dataset.image(index).toBytes());
        }
      }
    }
  }

  @Test
  void closingEarlyEndsTheThread() throws InterruptedException {
    long before = feederThreads();
    BatchFeeder feeder = feeder(4, 0, Augmentation.standard(), 0);
    feeder.next();
    feeder.close();
    assertThat(feederThreads()).isEqualTo(before);
  }

  @Test
  void failuresOnTheFeedersThreadAreThrownToTheCaller() {
    for (Throwable failure : List.of(new IllegalStateException("x"), new StackOverflowError("y"))) {
      Augmentation failing = Augmentation.of(random -> sneakyThrow(failure));
      try (BatchFeeder feeder = feeder(4, 0, failing, 0)) {
        assertThatThrownBy(feeder::next).isSameAs(failure);
      }
    }
  }

  @Test
  void anEpochCanContinueFromAnyBatch() throws InterruptedException {
    try (BatchFeeder whole = feeder(10, 0, Augmentation.strong(), 3);
        BatchFeeder rest = feeder(10, 2, Augmentation.strong(), 3)) {
      whole.next();
      whole.next();
      assertThat(rest.next().images()).isEqualTo(whole.next().images());
      assertThat(rest.next().labels()).isEqualTo(whole.next().labels());
    }
  }

  private BatchFeeder feeder(int batchSize, int firstBatch, Augmentation augmentation, int epoch) {
    TrainingConfig config = TrainingConfig.builder().augmentation(augmentation).seed(5).build();
    return new BatchFeeder(dataset, sequence, batchSize, firstBatch, config, epoch);
  }

  @SuppressWarnings("unchecked")
  private static <T, E extends Throwable> T sneakyThrow(Throwable failure) throws E {
    throw (E) failure;
  }

  private static long feederThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("emnist-batch-feeder"))
        .count();
  }

  private byte[] allImages(int batchSize) throws InterruptedException {
    int batches = sequence.length / batchSize;
    byte[] all = new byte[batches * batchSize * PIXELS];
    try (BatchFeeder feeder = feeder(batchSize, 0, Augmentation.strong(), 3)) {
      for (int b = 0; b < batches; b++) {
        TrainingBatch batch = feeder.next();
        System.arraycopy(batch.images(), 0, all, b * batchSize * PIXELS, batchSize * PIXELS);
      }
    }
    return all;
  }
}
