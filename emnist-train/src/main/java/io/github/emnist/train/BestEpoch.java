package io.github.emnist.train;

import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The best epoch of a run so far, and whether the run should end because it stays the best. */
final class BestEpoch {
  private final Optional<EarlyStopping> rule;
  private final EarlyStopping.Watch watch;
  private Optional<Weights> weights;

  /**
   * Starts watching, or goes on after the epochs of an earlier part of the run.
   *
   * @param weights of the best of those epochs
   */
  BestEpoch(TrainingConfig config, List<EpochRecord> behind, Optional<Weights> weights) {
    this.rule = config.earlyStopping();
    this.watch = rule.orElse(EarlyStopping.onValidationLoss()).watch();
    behind.forEach(watch::improvedBy);
    this.weights = weights;
  }

  /** Looks at an epoch. Returns whether it is the best so far. */
  boolean offer(EpochRecord epoch, Weights its) {
    boolean improved = watch.improvedBy(epoch);
    if (improved) {
      weights = Optional.of(its);
    }
    return improved;
  }

  /** 1-based; 0 before the first. */
  int epoch() {
    return watch.bestEpoch();
  }

  Optional<Weights> weights() {
    return weights;
  }

  /** Whether early stopping was asked for and its patience is at an end. */
  boolean exhausted() {
    return rule.isPresent() && watch.exhausted();
  }

  /** The weights that early stopping puts back at the end; empty where it does not. */
  Optional<Weights> restored() {
    return rule.map(EarlyStopping::restoreBest).orElse(false) ? weights : Optional.empty();
  }

  /** The 1-based epoch of {@link #restored()}. */
  OptionalInt restoredEpoch() {
    return restored().isPresent() ? OptionalInt.of(watch.bestEpoch()) : OptionalInt.empty();
  }
}
