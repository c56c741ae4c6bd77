package io.github.emnist.train;

import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.LearningRateSweep.Point;
import io.github.emnist.train.history.StepReport;
import io.github.emnist.train.history.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes each step's rate and loss, and ends the run once it diverges. Average and limit are
 * fastai's {@code lr_find}: a decay of 0.98, begun without a bias, and 4 times the lowest average.
 */
final class SweepRecorder implements TrainingListener {
  private static final double DECAY = 0.98;
  private static final double DIVERGED = 4;

  private final List<Point> points = new ArrayList<>();
  private double lossSum;
  private double average;
  private double lowest = Double.POSITIVE_INFINITY;

  @Override
  public Decision stepEnded(StepReport report) {
    double before = report.stepInEpoch() == 1 ? 0 : lossSum;
    lossSum = report.trainLoss() * report.stepInEpoch(); // the report's is the epoch's mean
    double loss = lossSum - before;
    average = DECAY * average + (1 - DECAY) * loss;
    double smoothed = average / (1 - Math.pow(DECAY, points.size() + 1.0));
    points.add(new Point(report.learningRate(), loss, smoothed));
    lowest = Math.min(lowest, smoothed);
    return smoothed > DIVERGED * lowest ? Decision.STOP : Decision.CONTINUE;
  }

  LearningRateSweep sweep() {
    return new LearningRateSweep(points);
  }
}
