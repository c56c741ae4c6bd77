package io.github.emnist.data.download;

import io.github.emnist.data.CounterRandom;
import java.time.Duration;

/**
 * How long to wait before each retry: doubling from the first to the longest, then cut by a random
 * share of up to a half, so that many who failed together do not come back together.
 */
record Backoff(Duration first, Duration longest, long seed) {
  /** The ASCII codes of "backoff", so that a seed used elsewhere draws other numbers here. */
  private static final long PURPOSE = 0x6261636b6f6666L;

  Duration before(int mirror, int retry) {
    long nanos = first.toNanos();
    for (int i = 1; i < retry && nanos < longest.toNanos(); i++) {
      nanos *= 2;
    }
    nanos = Math.min(nanos, longest.toNanos());
    double share = 0.5 + 0.5 * new CounterRandom(seed ^ PURPOSE, mirror, retry).nextDouble();
    return Duration.ofNanos((long) (nanos * share));
  }
}
