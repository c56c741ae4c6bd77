package io.github.emnist.train.history;

import io.github.emnist.data.internal.Messages;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a learning rate range test: the loss of a run with a rising learning rate (Smith,
 * "Cyclical Learning Rates for Training Neural Networks", 2017, arXiv:1506.01186). Immutable.
 *
 * @param points one per step, in order, with rising rates
 */
public record LearningRateSweep(List<Point> points) {
  /** The first tenth of the points averages too few batches; fastai skips it too. */
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
   * the rate, a good peak for a falling schedule and the maximum for a constant one; empty if the
   * loss never falls} Considers only points after the first tenth and before the lowest smoothed
   * loss.
   */
  public OptionalDouble suggestion() {
    return suggested().map(Point::rate).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /** {@return the point of the {@linkplain #suggestion suggestion}, if there is one} */
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
   * {@return the point of the lowest smoothed loss, after which the run begins to diverge; empty if
   * there are no points}
   */
  public Optional<Point> lowest() {
    return points.stream().min(Comparator.comparingDouble(Point::smoothedLoss));
  }

  /**
   * {@return the points as CSV: {@code step,learning_rate,loss,smoothed_loss}, then a line per
   * step; lines end with {@code \n}}
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
