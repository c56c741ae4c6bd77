package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Checkpoint.RunSettings;
import io.github.emnist.train.config.Checkpoints;
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
          sources.stream()
              .map(source -> new Sampler.Part(source.dataset(), source.weight(), source.asFound()))
              .toList(),
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

  /**
   * What a run begins with, and what it must therefore be given.
   *
   * @param start the model whose weights it begins with; empty for random ones
   * @param resumed the checkpoint that it goes on from; empty where it begins
   * @param sameData the model whose data it must be given; empty where any that fits will do
   */
  record Origin(
      CnnArchitecture architecture,
      Optional<ModelBundle> start,
      Optional<Checkpoint> resumed,
      Optional<ModelBundle> sameData) {

    static Origin of(CnnArchitecture architecture) {
      return new Origin(architecture, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Origin from(ModelBundle model) {
      return new Origin(
          model.architecture(), Optional.of(model), Optional.empty(), Optional.empty());
    }

    static Origin resumed(Checkpoint checkpoint) {
      ModelBundle model = checkpoint.model();
      return new Origin(
          model.architecture(), Optional.empty(), Optional.of(checkpoint), Optional.of(model));
    }

    /** Refuses a model that cannot be trained again, or not from this start. */
    static Origin reproducing(ModelBundle model, Optional<ModelBundle> start) {
      if (!Provenance.hasEnded(model)) {
        throw new IllegalArgumentException(
            "the model is not that of a training that ended; only such a one can be reproduced");
      }
      Optional<String> begun = Provenance.startWeightsSha256(model);
      if (begun.isPresent() && start.isEmpty()) {
        throw new IllegalArgumentException(
            "the model's training began with the weights of another model, of SHA-256 %s; give it as"
                    .formatted(begun.get())
                + " reproducing(model, start)");
      }
      if (start.isPresent() && !begun.equals(start.map(ModelBundle::weightsSha256))) {
        throw new IllegalArgumentException(
            "the model to start from has weights of SHA-256 %s, the training began with %s"
                .formatted(start.get().weightsSha256(), begun.orElse("none, but random ones")));
      }
      return new Origin(model.architecture(), start, Optional.empty(), Optional.of(model));
    }

    Weights initialWeights(long seed) {
      return start
          .map(ModelBundle::weights)
          .orElseGet(() -> Weights.initialize(architecture, seed));
    }

    /** Settings that cannot be written cannot be compared either. */
    void checkSettings(TrainingConfig config) {
      Optional<String> own = resumed.flatMap(checkpoint -> checkpoint.settings().json());
      if (own.isPresent()) {
        String found = RunSettings.of(config).json().orElse(config.toString());
        if (!found.equals(own.get())) {
          throw new IllegalArgumentException(
              "a run goes on with its own settings, %s; found %s".formatted(own.get(), found));
        }
      }
    }

    void checkFits(EmnistDataset train, EmnistDataset validation) {
      if (!train.labelMap().equals(validation.labelMap())) {
        throw new IllegalArgumentException(
            "the validation data's classes %s are not the training data's %s"
                .formatted(validation.labelMap(), train.labelMap()));
      }
      if (sameData.isPresent() && !sameData.get().metadata().labelMap().equals(train.labelMap())) {
        throw new IllegalArgumentException(
            "the data's classes %s are not the run's, %s"
                .formatted(train.labelMap(), sameData.get().metadata().labelMap()));
      }
      if (start.isPresent() && !start.get().metadata().labelMap().equals(train.labelMap())) {
        throw new IllegalArgumentException(
            "the data's classes %s are not those of the model to start from, %s"
                .formatted(train.labelMap(), start.get().metadata().labelMap()));
      }
      for (EmnistDataset dataset : List.of(train, validation)) {
        if (dataset.labelMap().size() != architecture.classes()) {
          throw new IllegalArgumentException(
              Messages.format(
                  "the data has %d classes, the network %d",
                  dataset.labelMap().size(), architecture.classes()));
        }
        if (dataset.height() != architecture.input().height()
            || dataset.width() != architecture.input().width()
            || architecture.input().channels() != 1) {
          throw new IllegalArgumentException(
              Messages.format(
                      "the data's images are 1 x %d x %d (channels x height x width), the network's"
                          + " input is",
                      dataset.height(), dataset.width())
                  + Messages.format(
                      " %d x %d x %d",
                      architecture.input().channels(),
                      architecture.input().height(),
                      architecture.input().width()));
        }
      }
    }
  }
}
