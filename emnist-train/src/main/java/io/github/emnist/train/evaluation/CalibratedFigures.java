package io.github.emnist.train.evaluation;

/**
 * What becomes of a model's figures with its temperature; which class is the most probable stays
 * the same, and so does the accuracy.
 *
 * @param scaling the temperature, fitted on other images
 * @param loss the mean cross-entropy in nats
 * @param reliability how far the probabilities can then be relied on
 */
public record CalibratedFigures(TemperatureScaling scaling, double loss, Reliability reliability) {
  static CalibratedFigures of(Scores scores, TemperatureScaling scaling) {
    Evaluation evaluation = Evaluation.of(scores.atTemperature(scaling.temperature()));
    return new CalibratedFigures(scaling, evaluation.loss(), evaluation.reliability());
  }
}
