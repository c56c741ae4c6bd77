package io.github.emnist.augment;

import io.github.emnist.data.internal.CounterRandom;

/**
 * What a thread needs to transform an image without allocating: generators and buffers. They belong
 * to the code that acquired them until they are closed; a step that itself transforms by steps
 * acquires others, so that the two do not meet. They grow and are never given back, so that after
 * the first image of a size nothing is allocated.
 *
 * <pre>{@code
 * try (Scratch scratch = Scratch.acquire()) {
 *   float[] plane = scratch.floats(0, width * height);
 * }
 * }</pre>
 */
final class Scratch implements AutoCloseable {
  private static final int BUFFERS = 4;

  private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

  final CounterRandom random = new CounterRandom(0, 0, 0);

  /** For what a composite passes on, while it draws its own choices from the other. */
  final CounterRandom child = new CounterRandom(0, 0, 0);

  private final byte[][] bytes = new byte[BUFFERS][0];
  private final int[][] ints = new int[BUFFERS][0];
  private final float[][] floats = new float[BUFFERS][0];
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

  /** The buffer of that number, from 0 to 3, of at least that length, holding anything. */
  byte[] bytes(int number, int length) {
    if (bytes[number].length < length) {
      bytes[number] = new byte[length];
    }
    return bytes[number];
  }

  /** The buffer of that number, from 0 to 3, of at least that length, holding anything. */
  int[] ints(int number, int length) {
    if (ints[number].length < length) {
      ints[number] = new int[length];
    }
    return ints[number];
  }

  /** The buffer of that number, from 0 to 3, of at least that length, holding anything. */
  float[] floats(int number, int length) {
    if (floats[number].length < length) {
      floats[number] = new float[length];
    }
    return floats[number];
  }
}
