package io.github.emnist.augment;

import io.github.emnist.data.CounterRandom;

/**
 * What a thread needs to transform an image without allocating: a generator and two buffers between
 * steps. A step that itself transforms by steps gets another one, so that the two do not meet.
 */
final class Scratch {
  private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

  final CounterRandom random = new CounterRandom(0, 0, 0);
  private byte[] even = {};
  private byte[] odd = {};
  private boolean busy;

  private Scratch() {}

  static Scratch acquire() {
    Scratch scratch = LOCAL.get();
    if (scratch.busy) {
      scratch = new Scratch();
    }
    scratch.busy = true;
    return scratch;
  }

  void release() {
    busy = false;
  }

  /** The buffer that a step writes into: another one than the step before it. */
  byte[] buffer(int step, int length) {
    if ((step & 1) == 0) {
      even = even.length < length ? new byte[length] : even;
      return even;
    }
    odd = odd.length < length ? new byte[length] : odd;
    return odd;
  }
}
