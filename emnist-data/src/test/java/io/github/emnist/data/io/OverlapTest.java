package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneThingAfterTheOther(boolean parallel) {
    List<Integer> done = new ArrayList<>(); // no lock: handing over must be enough
    try (Overlap overlap = new Overlap(parallel)) {
      for (int i = 0; i < 1_000; i++) {
        int number = i;
        overlap.start(() -> done.add(number));
      }
      overlap.await();
      assertThat(done).hasSize(1_000).isSorted();
    }
  }

  @Test
  void besideTheCaller() throws InterruptedException {
    CountDownLatch callerWentOn = new CountDownLatch(1);
    List<String> threads = new ArrayList<>();
    try (Overlap overlap = new Overlap(true)) {
      overlap.start(
          () -> {
            awaitUninterrupted(callerWentOn);
            threads.add(Thread.currentThread().getName());
          });
      callerWentOn.countDown(); // would never be reached if start did the work
      overlap.await();
    }
    assertThat(threads).containsExactly("emnist-reader");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatTheWorkThrowsIsThrownToTheCaller(boolean parallel) {
    OutOfMemoryError error = new OutOfMemoryError("made up");
    IllegalStateException exception = new IllegalStateException("made up");
    try (Overlap overlap = new Overlap(parallel)) {
      assertThatThrownBy(() -> startAndAwait(overlap, error)).isSameAs(error);
      assertThatThrownBy(() -> startAndAwait(overlap, exception)).isSameAs(exception);
      overlap.await();
    }
  }

  private static void startAndAwait(Overlap overlap, Throwable thrown) {
    overlap.start(
        () -> {
          if (thrown instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) thrown;
        });
    overlap.await();
  }

  @Test
  void anInterruptIsKeptForTheCaller() {
    List<Integer> done = new ArrayList<>();
    try (Overlap overlap = new Overlap(true)) {
      Thread.currentThread().interrupt();
      overlap.start(() -> done.add(1));
      overlap.await();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(done).containsExactly(1);
    }
  }
}
