package io.github.emnist.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of one of many inputs: a prediction, or the reason why there is none. Immutable.
 *
 * @param <T> the type of the input, {@link java.nio.file.Path} for files
 */
public sealed interface PredictionResult<T> {
  /** {@return what was to be recognised, as the caller gave it} */
  T input();

  /** {@return what the input shows; empty for a {@link Failure}} */
  default Optional<Prediction> prediction() {
    return this instanceof Success<T> success ? Optional.of(success.value) : Optional.empty();
  }

  /** {@return what was wrong with the input; empty for a {@link Success}} */
  default Optional<Exception> exception() {
    return this instanceof Failure<T> failure ? Optional.of(failure.cause) : Optional.empty();
  }

  /**
   * An input that was recognised.
   *
   * @param <T> the type of the input
   * @param input as the caller gave it
   * @param value what it shows
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
   * @param input as the caller gave it; null if that was null
   * @param cause what {@link CharacterClassifier#predict(ClassifierInput)} throws for this input
   *     alone
   */
  record Failure<T>(T input, Exception cause) implements PredictionResult<T> {
    /** Creates a result. */
    public Failure {
      Objects.requireNonNull(cause, "cause");
    }
  }
}
