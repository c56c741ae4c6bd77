package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.train.evaluation.Measurement;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import io.github.emnist.train.evaluation.Mistakes;
import io.github.emnist.train.evaluation.Scores;
import java.io.IOException;

/** The figures of a model on a data set, and its most confident mistakes. */
record Measured(Measurement measurement, Mistakes mistakes) {
  private static final int MISTAKES = 48;

  static Measured of(EmnistClassifier classifier, EmnistDataset dataset) throws IOException {
    Scores scores = Scores.of(classifier, dataset);
    return new Measured(
        Measurement.of(scores, TemperatureScaling.of(classifier.metadata())),
        Mistakes.mostConfident(scores, dataset, MISTAKES));
  }
}
