package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import io.github.emnist.train.evaluation.Scores;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.report.TrainingPlots;
import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** The result of a run: model, history and settings. Immutable; holds no native memory. */
public final class TrainingResult {
  private final ModelBundle bundle;
  private final TrainingConfig config;
  private final TrainingHistory history;
  private final EmnistDataset validation;
  private final boolean paused;

  TrainingResult(
      ModelBundle bundle,
      TrainingConfig config,
      TrainingHistory history,
      EmnistDataset validation,
      boolean paused) {
    this.bundle = bundle;
    this.config = config;
    this.history = history;
    this.validation = validation;
    this.paused = paused;
  }

  /** {@return the trained model: architecture, weights, labels and provenance} */
  public ModelBundle bundle() {
    return bundle;
  }

  /** {@return the settings of the run} */
  public TrainingConfig config() {
    return config;
  }

  /** {@return the epochs of the run} */
  public TrainingHistory history() {
    return history;
  }

  /** {@return the validation images, which the run did not train on; possibly empty} */
  public EmnistDataset validation() {
    return validation;
  }

  /** {@return whether a listener paused the run, so that {@link Trainer#resume} can continue it} */
  public boolean paused() {
    return paused;
  }

  /**
   * {@return the model with a temperature fitted on the validation images; {@link #bundle()} itself
   * if there are none}
   */
  public ModelBundle calibrated() {
    if (validation.size() == 0) {
      return bundle;
    }
    try (EmnistClassifier classifier = classifier()) {
      return TemperatureScaling.fit(Scores.of(classifier, validation)).addTo(bundle);
    }
  }

  /** {@return a new classifier with the model, in float32; to be closed by the caller} */
  public EmnistClassifier classifier() {
    return EmnistClassifier.of(
        bundle, ClassifierOptions.defaults().withPrecision(Precision.FLOAT32));
  }

  /**
   * {@return the model's figures on a data set}
   *
   * @param dataset of the same classes, at least one image
   * @throws IllegalArgumentException if the data set is empty or has other classes
   */
  public Evaluation evaluate(EmnistDataset dataset) {
    try (EmnistClassifier classifier = classifier()) {
      return Evaluation.of(classifier, dataset);
    }
  }

  /** {@return plots of accuracy and loss, to be written to a folder} */
  public TrainingPlots plots() {
    return TrainingPlots.of(history);
  }

  /**
   * {@return plots of accuracy, loss and the confusion matrix, to be written to a folder}
   *
   * @param evaluation has the confusion matrix
   */
  public TrainingPlots plots(Evaluation evaluation) {
    return TrainingPlots.of(history, evaluation);
  }

  /**
   * Saves the model as {@link ModelBundle#save} does, replacing an earlier model atomically.
   *
   * @param path a folder, or a ZIP if its name ends in {@code .zip}
   * @param options none, or {@link java.nio.file.StandardOpenOption#CREATE_NEW} to fail if the path
   *     exists
   * @throws java.nio.file.FileAlreadyExistsException if the path exists and is not a model, or with
   *     {@code CREATE_NEW}
   * @throws IOException if it cannot be written
   */
  public void saveTo(Path path, OpenOption... options) throws IOException {
    bundle.save(path, options);
  }
}
