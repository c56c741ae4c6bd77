package io.github.emnist.data.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
  @Test
  void firstNumbersOfAStreamAreThoseComputedByHand() {
    // SplitMix64 in Python's unbounded integers, keyed with 1, 2 and 3 in turn.
    CounterRandom random = new CounterRandom(1, 2, 3);

    assertThat(new long[] {random.nextLong(), random.nextLong(), random.nextLong()})
        .containsExactly(2399657773382937285L, 8067101194408944102L, -831477557584001706L);
  }

  @Test
  void drawsWhatTheJdkDrawsFromTheSameState() {
    for (long position = -3; position < 100; position++) {
      long key = new SplittableRandom(-42).nextLong();
      key = new SplittableRandom(key + 7).nextLong();
      key = new SplittableRandom(key + position).nextLong();
      SplittableRandom expected = new SplittableRandom(key);
      CounterRandom random = new CounterRandom(-42, 7, position);

      for (int i = 0; i < 20; i++) {
        assertThat(random.nextLong()).isEqualTo(expected.nextLong());
      }
    }
  }

  @Test
  void resetEqualsANewGenerator() {
    CounterRandom reused = new CounterRandom(9, 9, 9);
    reused.nextLong();
    reused.reset(1, 2, 3);

    assertThat(reused.nextLong()).isEqualTo(new CounterRandom(1, 2, 3).nextLong());
  }

  @Test
  void eachOfTheThreeNumbersChangesTheStream() {
    long first = new CounterRandom(1, 1, 1).nextLong();

    assertThat(new CounterRandom(2, 1, 1).nextLong()).isNotEqualTo(first);
    assertThat(new CounterRandom(1, 2, 1).nextLong()).isNotEqualTo(first);
    assertThat(new CounterRandom(1, 1, 2).nextLong()).isNotEqualTo(first);
    assertThat(new CounterRandom(1, 2, 3).nextLong())
        .isNotEqualTo(new CounterRandom(1, 3, 2).nextLong());
  }

  @Test
  void drawsAreUniform() {
    CounterRandom random = new CounterRandom(3, 0, 0);
    int[] counts = new int[100];
    for (int i = 0; i < 100_000; i++) {
      counts[random.nextInt(100)]++;
    }

    assertThat(chiSquare(counts, 1_000)).isBetween(60.0, 149.0); // 99 degrees: 1 in 1,000 each way
  }

  @Test
  void firstDrawsOfNeighbouringStreamsAreUniform() {
    // An epoch draws one number or a few from each of many streams that differ in one bit or two.
    int[] counts = new int[100];
    CounterRandom random = new CounterRandom(0, 0, 0);
    for (int position = 0; position < 100_000; position++) {
      random.reset(3, 1, position);
      counts[random.nextInt(100)]++;
    }

    assertThat(chiSquare(counts, 1_000)).isBetween(60.0, 149.0);
  }

  @Test
  void neighbouringStreamsAreUncorrelated() {
    int n = 100_000;
    double sum = 0;
    for (int position = 0; position < n; position++) {
      double a = new CounterRandom(5, 0, position).nextDouble() - 0.5;
      double b = new CounterRandom(5, 0, position + 1).nextDouble() - 0.5;
      double c = new CounterRandom(5, 1, position).nextDouble() - 0.5;
      sum += a * b + a * c;
    }

    // Each product has mean 0 and variance 1/144.
    double standardError = Math.sqrt(2 / 144.0 / n);
    assertThat(sum / n).isBetween(-4 * standardError, 4 * standardError);
  }

  private static double chiSquare(int[] counts, double expected) {
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }
}
