package io.github.emnist.model.internal;

import java.util.concurrent.locks.Lock;

/**
 * A trained network that only answers. Thread-safe: any number of threads may ask at once. Holds
 * native memory until {@link #close}.
 */
public interface InferenceNetwork extends AutoCloseable {
  /**
   * The probabilities of each image's classes.
   *
   * @param images uint8 {@code [count, height, width, channels]}, upright; not kept
   * @param count how many images; 0 gives none
   * @return float32 {@code [count, classes]}, each row in [0, 1] and of sum 1
   * @throws IllegalArgumentException if {@code images} is not of that length
   * @throws IllegalStateException if this is closed
   */
  float[] probabilities(byte[] images, int count);

  /**
   * Keeps {@link #close} waiting, for calls of several steps. A thread may hold it more than once.
   *
   * @return held; to be unlocked by the same thread
   * @throws IllegalStateException if this is closed
   */
  Lock hold();

  /**
   * Waits for the calls under way and frees all native memory; more than once does no harm. Called
   * from within a call (by an observer or by the stream that is read, for example), it returns at
   * once: later calls are turned away, and the memory is freed when the last call under way ends.
   */
  @Override
  void close();
}
