package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.io.IdxReader.TwoThreads;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class TwoThreadsTest {
  private static boolean isCaller() {
    return !Thread.currentThread().getName().equals("emnist-reader");
  }

  /** Each waits for the other, which needs two threads. */
  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theCallerAndAnotherWorkAtOnce() throws IOException {
    CyclicBarrier barrier = new CyclicBarrier(2);
    Queue<Boolean> workers = new ConcurrentLinkedQueue<>();
    TwoThreads.run(
        () -> {
          meet(barrier);
          workers.add(isCaller());
        });
    assertThat(workers).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void throwsTheOthersFailure() {
    for (Exception made :
        new Exception[] {new IOException("made up"), new IllegalStateException("made up")}) {
      assertThatThrownBy(
              () ->
                  TwoThreads.run(
                      () -> {
                        if (!isCaller()) {
                          throwAny(made);
                        }
                      }))
          .isSameAs(made);
    }
    OutOfMemoryError error = new OutOfMemoryError("made up");
    assertThatThrownBy(
            () ->
                TwoThreads.run(
                    () -> {
                      if (!isCaller()) {
                        throw error;
                      }
                    }))
        .isSameAs(error);
  }

  @Test
  void throwsTheCallersFailureFirst() {
    assertThatThrownBy(
            () ->
                TwoThreads.run(
                    () -> {
                      throw new IOException(isCaller() ? "mine" : "the other's");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("mine")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("the other's"));
  }

  @Test
  void keepsTheInterruptStatus() throws IOException {
    Thread.currentThread().interrupt();
    TwoThreads.run(() -> {});
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void throwAny(Exception e) throws IOException {
    if (e instanceof IOException checked) {
      throw checked;
    }
    throw (RuntimeException) e;
  }
}
