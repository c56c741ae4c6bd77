package io.github.emnist.data.io;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Does one work in the caller's thread and in another beside it. */
final class TwoThreads {
  private TwoThreads() {}

  /** What both do: until nothing is left, take a part and do it. */
  interface Work {
    void run() throws IOException;
  }

  /** Ends when both have ended; what the caller's threw is thrown, else what the other's did. */
  static void run(Work work) throws IOException {
    FutureTask<Void> other =
        new FutureTask<>(
            () -> {
              work.run();
              return null;
            });
    Thread thread = new Thread(other, "emnist-reader");
    thread.setDaemon(true); // a program that ends does not wait for half a file
    thread.start();
    try {
      work.run();
    } catch (Throwable t) {
      try {
        await(other);
      } catch (IOException | RuntimeException | Error second) {
        t.addSuppressed(second);
      }
      throw t;
    }
    await(other);
  }

  private static void await(FutureTask<Void> other) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          other.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true; // the source is in use until the work ends
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw (RuntimeException) e.getCause(); // Work throws no other
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
