package io.github.emnist.train.evaluation;

import io.github.emnist.data.internal.CounterRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Intervals by the percentile bootstrap (Efron, "Bootstrap methods: another look at the jackknife",
 * 1979): a figure is computed again on data sets drawn from the images with repeats, and the middle
 * part of what comes out is the interval. Equal seeds and sizes draw the same images, so that
 * figures of the same data set vary together. Immutable.
 *
 * @param resamples how many data sets are drawn, at least 1
 * @param confidence how much of what comes out the interval holds, in (0, 1)
 * @param seed equal seeds give equal intervals
 */
public record Bootstrap(int resamples, double confidence, long seed) {
  private static final long STREAM = 0x626F6F7473747261L; // keeps away from other uses of the seed

  /**
   * Creates a way to draw.
   *
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "resamples (%d) must be at least 1", resamples));
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence (%s) must be in (0, 1)".formatted(confidence));
    }
  }

  /**
   * 95 % intervals of 1,000 resamples.
   *
   * @return with seed 1
   */
  public static Bootstrap standard() {
    return new Bootstrap(1_000, 0.95, 1);
  }

  /**
   * The interval of any figure.
   *
   * @param scores what the figure is computed from
   * @param metric computes the figure; called once a resample
   * @return its interval
   */
  public Interval of(Scores scores, ToDoubleFunction<Scores> metric) {
    return interval(scores.images(), images -> metric.applyAsDouble(scores.subset(images)));
  }

  /**
   * The interval of a mean, such as of 0 and 1 for wrong and right.
   *
   * @param values one an image, at least one
   * @return its interval
   * @throws IllegalArgumentException if there are no values
   */
  public Interval ofMean(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("there are no values to draw from");
    }
    return interval(
        values.length,
        images -> {
          double sum = 0;
          for (int image : images) {
            sum += values[image];
          }
          return sum / images.length;
        });
  }

  private Interval interval(int images, ToDoubleFunction<int[]> metric) {
    double[] figures = new double[resamples];
    int[] drawn = new int[images];
    for (int r = 0; r < resamples; r++) {
      CounterRandom random = new CounterRandom(seed, STREAM, r);
      for (int i = 0; i < images; i++) {
        drawn[i] = random.nextInt(images);
      }
      figures[r] = metric.applyAsDouble(drawn);
    }
    Arrays.sort(figures);
    return new Interval(
        quantile(figures, (1 - confidence) / 2), quantile(figures, (1 + confidence) / 2));
  }

  /** Between the two nearest of sorted values, in proportion (NumPy's default). */
  static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
