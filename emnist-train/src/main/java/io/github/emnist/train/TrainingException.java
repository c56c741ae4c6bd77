package io.github.emnist.train;

/** A run that cannot go on, for example because the loss is not a number any more. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param message what happened, where, and what to do
   */
  public TrainingException(String message) {
    super(message);
  }
}
