package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.BatchMix;
import io.github.emnist.augment.BatchMix.CutMix;
import io.github.emnist.augment.BatchMix.MixUp;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.EpochImages.BatchFeeder;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import io.github.emnist.train.internal.tensorflow.TrainingNetwork;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What training leaves to the garbage collector, on the thread that steps and on the feeder's. */
class StepGarbageTest {
  private static final int STEPS = 200;
  private static final int WARM_UP = 100;
  private static final int BATCH = 8;
  private static final long LIMIT = 4_096;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final CnnArchitecture LINEAR =
      CnnArchitecture.builder()
          .name("linear")
          .input(28, 28, 1)
          .flatten()
          .dense(10)
          .softmax()
          .build();

  private static final float[] ALIKE = new float[10];

  static {
    Arrays.fill(ALIKE, 1);
  }

  private final EmnistDataset dataset =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(4, 1).train();

  static Stream<Optional<BatchMix>> mixes() {
    return Stream.of(Optional.empty(), Optional.of(new MixUp(0.8)), Optional.of(new CutMix(1)));
  }

  @ParameterizedTest
  @MethodSource("mixes")
  void aStepLeavesLessThan4096Bytes(Optional<BatchMix> mix) throws InterruptedException {
    TrainingConfig config =
        TrainingConfig.builder()
            .precision(Precision.FLOAT32)
            .augmentation(Augmentation.standard())
            .mix(mix.orElse(null))
            .build();
    // The feeder works two batches ahead and must not end before it is asked.
    int batches = WARM_UP + STEPS + 4;
    int[] sequence = Sampler.classBalanced(dataset, batches * BATCH / 10 + 1).epoch(1, 0);
    try (TrainingNetwork network = network(config);
        BatchFeeder feeder = new BatchFeeder(dataset, sequence, BATCH, 0, config, 0)) {
      long thread = feederThread();
      long stepping = 0;
      long feeding = 0;
      for (int step = 0; step < WARM_UP + STEPS; step++) {
        if (step == WARM_UP) {
          stepping = THREADS.getCurrentThreadAllocatedBytes();
          feeding = THREADS.getThreadAllocatedBytes(thread);
        }
        TrainingBatch batch = feeder.next();
        network.step(batch, step, 1e-3);
      }
      stepping = THREADS.getCurrentThreadAllocatedBytes() - stepping;
      feeding = THREADS.getThreadAllocatedBytes(thread) - feeding;
      assertThat(feeding).as("the feeder's thread is measured").isNotNegative();
      assertThat((stepping + feeding) / STEPS).isLessThan(LIMIT);
    }
  }

  @Test
  void aBatchOfAValidationLeavesLessThan4096Bytes() {
    byte[] images = new byte[BATCH * 28 * 28];
    byte[] labels = new byte[BATCH];
    try (TrainingNetwork network =
        network(TrainingConfig.builder().precision(Precision.FLOAT32).build())) {
      long before = 0;
      for (int step = 0; step < WARM_UP + STEPS; step++) {
        if (step == WARM_UP) {
          before = THREADS.getCurrentThreadAllocatedBytes();
        }
        network.evaluate(images, labels, BATCH);
      }
      assertThat((THREADS.getCurrentThreadAllocatedBytes() - before) / STEPS).isLessThan(LIMIT);
    }
  }

  private static TrainingNetwork network(TrainingConfig config) {
    return TrainingNetwork.create(LINEAR, Weights.initialize(LINEAR, 1), config, ALIKE);
  }

  private static long feederThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("emnist-batch-feeder"))
        .findFirst()
        .orElseThrow()
        .getId();
  }
}
