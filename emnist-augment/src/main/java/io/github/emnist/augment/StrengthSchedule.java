package io.github.emnist.augment;

import java.util.Objects;

/**
 * A strength for each epoch: one before {@code firstEpoch}, another from {@code lastEpoch} on, and
 * in between on the way from one to the other. A strength that falls to 0 lets training end on the
 * images as they are.
 *
 * @param shape of the way
 * @param firstEpoch 0-based, the last one of strength {@code from}
 * @param lastEpoch 0-based, the first one of strength {@code to}, after {@code firstEpoch}
 * @param from in [0, 1]
 * @param to in [0, 1]
 */
public record StrengthSchedule(
    Shape shape, long firstEpoch, long lastEpoch, double from, double to) {
  /** The way between two strengths. */
  public enum Shape {
    /** By the same amount each epoch. */
    LINEAR,

    /** Half a cosine wave: slowly, then fast, then slowly. */
    COSINE
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a strength is not in [0, 1], {@code firstEpoch} is below 0
   *     or {@code lastEpoch} is not above it
   */
  public StrengthSchedule {
    Objects.requireNonNull(shape, "shape");
    Checks.in("from", from, 0, 1, "");
    Checks.in("to", to, 0, 1, "");
    if (firstEpoch < 0 || lastEpoch <= firstEpoch) {
      throw new IllegalArgumentException(
          "epochs %s to %s must begin at 0 or later and go forwards"
              .formatted(firstEpoch, lastEpoch));
    }
  }

  /**
   * By the same amount each epoch.
   *
   * @param firstEpoch 0-based, the last one of strength {@code from}
   * @param lastEpoch 0-based, the first one of strength {@code to}
   * @param from in [0, 1]
   * @param to in [0, 1]
   * @return the schedule
   * @throws IllegalArgumentException if a strength is not in [0, 1], {@code firstEpoch} is below 0
   *     or {@code lastEpoch} is not above it
   */
  public static StrengthSchedule linear(long firstEpoch, long lastEpoch, double from, double to) {
    return new StrengthSchedule(Shape.LINEAR, firstEpoch, lastEpoch, from, to);
  }

  /**
   * Along half a cosine wave.
   *
   * @param firstEpoch 0-based, the last one of strength {@code from}
   * @param lastEpoch 0-based, the first one of strength {@code to}
   * @param from in [0, 1]
   * @param to in [0, 1]
   * @return the schedule
   * @throws IllegalArgumentException if a strength is not in [0, 1], {@code firstEpoch} is below 0
   *     or {@code lastEpoch} is not above it
   */
  public static StrengthSchedule cosine(long firstEpoch, long lastEpoch, double from, double to) {
    return new StrengthSchedule(Shape.COSINE, firstEpoch, lastEpoch, from, to);
  }

  /**
   * The strength in an epoch.
   *
   * @param epoch 0-based
   * @return in [0, 1]
   */
  public double at(long epoch) {
    if (epoch <= firstEpoch) {
      return from;
    }
    if (epoch >= lastEpoch) {
      return to;
    }
    double way = (double) (epoch - firstEpoch) / (lastEpoch - firstEpoch);
    double share = shape == Shape.LINEAR ? way : (1 - StrictMath.cos(Math.PI * way)) / 2;
    return from + (to - from) * share;
  }
}
