package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParallelBatchTest {
  private static final int COUNT = 301;
  private static final byte[] SOURCE = Images.noise(28, 28 * COUNT, 1).toBytes();
  private static final Augmentation PIPELINE = Augmentation.randAugment(2, 15);

  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void givesTheSameBytesOnAnyNumberOfThreads() {
    byte[] expected = new byte[SOURCE.length];
    PIPELINE.applyBatch(SOURCE, 0, expected, 0, COUNT, 28, 28, 1, 2, 3);
    for (int parallelism : new int[] {1, 2, 3, 7, 1000, Integer.MAX_VALUE}) {
      for (int count : new int[] {0, 1, 2, COUNT}) {
        byte[] target = new byte[SOURCE.length];
        PIPELINE.applyBatch(SOURCE, 0, target, 0, count, 28, 28, 1, 2, 3, limited(), parallelism);
        byte[] part = expected.clone();
        java.util.Arrays.fill(part, count * 784, part.length, (byte) 0);
        assertThat(target).isEqualTo(part);
      }
    }
  }

  /** Ten thousand waiting tasks would help nobody; more than a few are not needed here. */
  private java.util.concurrent.Executor limited() {
    int[] left = {8};
    return task -> {
      if (left[0]-- <= 0) {
        throw new RejectedExecutionException("enough");
      }
      threads.execute(task);
    };
  }

  @Test
  void doesAllItselfIfTheExecutorTakesNothing() {
    byte[] expected = new byte[SOURCE.length];
    PIPELINE.applyBatch(SOURCE, 0, expected, 0, COUNT, 28, 28, 1, 2, 3);
    threads.shutdown();
    byte[] target = new byte[SOURCE.length];
    PIPELINE.applyBatch(SOURCE, 0, target, 0, COUNT, 28, 28, 1, 2, 3, threads, 3);
    assertThat(target).isEqualTo(expected);
  }

  @Test
  void throwsWhatATransformThrows() {
    RandomTransform broken =
        random -> {
          throw new IllegalStateException("broken");
        };
    byte[] target = new byte[SOURCE.length];
    assertThatThrownBy(
            () ->
                Augmentation.of(broken)
                    .applyBatch(SOURCE, 0, target, 0, COUNT, 28, 28, 1, 2, 3, threads, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
  }

  @Test
  void finishesAlthoughInterrupted() {
    byte[] expected = new byte[SOURCE.length];
    PIPELINE.applyBatch(SOURCE, 0, expected, 0, COUNT, 28, 28, 1, 2, 3);
    byte[] target = new byte[SOURCE.length];
    Thread.currentThread().interrupt();
    PIPELINE.applyBatch(SOURCE, 0, target, 0, COUNT, 28, 28, 1, 2, 3, threads, 3);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(target).isEqualTo(expected);
  }

  @Test
  void refusesNoThreads() {
    byte[] target = new byte[SOURCE.length];
    assertThatThrownBy(
            () -> PIPELINE.applyBatch(SOURCE, 0, target, 0, 1, 28, 28, 1, 2, 3, threads, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallelism (0) must lie in [1, 2147483647]");
  }
}
