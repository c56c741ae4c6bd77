package io.github.emnist.data.internal;

import java.util.random.RandomGenerator;

/**
 * A random generator whose stream is determined by three numbers, such as (seed, epoch, position),
 * so that a draw never depends on the thread or batch that makes it. {@link #reset} starts another
 * stream without allocating.
 *
 * <p>The output is SplitMix64's (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014, with the finalizer known as Stafford's variant 13). Not thread-safe;
 * not for secrets.
 */
public final class CounterRandom implements RandomGenerator {
  /** The golden ratio as an odd 64-bit fraction: SplitMix64's step. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  /** Starts the stream of a seed, a purpose (such as the epoch) and a position within it. */
  public CounterRandom(long seed, long stream, long position) {
    reset(seed, stream, position);
  }

  /** Starts another stream, as the constructor does. */
  public void reset(long seed, long stream, long position) {
    state = mix(mix(mix(seed + STEP) + stream + STEP) + position + STEP);
  }

  @Override
  public long nextLong() {
    state += STEP;
    return mix(state);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
