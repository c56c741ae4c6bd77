package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.train.evaluation.Evaluation.Interval;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final Offset<Double> FOUR_PLACES = within(0.00005);

  /**
   * The four examples of Newcombe, "Two-sided confidence intervals for the single proportion",
   * 1998, table I, method 3: Wilson's score without continuity correction.
   */
  @Test
  void agreesWithPublishedIntervals() {
    assertInterval(81, 263, 0.2553, 0.3662);
    assertInterval(15, 148, 0.0624, 0.1605);
    assertInterval(0, 20, 0.0000, 0.1611);
    assertInterval(1, 29, 0.0061, 0.1718);
  }

  @Test
  void staysInZeroToOne() {
    assertThat(Interval.wilson(0, 1).low()).isBetween(0.0, 1e-15);
    assertThat(Interval.wilson(1, 1).high()).isBetween(1 - 1e-15, 1.0);
    assertThat(Interval.wilson(1, 20).low()).isCloseTo(1 - 0.1611, FOUR_PLACES);
  }

  @Test
  void narrowsAsTheNormalApproximationDoes() {
    Interval interval = Interval.wilson(0.89, 18_800);
    double half = 1.959964 * Math.sqrt(0.89 * 0.11 / 18_800);

    assertThat(interval.low()).isCloseTo(0.89 - half, within(1e-4));
    assertThat(interval.high()).isCloseTo(0.89 + half, within(1e-4));
  }

  private static void assertInterval(int right, int n, double low, double high) {
    Interval interval = Interval.wilson((double) right / n, n);
    assertThat(interval.low()).isCloseTo(low, FOUR_PLACES);
    assertThat(interval.high()).isCloseTo(high, FOUR_PLACES);
  }
}
