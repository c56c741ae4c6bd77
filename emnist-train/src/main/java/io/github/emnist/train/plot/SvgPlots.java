package io.github.emnist.train.plot;

import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Reliability;
import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.TrainingHistory;
import java.util.Locale;

/**
 * Pictures as SVG: one element that carries its own style, light or dark as the reader's system is,
 * for a file or for a page. What is pointed at tells its figures. Needs no fonts.
 */
public final class SvgPlots {
  private SvgPlots() {}

  /**
   * Accuracy over the epochs.
   *
   * @param history at least one epoch
   * @return an {@code svg} element, 480 x 300
   */
  public static String accuracy(TrainingHistory history) {
    return CurveSvg.accuracy(history);
  }

  /**
   * Loss over the epochs.
   *
   * @param history at least one epoch
   * @return an {@code svg} element, 480 x 300
   */
  public static String loss(TrainingHistory history) {
    return CurveSvg.loss(history);
  }

  /**
   * The learning rate over the epochs.
   *
   * @param history at least one epoch
   * @return an {@code svg} element, 480 x 300
   */
  public static String learningRate(TrainingHistory history) {
    return CurveSvg.learningRate(history);
  }

  /**
   * The images trained on in a second, over the epochs.
   *
   * @param history at least one epoch
   * @return an {@code svg} element, 480 x 300
   */
  public static String speed(TrainingHistory history) {
    return CurveSvg.speed(history);
  }

  /**
   * A learning rate range test: the loss over the rate.
   *
   * @param sweep at least one point
   * @return an {@code svg} element, 480 x 300
   * @throws IllegalArgumentException if the sweep has no points
   */
  public static String learningRateSweep(LearningRateSweep sweep) {
    if (sweep.points().isEmpty()) {
      throw new IllegalArgumentException("the sweep has no points to plot");
    }
    return SweepSvg.draw(sweep);
  }

  /**
   * A confusion matrix: true classes from top to bottom, predicted ones from left to right, right
   * answers in one colour, wrong ones in another.
   *
   * @param evaluation holds it
   * @return an {@code svg} element of 22 to 48 units a class
   */
  public static String confusion(Evaluation evaluation) {
    return ConfusionSvg.draw(
        evaluation.labelMap().labels(), evaluation.confusion(), title(evaluation));
  }

  /**
   * A reliability diagram.
   *
   * @param reliability the bins
   * @param title stands above it
   * @return an {@code svg} element, 480 x 496
   */
  public static String reliability(Reliability reliability, String title) {
    return ReliabilitySvg.draw(reliability, title);
  }

  static String title(Evaluation evaluation) {
    return String.format(
        Locale.ROOT,
        "Confusion matrix: %,d images, accuracy %.4f",
        evaluation.images(),
        evaluation.accuracy());
  }
}
