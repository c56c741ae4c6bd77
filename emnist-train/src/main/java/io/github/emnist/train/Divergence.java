package io.github.emnist.train;

import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.tensorflow.Score;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * Notices that a run no longer learns: a loss or a weight that is no finite number, or {@link
 * #WINDOW} steps in a row whose mean loss is more than {@link #FACTOR} times that of guessing.
 */
final class Divergence {
  static final int WINDOW = 100;
  static final double FACTOR = 10;

  private final double limit;
  private double lossSum;
  private long images;
  private int steps;

  Divergence(int classes) {
    limit = FACTOR * Math.log(classes);
  }

  /** What is wrong after a step; empty where nothing is. */
  Optional<String> after(Score step) {
    if (!Double.isFinite(step.lossSum())) {
      return Optional.of("the loss is " + step.lossSum());
    }
    lossSum += step.lossSum();
    images += step.images();
    if (++steps < WINDOW) {
      return Optional.empty();
    }
    double mean = lossSum / images;
    lossSum = 0;
    images = 0;
    steps = 0;
    return mean <= limit
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the loss is %.3g on average of %d steps, %.0f times that of guessing is %.3g,",
                mean,
                WINDOW,
                FACTOR,
                limit));
  }

  /** What is wrong with weights; empty where all are finite. */
  static Optional<String> in(Weights weights) {
    for (String name : weights.names()) {
      FloatBuffer values = weights.buffer(name);
      for (int i = 0; i < values.limit(); i++) {
        if (!Float.isFinite(values.get(i))) {
          return Optional.of("the weight " + name + " is " + values.get(i));
        }
      }
    }
    return Optional.empty();
  }
}
