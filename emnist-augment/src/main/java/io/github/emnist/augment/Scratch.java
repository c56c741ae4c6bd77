package io.github.emnist.augment;

import io.github.emnist.data.internal.CounterRandom;

/**
 * What a thread needs to draw without allocating: generators and buffers. They belong to the code
 * that acquired them until they are closed; a step that itself transforms by steps acquires others,
 * so that the two do not meet. They are kept for the thread's next image.
 */
final class Scratch implements AutoCloseable {
  private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

  final CounterRandom random = new CounterRandom(0, 0, 0);

  /** For what a composite passes on, while it draws its own choices from the other. */
  final CounterRandom child = new CounterRandom(0, 0, 0);

  private byte[] bytes = {};
  private int[] ints = {};
  private boolean busy;

  /** Acquired while this one is in use. */
  private Scratch deeper;

  private Scratch() {}

  static Scratch acquire() {
    Scratch scratch = LOCAL.get();
    while (scratch.busy) {
      if (scratch.deeper == null) {
        scratch.deeper = new Scratch();
      }
      scratch = scratch.deeper;
    }
    scratch.busy = true;
    return scratch;
  }

  @Override
  public void close() {
    busy = false;
  }

  /** A buffer of at least that length, holding anything. */
  byte[] bytes(int length) {
    bytes = bytes.length < length ? new byte[length] : bytes;
    return bytes;
  }

  /** A buffer of at least that length, holding anything. */
  int[] ints(int length) {
    ints = ints.length < length ? new int[length] : ints;
    return ints;
  }
}
