package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.LabelMap;
import io.github.emnist.train.evaluation.Evaluation.Interval;
import io.github.emnist.train.evaluation.Measurement.Bootstrap;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final double[] NINE_OF_TEN =
      IntStream.range(0, 2_000).mapToDouble(i -> i % 10 == 0 ? 0 : 1).toArray();

  /** The standard deviation of a share is known: sqrt(0.9 x 0.1 / 2,000). */
  @Test
  void findsTheIntervalThatTheoryGives() {
    Interval interval = Bootstrap.standard().ofMean(NINE_OF_TEN);

    double half = 1.96 * Math.sqrt(0.9 * 0.1 / 2_000);
    assertThat(interval.low()).isCloseTo(0.9 - half, within(0.0015));
    assertThat(interval.high()).isCloseTo(0.9 + half, within(0.0015));
  }

  @Test
  void lessConfidenceIsANarrowerInterval() {
    Interval wide = Bootstrap.standard().ofMean(NINE_OF_TEN);
    Interval narrow = new Bootstrap(1_000, 0.5, 1).ofMean(NINE_OF_TEN);

    assertThat(narrow.low()).isGreaterThan(wide.low());
    assertThat(narrow.high()).isLessThan(wide.high());
  }

  @Test
  void theSeedDecides() {
    double[] values = Arrays.copyOf(NINE_OF_TEN, 101);
    Bootstrap bootstrap = new Bootstrap(50, 0.9, 7);

    assertThat(bootstrap.ofMean(values)).isEqualTo(bootstrap.ofMean(values));
    assertThat(new Bootstrap(50, 0.9, 8).ofMean(values)).isNotEqualTo(bootstrap.ofMean(values));
  }

  @Test
  void aMetricOfTheScoresDrawsTheSameImages() {
    Scores scores = Answers.random(LabelMap.ofCharacters("ABC"), 200, 2, 9);
    double[] right = IntStream.range(0, 200).mapToDouble(i -> scores.right(i) ? 1 : 0).toArray();
    Bootstrap bootstrap = new Bootstrap(100, 0.95, 3);

    assertThat(bootstrap.of(scores, drawn -> Evaluation.of(drawn).accuracy()))
        .isEqualTo(bootstrap.ofMean(right));
  }

  @Test
  void whatDoesNotVaryHasAnIntervalOfNoWidth() {
    assertThat(Bootstrap.standard().ofMean(0.5, 0.5)).isEqualTo(new Interval(0.5, 0.5));
    assertThat(new Bootstrap(1, 0.95, 1).ofMean(2)).isEqualTo(new Interval(2, 2));
  }

  /** numpy.quantile([1, 2, 4, 8], [0, 0.1, 0.5, 0.975, 1]). */
  @Test
  void quantilesLieBetweenValuesInProportion() {
    double[] sorted = {1, 2, 4, 8};
    assertThat(Bootstrap.quantile(sorted, 0)).isEqualTo(1);
    assertThat(Bootstrap.quantile(sorted, 0.1)).isCloseTo(1.3, within(1e-12));
    assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(3);
    assertThat(Bootstrap.quantile(sorted, 0.975)).isCloseTo(7.7, within(1e-12));
    assertThat(Bootstrap.quantile(sorted, 1)).isEqualTo(8);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertRefused("resamples (0) must be at least 1", () -> new Bootstrap(0, 0.95, 1));
    assertRefused("confidence (0.0) must be in (0.0, 1.0)", () -> new Bootstrap(1, 0, 1));
    assertRefused("confidence (1.0) must be in (0.0, 1.0)", () -> new Bootstrap(1, 1, 1));
    assertRefused("there are no values to draw from", () -> Bootstrap.standard().ofMean());
  }

  private static void assertRefused(String message, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
