package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.train.history.TrainingHistory.Point;
import io.github.emnist.train.tensorflow.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Collects figures within the epochs: about a hundred points over a run, each the mean since the
 * one before, fifteen of them with a validation on some images. The share of the run decides, by
 * steps or by time, so that a short run has a curve too.
 */
final class LearningCurve {
  private static final int POINTS = 100;
  private static final int VALIDATIONS = 15;

  /** Enough for a point of a curve (one standard error is at most 1.6 %), and soon done. */
  private static final int VALIDATION_IMAGES = 1_000;

  private final EmnistDataset validation;
  private final List<Point> points;
  private Score sum = Score.NONE;
  private int pointsDue;
  private int validationsDue;

  /**
   * Starts a curve, or goes on with one.
   *
   * @param validation the whole part, possibly empty
   * @param behind the points so far
   * @param progress the share of the run that is behind, in [0, 1]
   */
  LearningCurve(EmnistDataset validation, long seed, List<Point> behind, double progress) {
    this.validation =
        validation.size() > VALIDATION_IMAGES
            ? validation.shuffle(seed).take(VALIDATION_IMAGES)
            : validation;
    this.points = new ArrayList<>(behind);
    this.pointsDue = (int) (progress * POINTS);
    this.validationsDue = (int) (progress * VALIDATIONS);
  }

  /**
   * Takes a step's figures.
   *
   * @param progress the share of the run that is behind now
   * @param validates whether the network may be validated here
   * @param validate scores images with the network as it is now
   */
  void add(
      Score step,
      long number,
      double progress,
      boolean validates,
      Function<EmnistDataset, Score> validate) {
    sum = sum.plus(step);
    if ((int) (progress * POINTS) == pointsDue) {
      return;
    }
    pointsDue = (int) (progress * POINTS);
    Score validated = Score.NONE;
    if (validates && validation.size() > 0 && (int) (progress * VALIDATIONS) > validationsDue) {
      validated = validate.apply(validation);
      validationsDue = (int) (progress * VALIDATIONS);
    }
    points.add(
        new Point(
            number,
            rounded(sum.meanLoss()),
            rounded(sum.accuracy()),
            rounded(validated.meanLoss()),
            rounded(validated.accuracy())));
    sum = Score.NONE;
  }

  /** To six decimals, more than a plot shows, as the model keeps it. */
  private static double rounded(double figure) {
    return Double.isFinite(figure) ? Math.round(figure * 1e6) / 1e6 : figure;
  }

  List<Point> points() {
    return List.copyOf(points);
  }
}
