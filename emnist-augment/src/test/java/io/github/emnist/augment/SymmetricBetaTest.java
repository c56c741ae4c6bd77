package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.internal.CounterRandom;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricBetaTest {
  private static final int DRAWS = 100_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.2, 0.4, 1, 1.5, 3, 20, 100})
  void hasItsMeanAndVariance(double alpha) {
    double[] drawn = draw(alpha);
    assertThat(Arrays.stream(drawn).filter(x -> !(x >= 0 && x <= 1))).isEmpty();
    double variance = 1 / (4 * (2 * alpha + 1));
    assertThat(Arrays.stream(drawn).average().orElseThrow())
        .isEqualTo(0.5, within(4 * Math.sqrt(variance / DRAWS)));
    double found = Arrays.stream(drawn).map(x -> (x - 0.5) * (x - 0.5)).average().orElseThrow();
    assertThat(found).isEqualTo(variance, within(0.03 * variance));
  }

  /** Kolmogorov and Smirnov's distance where the distribution has a closed form. */
  @Test
  void followsItsDistribution() {
    // Once in a thousand it exceeds 1.95.
    assertThat(distance(0.5, x -> 2 / Math.PI * Math.asin(Math.sqrt(x)))).isLessThan(1.95);
    assertThat(distance(1, x -> x)).isLessThan(1.95);
    assertThat(distance(1.5, x -> angle(x) / Math.PI)).isLessThan(1.95);
    assertThat(distance(2, x -> x * x * (3 - 2 * x))).isLessThan(1.95);
    assertThat(distance(3, x -> x * x * x * (10 - 15 * x + 6 * x * x))).isLessThan(1.95);
    // And it can tell: Beta(1.1, 1.1) is not uniform.
    assertThat(distance(1.1, x -> x)).isGreaterThan(1.95);
  }

  /** A half circle's area up to x. */
  private static double angle(double x) {
    double cosine = 1 - 2 * x;
    return Math.acos(cosine) - cosine * Math.sqrt(1 - cosine * cosine);
  }

  /** Points and the distribution there, from SciPy 1.10.1's {@code beta.cdf}. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.001, 0.25424165658860826",
    "0.1, 0.05, 0.37750848287495214",
    "0.1, 0.35, 0.47275095980799764",
    "0.2, 0.001, 0.13220129172927383",
    "0.2, 0.05, 0.29102506644252224",
    "0.2, 0.2, 0.39272216435257096",
    "0.2, 0.48, 0.4936163190663307",
    "0.4, 0.001, 0.03733082661658848",
    "0.4, 0.2, 0.3225358270636747",
    "20, 0.35, 0.02678672283471699",
    "20, 0.48, 0.4007110637016026"
  })
  void followsSciPysDistribution(double alpha, double x, double below) {
    double[] drawn = draw(alpha);
    double deviation = Math.sqrt(below * (1 - below) / DRAWS);
    double low = Arrays.stream(drawn).filter(value -> value <= x).count() / (double) DRAWS;
    double high = Arrays.stream(drawn).filter(value -> value >= 1 - x).count() / (double) DRAWS;
    assertThat(low).isEqualTo(below, within(4 * deviation));
    assertThat(high).isEqualTo(below, within(4 * deviation));
  }

  /** The generator's extremes: u = 1 and nearly 0, v = 0, a quarter and a half of a turn. */
  @Test
  void staysInItsIntervalAtTheExtremes() {
    long[] bits = {0, -1, 1L << 62, 1L << 63, (1L << 62) - 1, (1L << 63) - 1};
    for (long u : bits) {
      for (long v : bits) {
        for (double alpha : new double[] {0.01, 0.2, 1, 100}) {
          RandomGenerator fixed =
              new RandomGenerator() {
                private boolean second;

                @Override
                public long nextLong() {
                  second = !second;
                  return second ? u : v;
                }
              };
          assertThat(Distributions.beta(fixed, alpha)).isBetween(0.0, 1.0);
        }
      }
    }
  }

  private static double[] draw(double alpha) {
    double[] drawn = new double[DRAWS];
    CounterRandom random = new CounterRandom(0, 0, 0);
    for (int i = 0; i < DRAWS; i++) {
      random.reset(7, 1, i);
      drawn[i] = Distributions.beta(random, alpha);
    }
    return drawn;
  }

  private static double distance(double alpha, DoubleUnaryOperator distribution) {
    double[] drawn = draw(alpha);
    Arrays.sort(drawn);
    double worst = 0;
    for (int i = 0; i < DRAWS; i++) {
      double below = distribution.applyAsDouble(drawn[i]);
      worst =
          Math.max(worst, Math.max(below - i / (double) DRAWS, (i + 1) / (double) DRAWS - below));
    }
    return worst * Math.sqrt(DRAWS);
  }
}
