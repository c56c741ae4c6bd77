package io.github.emnist.train;

import io.github.emnist.model.bundle.ModelBundle;
import java.util.Optional;

/** Thrown if a run cannot continue, for example because the loss is no longer a finite number. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Lost when the exception is serialized. */
  private final transient ModelBundle lastGood;

  /**
   * Creates an exception without a model.
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
   * {@return the model of the last epoch before the training diverged; empty if there was none, or
   * the run failed for another reason}
   */
  public Optional<ModelBundle> lastGood() {
    return Optional.ofNullable(lastGood);
  }
}
