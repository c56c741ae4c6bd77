package io.github.emnist.data.io;

import java.io.Closeable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does one thing at a time beside its caller. Not thread-safe itself. */
final class Overlap implements Closeable {
  private final ExecutorService executor;
  private Future<?> running;

  /** With {@code parallel} false, the caller does everything himself. */
  Overlap(boolean parallel) {
    executor = parallel ? Executors.newSingleThreadExecutor(Overlap::thread) : null;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "emnist-reader");
    thread.setDaemon(true); // a program that ends does not wait for half a file
    return thread;
  }

  /** Waits for the work before, then starts this, which sees all that the caller did before. */
  void start(Runnable work) {
    await();
    if (executor == null) {
      work.run();
    } else {
      running = executor.submit(work);
    }
  }

  /** Waits for the work; what it threw is thrown here. */
  void await() {
    boolean interrupted = false;
    while (running != null) {
      try {
        running.get();
        running = null;
      } catch (InterruptedException e) {
        interrupted = true; // the work is short, and its bytes are in use until it ends
      } catch (ExecutionException e) {
        running = null;
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) e.getCause(); // a Runnable throws no other
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.shutdown();
    }
  }
}
