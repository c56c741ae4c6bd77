package io.github.emnist.model.internal.tensorflow;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs native code for virtual threads on platform threads. A virtual thread cannot leave its
 * carrier within native code, and JavaCPP's native code waits for a Java monitor there ({@code
 * Pointer.DeallocatorReference}): as soon as all carriers wait while the thread that holds it is
 * parked, all wait for ever. Calls on platform threads run where they are, at no cost.
 */
public final class PlatformThreads {
  private static final int IDLE_SECONDS = 5;

  /** {@code Thread.isVirtual}, of JDK 21 and later; null before. */
  private static final MethodHandle IS_VIRTUAL = isVirtual();

  private PlatformThreads() {}

  /**
   * Runs a call and returns its result: directly on a platform thread; for a virtual thread on one
   * of as many platform threads as there are processors, while the virtual thread waits off its
   * carrier. Waiting is not interruptible, as calls of native code are not.
   *
   * @throws RuntimeException or Error, if the call threw it
   */
  public static <T> T call(Supplier<T> call) {
    return isOnVirtualThread() ? handOver(call) : call.get();
  }

  /** Runs a task as {@link #call} does. */
  public static void run(Runnable task) {
    call(
        () -> {
          task.run();
          return null;
        });
  }

  private static <T> T handOver(Supplier<T> call) {
    try {
      return CompletableFuture.supplyAsync(call, Workers.EXECUTOR).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static boolean isOnVirtualThread() {
    if (IS_VIRTUAL == null) {
      return false;
    }
    try {
      return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle isVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  /**
   * The platform threads that run the calls of virtual threads, begun with the first such call;
   * they end when idle for a while.
   */
  private static final class Workers {
    static final Executor EXECUTOR = executor();

    private static Executor executor() {
      int processors = Runtime.getRuntime().availableProcessors();
      ThreadPoolExecutor workers =
          new ThreadPoolExecutor(
              processors,
              processors,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread thread = new Thread(task, "emnist-native");
                thread.setDaemon(true);
                thread.setContextClassLoader(null);
                return thread;
              });
      workers.allowCoreThreadTimeOut(true);
      return workers;
    }
  }
}
