package io.github.emnist.model;

import java.time.Duration;
import java.util.Locale;

/**
 * How calls of several threads share runs of the network.
 *
 * @param maxImages in one run, 2 to 1,024; a call of as many or more runs by itself
 * @param maxDelay how long the first call of a run waits for others at most, up to a second
 */
public record MicroBatching(int maxImages, Duration maxDelay) {
  private static final int MOST_IMAGES = 1_024;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /**
   * Creates a description.
   *
   * @param maxImages in one run, 2 to 1,024; a call of as many or more runs by itself
   * @param maxDelay how long the first call of a run waits for others at most, up to a second
   * @throws IllegalArgumentException if a value is beyond its range
   */
  public MicroBatching {
    if (maxImages < 2 || maxImages > MOST_IMAGES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "maxImages (%d) must be between 2 and %,d", maxImages, MOST_IMAGES));
    }
    if (maxDelay.isNegative() || maxDelay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "maxDelay (%s) must be between 0 and %s", maxDelay, LONGEST));
    }
  }
}
