package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.checkpoint.Checkpoint;
import io.github.emnist.train.checkpoint.Checkpoints;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.TrainingListener;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a run is given.
 *
 * @param train all images to train on
 * @param sources what {@code train} consists of, in order; empty for one data set without a name
 * @param warnings to be told when the run begins
 */
record RunPlan(
    Origin origin,
    TrainingConfig config,
    EmnistDataset train,
    List<Trainer.Source> sources,
    EmnistDataset validation,
    List<TrainingListener> listeners,
    Optional<Checkpoints> checkpoints,
    List<String> warnings,
    LongSupplier nanoClock) {
  CnnArchitecture architecture() {
    return origin.architecture();
  }

  /** The order in which an epoch visits the images. */
  Sampler sampler() {
    int perClass = config.samplesPerClass();
    if (!sources.isEmpty()) {
      return Sampler.mixed(
          sources.stream().map(Trainer.Source::dataset).toList(),
          sources.stream().mapToDouble(Trainer.Source::weight).toArray(),
          perClass);
    }
    return perClass == 0 ? Sampler.shuffled(train) : Sampler.classBalanced(train, perClass);
  }

  /** The model to start from; empty for random weights. */
  Optional<ModelBundle> start() {
    return origin.start();
  }

  /** Where to go on; empty to begin. */
  Optional<Checkpoint> resumed() {
    return origin.resumed();
  }
}
