package io.github.emnist.train.history;

import io.github.emnist.data.internal.Messages;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a learning rate range test measured: a run's loss while its learning rate rose from step to
 * step (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, arXiv:1506.01186).
 * Immutable.
 *
 * @param points one a step, in order, with rising rates
 */
public record LearningRateSweep(List<Point> points) {
  /** The share of the points whose average is still of too few batches: fastai's too. */
  private static final int UNSETTLED = 10;

  /**
   * One step.
   *
   * @param rate the learning rate
   * @param loss the batch's mean plain cross-entropy before the step, in nats
   * @param smoothedLoss the moving average of the losses so far
   */
  public record Point(double rate, double loss, double smoothedLoss) {}

  /** Creates a sweep. */
  public LearningRateSweep {
    points = List.copyOf(points);
  }

  /**
   * {@return the learning rate at which the smoothed loss falls most steeply over the logarithm of
   * the rate: the highest that a constant schedule should have, and a good peak for one that falls;
   * empty where the loss never falls there} Looks only at what lies between the first tenth of the
   * points, where the average is still that of a few batches, and the lowest smoothed loss.
   */
  public OptionalDouble suggestion() {
    return suggested().map(Point::rate).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /** {@return the point of the {@linkplain #suggestion suggestion}; empty where there is none} */
  public Optional<Point> suggested() {
    int from = Math.max(1, points.size() / UNSETTLED);
    int to = lowest().map(points::indexOf).orElse(0);
    Optional<Point> steepest = Optional.empty();
    double least = 0;
    for (int i = from; i < to; i++) {
      double slope = slope(points.get(i - 1), points.get(i + 1));
      if (slope < least) {
        least = slope;
        steepest = Optional.of(points.get(i));
      }
    }
    return steepest;
  }

  private static double slope(Point before, Point after) {
    return (after.smoothedLoss() - before.smoothedLoss()) / Math.log(after.rate() / before.rate());
  }

  /**
   * {@return the point of the lowest smoothed loss; beyond it the run begins to diverge; empty
   * where there are no points}
   */
  public Optional<Point> lowest() {
    return points.stream().min(Comparator.comparingDouble(Point::smoothedLoss));
  }

  /**
   * {@return the points as CSV: {@code step,learning_rate,loss,smoothed_loss}, then a line a step;
   * lines end with {@code \n}}
   */
  public String toCsv() {
    StringBuilder csv = new StringBuilder("step,learning_rate,loss,smoothed_loss\n");
    for (int i = 0; i < points.size(); i++) {
      Point p = points.get(i);
      csv.append(
          Messages.format("%d,%.8g,%.6f,%.6f\n", i + 1, p.rate(), p.loss(), p.smoothedLoss()));
    }
    return csv.toString();
  }
}
