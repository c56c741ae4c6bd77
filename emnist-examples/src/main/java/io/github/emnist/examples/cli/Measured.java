package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.train.evaluation.Measurement;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import io.github.emnist.train.evaluation.Mistakes;
import io.github.emnist.train.evaluation.Scores;
import java.io.IOException;

/**
 * What a model is on a data set, and the mistakes that it was surest of.
 *
 * @param measurement the figures
 * @param mistakes with their pictures
 */
record Measured(Measurement measurement, Mistakes mistakes) {
  private static final int MISTAKES = 48;

  static Measured of(EmnistClassifier classifier, EmnistDataset dataset) throws IOException {
    Scores scores = Scores.of(classifier, dataset);
    return new Measured(
        Measurement.of(scores, TemperatureScaling.of(classifier.metadata())),
        Mistakes.mostConfident(scores, dataset, MISTAKES));
  }
}
