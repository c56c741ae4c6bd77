package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.config.TrainingSettings;
import io.github.emnist.train.history.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Trains a network. Without settings of your own it follows the standard recipe:
 *
 * <pre>{@code
 * TrainingResult result =
 *     Trainer.of(CnnArchitecture.emnistCnn()).progress(Progress.console()).fit(emnist.train());
 * }</pre>
 *
 * <p>Not thread-safe; one trainer may fit several times.
 */
public final class Trainer extends TrainingSettings<Trainer> {
  private final CnnArchitecture architecture;
  private final Optional<ModelBundle> start;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private LongSupplier nanoClock = System::nanoTime;
  private Path checkpoints;

  private Trainer(CnnArchitecture architecture, Optional<ModelBundle> start) {
    this.architecture = architecture;
    this.start = start;
  }

  /**
   * Starts with the standard recipe.
   *
   * @param architecture the network to train, from random weights
   * @return a trainer
   */
  public static Trainer of(CnnArchitecture architecture) {
    return new Trainer(Objects.requireNonNull(architecture, "architecture"), Optional.empty());
  }

  /**
   * Starts with the standard recipe and goes on from a trained model, for example on other images
   * of the same classes. Its optimizer state is not kept; a lower learning rate than the standard
   * one changes the model less.
   *
   * @param model gives the network and the weights to start from
   * @return a trainer
   */
  public static Trainer from(ModelBundle model) {
    return new Trainer(model.architecture(), Optional.of(model));
  }

  /**
   * Adds a listener; several are told in the order in which they were added.
   *
   * @param listener told of the run's progress
   * @return this
   */
  public Trainer listener(TrainingListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Shows the run's progress.
   *
   * @param progress for example {@link io.github.emnist.train.progress.Progress#console()}
   * @return this
   */
  public Trainer progress(TrainingListener progress) {
    return listener(progress);
  }

  /**
   * Saves the model after every epoch, so that a run that is cut off leaves its last epoch behind.
   *
   * @param folder created where there is none; the model is in {@code last} in it, replaced in one
   *     step each time
   * @return this
   */
  public Trainer checkpoints(Path folder) {
    this.checkpoints = Objects.requireNonNull(folder, "folder");
    return this;
  }

  /**
   * Replaces the clock that speeds and time limits are read from.
   *
   * @param nanoClock nanoseconds since any fixed moment, never falling
   * @return this
   */
  public Trainer clock(LongSupplier nanoClock) {
    this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
    return this;
  }

  /**
   * Trains on a data set, of which a stratified part is held out to validate.
   *
   * @param dataset of the network's input size and number of classes
   * @return the trained weights with all that belongs to them
   * @throws IllegalArgumentException if the data does not fit the network or the model to start
   *     from
   * @throws TrainingException if the loss is no longer a finite number
   * @throws java.io.UncheckedIOException if a checkpoint cannot be written
   */
  public TrainingResult fit(EmnistDataset dataset) {
    TrainingConfig config = config();
    if (config.validationFraction() == 0) {
      return fit(dataset, dataset.take(0));
    }
    EmnistDataset.StratifiedSplit split =
        dataset.stratifiedSplit(config.validationFraction(), config.seed());
    return fit(split.remainder(), split.part());
  }

  /**
   * Trains on one data set and validates on another.
   *
   * @param train of the network's input size and number of classes, at least one image
   * @param validation of the same classes; an empty one means no validation
   * @return the trained weights with all that belongs to them
   * @throws IllegalArgumentException if the data does not fit the network or the model to start
   *     from, or early stopping is asked for and {@code validation} is empty
   * @throws TrainingException if the loss is no longer a finite number
   * @throws java.io.UncheckedIOException if a checkpoint cannot be written
   */
  public TrainingResult fit(EmnistDataset train, EmnistDataset validation) {
    TrainingConfig config = config();
    checkFits(train, validation);
    if (train.size() == 0) {
      throw new IllegalArgumentException("the training data is empty");
    }
    if (config.earlyStopping().isPresent() && validation.size() == 0) {
      throw new IllegalArgumentException(
          "early stopping watches the validation data, which is empty");
    }
    return new TrainingRun(
            architecture,
            start,
            config,
            train,
            validation,
            listeners,
            Optional.ofNullable(checkpoints),
            nanoClock)
        .run();
  }

  @Override
  protected Trainer self() {
    return this;
  }

  private void checkFits(EmnistDataset train, EmnistDataset validation) {
    if (!train.labelMap().equals(validation.labelMap())) {
      throw new IllegalArgumentException(
          "the validation data's classes %s are not the training data's %s"
              .formatted(validation.labelMap(), train.labelMap()));
    }
    if (start.isPresent() && !start.get().metadata().labelMap().equals(train.labelMap())) {
      throw new IllegalArgumentException(
          "the data's classes %s are not those of the model to start from, %s"
              .formatted(train.labelMap(), start.get().metadata().labelMap()));
    }
    for (EmnistDataset dataset : List.of(train, validation)) {
      if (dataset.labelMap().size() != architecture.classes()) {
        throw new IllegalArgumentException(
            "the data has %d classes, the network %d"
                .formatted(dataset.labelMap().size(), architecture.classes()));
      }
      if (dataset.height() != architecture.input().height()
          || dataset.width() != architecture.input().width()
          || architecture.input().channels() != 1) {
        throw new IllegalArgumentException(
            "the data's images are 1 x %d x %d (channels x height x width), the network's input is"
                    .formatted(dataset.height(), dataset.width())
                + " %d x %d x %d"
                    .formatted(
                        architecture.input().channels(),
                        architecture.input().height(),
                        architecture.input().width()));
      }
    }
  }
}
