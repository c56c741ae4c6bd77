package io.github.emnist.model.internal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Runs the parts of a call side by side on the threads of the common pool. */
public final class Lanes {
  private Lanes() {}

  /**
   * Runs every part once. All lanes end before this does, whatever one of them meets.
   *
   * @param parts how many
   * @param lanes how many may run at the same time, the caller's thread among them
   * @throws RuntimeException or Error, what one of the parts threw
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
