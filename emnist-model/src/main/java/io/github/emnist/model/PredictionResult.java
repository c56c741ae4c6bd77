package io.github.emnist.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of one of many pictures: a prediction, or the reason why there is none. Immutable.
 */
public sealed interface PredictionResult {
  /** {@return the picture's 0-based position in the list or stream} */
  long position();

  /** {@return the prediction; empty for a {@link Failure}} */
  default Optional<Prediction> prediction() {
    return this instanceof Success success ? Optional.of(success.value) : Optional.empty();
  }

  /** {@return what was wrong with the picture; empty for a {@link Success}} */
  default Optional<Exception> exception() {
    return this instanceof Failure failure ? Optional.of(failure.cause) : Optional.empty();
  }

  /**
   * A picture that was recognised.
   *
   * @param position of the picture, 0-based
   * @param value what it shows
   */
  record Success(long position, Prediction value) implements PredictionResult {
    /** Creates a result. */
    public Success {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * A picture that could not be read.
   *
   * @param position of the picture, 0-based
   * @param cause what a call with this picture alone throws
   */
  record Failure(long position, Exception cause) implements PredictionResult {
    /** Creates a result. */
    public Failure {
      Objects.requireNonNull(cause, "cause");
    }
  }
}
