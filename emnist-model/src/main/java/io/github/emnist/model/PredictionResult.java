package io.github.emnist.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of one of many pictures: a prediction, or the reason why there is none. Immutable.
 */
public sealed interface PredictionResult {
  /**
   * Which picture this is of.
   *
   * @return its 0-based position in the list or stream
   */
  long position();

  /**
   * The prediction, if there is one.
   *
   * @return empty for a {@link Failure}
   */
  Optional<Prediction> prediction();

  /**
   * What was wrong with the picture, if anything was.
   *
   * @return empty for a {@link Success}
   */
  Optional<Exception> exception();

  /**
   * A picture that was recognised.
   *
   * @param position of the picture, 0-based
   * @param value what it shows
   */
  record Success(long position, Prediction value) implements PredictionResult {
    /**
     * Creates a result.
     *
     * @param position of the picture, 0-based
     * @param value what it shows
     */
    public Success {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public Optional<Prediction> prediction() {
      return Optional.of(value);
    }

    @Override
    public Optional<Exception> exception() {
      return Optional.empty();
    }
  }

  /**
   * A picture that could not be read.
   *
   * @param position of the picture, 0-based
   * @param cause what a call with this picture alone throws
   */
  record Failure(long position, Exception cause) implements PredictionResult {
    /**
     * Creates a result.
     *
     * @param position of the picture, 0-based
     * @param cause what a call with this picture alone throws
     */
    public Failure {
      Objects.requireNonNull(cause, "cause");
    }

    @Override
    public Optional<Prediction> prediction() {
      return Optional.empty();
    }

    @Override
    public Optional<Exception> exception() {
      return Optional.of(cause);
    }
  }
}
