package io.github.emnist.train;

import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.LearningRateSweep.Point;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes each step's rate and loss, and ends the run once it diverges, at 4 times the lowest average
 * as fastai's {@code lr_find}. The average spans a tenth of the sweep; fastai's spans half of one
 * of 100 steps, lags as far behind the losses, and its steepest descent can lie where they rise
 * again.
 */
final class SweepRecorder implements TrainingListener {
  private static final int SPANS = 10;
  private static final double DIVERGED = 4;

  private final double decay;
  private final List<Point> points = new ArrayList<>();
  private double lossSum;
  private double average;
  private double lowest = Double.POSITIVE_INFINITY;

  /**
   * Starts a sweep.
   *
   * @param steps that it has at most, at least 10
   */
  SweepRecorder(int steps) {
    this.decay = 1 - (double) SPANS / steps;
  }

  @Override
  public Decision stepEnded(StepReport report) {
    double before = report.stepInEpoch() == 1 ? 0 : lossSum;
    lossSum = report.trainLoss() * report.stepInEpoch(); // the report's is the epoch's mean
    double loss = lossSum - before;
    average = decay * average + (1 - decay) * loss;
    double smoothed = average / (1 - Math.pow(decay, points.size() + 1.0));
    points.add(new Point(report.learningRate(), loss, smoothed));
    lowest = Math.min(lowest, smoothed);
    return smoothed > DIVERGED * lowest ? Decision.STOP : Decision.CONTINUE;
  }

  LearningRateSweep sweep() {
    return new LearningRateSweep(points);
  }
}
