package io.github.emnist.augment;

import io.github.emnist.data.internal.CounterRandom;

/**
 * A thread's generators and buffers for drawing without allocation. They belong to the code that
 * acquired them until they are closed; nested transforms acquire others. They are kept for the
 * thread's next image.
 */
final class Scratch implements AutoCloseable {
  private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

  final CounterRandom random = new CounterRandom(0, 0, 0);

  /**
   * The generator for the transforms of a composite, which draws its own choices from the other.
   */
  final CounterRandom child = new CounterRandom(0, 0, 0);

  private byte[] bytes = {};
  private int[] ints = {};
  private boolean busy;

  /** Another object, for use while this one is busy. */
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

  /** Returns a buffer of at least a length, with undefined content. */
  byte[] bytes(int length) {
    bytes = bytes.length < length ? new byte[length] : bytes;
    return bytes;
  }

  /** Returns a buffer of at least a length, with undefined content. */
  int[] ints(int length) {
    ints = ints.length < length ? new int[length] : ints;
    return ints;
  }
}
