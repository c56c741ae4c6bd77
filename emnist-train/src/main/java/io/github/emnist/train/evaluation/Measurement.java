package io.github.emnist.train.evaluation;

import io.github.emnist.data.MalformedDataException;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is measured of a model on one data set: what {@code metrics.json} holds. Immutable.
 *
 * @param evaluation the figures
 * @param bootstrap their bootstrap intervals
 * @param confusable classes whose confusion may be forgiven
 * @param calibrated the figures with the model's temperature, where it has one
 */
public record Measurement(
    Evaluation evaluation,
    BootstrapIntervals bootstrap,
    ConfusableClasses confusable,
    Optional<CalibratedFigures> calibrated) {
  /**
   * Creates a measurement.
   *
   * @throws IllegalArgumentException if a label of a group is not one of the classes
   */
  public Measurement {
    Objects.requireNonNull(bootstrap, "bootstrap");
    Objects.requireNonNull(calibrated, "calibrated");
    confusable.merged(evaluation.labelMap());
  }

  /**
   * Measures with the standard bootstrap and EMNIST's confusable classes.
   *
   * @param scores what the model says of each image
   * @param scaling the model's temperature, where it has one
   * @return the figures
   */
  public static Measurement of(Scores scores, Optional<TemperatureScaling> scaling) {
    return new Measurement(
        Evaluation.of(scores),
        BootstrapIntervals.of(scores, Bootstrap.standard()),
        ConfusableClasses.of(scores.labelMap()),
        scaling.map(s -> CalibratedFigures.of(scores, s)));
  }

  /**
   * The accuracy if an answer within the right class's group of confusable classes counts as right.
   *
   * @return in [0, 1]
   */
  public double mergedAccuracy() {
    return evaluation.accuracyMerging(confusable);
  }

  /**
   * The 95 % interval of the merged accuracy by Wilson's score.
   *
   * @return within [0, 1]
   */
  public Interval mergedAccuracyInterval() {
    return Interval.wilson(mergedAccuracy(), evaluation.images());
  }

  /**
   * The fields of {@link Evaluation#toJson()}, then {@code merged} ({@code groups}, {@code
   * accuracy}, {@code accuracyInterval}), {@code bootstrap} ({@code resamples}, {@code confidence},
   * {@code seed}, and the intervals {@code accuracy}, {@code loss}, {@code top3Accuracy}) and,
   * where the model has a temperature, {@code calibrated} ({@code temperature}, {@code fittedOn}
   * images, {@code loss}, {@code ece}, {@code reliability}).
   *
   * @return one line
   */
  public String toJson() {
    return MetricsFile.of(this).toJson();
  }

  /**
   * Reads what {@link #toJson()} wrote. What follows from other fields is computed anew.
   *
   * @param json the document
   * @param source what to call it in an error, usually the file's path
   * @return the measurement
   * @throws MalformedDataException if it is not JSON, or a field is missing or wrong
   */
  public static Measurement fromJson(String json, String source) throws MalformedDataException {
    return MetricsFile.read(json, source);
  }
}
