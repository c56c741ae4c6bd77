package io.github.emnist.train.plot;

import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.LearningRateSweep.Point;

/**
 * The losses that a plot of a sweep shows. Its last losses are out of all proportion to what is to
 * be seen: those above the highest smoothed loss before the lowest, and a third of the fall, are
 * left out.
 *
 * @param low where the vertical axis begins
 * @param high where it ends
 */
record SweepRange(double low, double high) {
  private static final double LOW_MARGIN = 0.08;
  private static final double HIGH_MARGIN = 0.3;

  static SweepRange of(LearningRateSweep sweep) {
    int lowest = sweep.points().indexOf(sweep.lowest().orElseThrow());
    double least =
        sweep.points().stream()
            .mapToDouble(point -> Math.min(point.loss(), point.smoothedLoss()))
            .min()
            .orElseThrow();
    double most =
        sweep.points().subList(0, lowest + 1).stream()
            .mapToDouble(Point::smoothedLoss)
            .max()
            .orElse(least);
    double fall = Math.max(most - least, Math.max(0.1 * most, 1e-3));
    return new SweepRange(Math.max(0, least - LOW_MARGIN * fall), most + HIGH_MARGIN * fall);
  }

  /** NaN, which leaves a gap, for what is not shown. */
  double shown(double loss) {
    return loss >= low && loss <= high ? loss : Double.NaN;
  }
}
