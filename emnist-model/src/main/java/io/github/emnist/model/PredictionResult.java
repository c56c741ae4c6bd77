package io.github.emnist.model;

import java.util.Objects;
import java.util.Optional;

/**
 * The result for one of many inputs: a prediction or an exception. Immutable.
 *
 * @param <T> the type of the input, {@link java.nio.file.Path} for files
 */
public sealed interface PredictionResult<T> {
  /** {@return the input, as passed by the caller} */
  T input();

  /** {@return the prediction; empty for a {@link Failure}} */
  default Optional<Prediction> prediction() {
    return this instanceof Success<T> success ? Optional.of(success.value) : Optional.empty();
  }

  /** {@return the exception; empty for a {@link Success}} */
  default Optional<Exception> exception() {
    return this instanceof Failure<T> failure ? Optional.of(failure.cause) : Optional.empty();
  }

  /**
   * A recognised input.
   *
   * @param <T> the type of the input
   * @param input as passed by the caller
   * @param value the prediction
   */
  record Success<T>(T input, Prediction value) implements PredictionResult<T> {
    /** Creates a result. */
    public Success {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * An input that could not be read.
   *
   * @param <T> the type of the input
   * @param input as passed by the caller; possibly null
   * @param cause the exception of {@link CharacterClassifier#predict(ClassifierInput)} for this
   *     input
   */
  record Failure<T>(T input, Exception cause) implements PredictionResult<T> {
    /** Creates a result. */
    public Failure {
      Objects.requireNonNull(cause, "cause");
    }
  }
}
