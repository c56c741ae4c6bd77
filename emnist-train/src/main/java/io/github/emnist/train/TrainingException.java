package io.github.emnist.train;

import io.github.emnist.model.bundle.ModelBundle;
import java.util.Optional;

/** A run that cannot go on, for example because the loss is not a number any more. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Lost when the exception is serialized. */
  private final transient ModelBundle lastGood;

  /**
   * Creates the exception.
   *
   * @param message what happened, where, and what to do
   */
  public TrainingException(String message) {
    this(message, Optional.empty());
  }

  TrainingException(String message, Optional<ModelBundle> lastGood) {
    super(message);
    this.lastGood = lastGood.orElse(null);
  }

  /**
   * {@return the model of the last epoch that ended before a loss or weight was no finite number,
   * or the training diverged; empty where no epoch had ended, or the run ended for another reason}
   */
  public Optional<ModelBundle> lastGood() {
    return Optional.ofNullable(lastGood);
  }
}
