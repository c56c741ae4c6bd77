package io.github.emnist.model.internal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Runs the parts of a call in parallel on the threads of the common pool. */
public final class Lanes {
  private Lanes() {}

  /**
   * Runs every part once. All lanes end before this method does, even if a part throws.
   *
   * @param parts the number of parts
   * @param lanes the number of parts that may run at the same time, one of them on the caller's
   *     thread
   * @throws RuntimeException or Error, if one of the parts threw it
   */
  public static void run(int parts, int lanes, IntConsumer part) {
    if (lanes == 1) {
      for (int i = 0; i < parts; i++) {
        part.accept(i);
      }
      return;
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    IntConsumer lane =
        number -> {
          try {
            for (int i = number; i < parts; i += lanes) {
              part.accept(i);
            }
          } catch (RuntimeException | Error e) {
            failure.set(e);
          }
        };
    IntStream.range(0, lanes).parallel().forEach(lane);
    if (failure.get() instanceof Error error) {
      throw error;
    } else if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
