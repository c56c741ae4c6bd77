package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.MalformedDataException;
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
 * The input of a run.
 *
 * @param train all training images
 * @param sources the parts of {@code train}, in order; empty for one unnamed data set
 * @param warnings for the listeners when the run begins
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

  /** Creates the sampler of the epochs' images. */
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

  Optional<Checkpoint> resumed() {
    return origin.resumed();
  }

  /**
   * The initial state of a run, and what its data must match.
   *
   * @param start the model with the initial weights; empty for random ones
   * @param resumed the checkpoint to resume from; empty for a new run
   * @param sameData the model whose training data is required; empty if any data will do
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

    /** Throws an exception if the model cannot be reproduced, or not from this start. */
    static Origin reproducing(ModelBundle model, Optional<ModelBundle> start) {
      if (!Provenance.hasEnded(model)) {
        throw new IllegalArgumentException(
            "only the model of a finished training can be reproduced");
      }
      Optional<String> begun = Provenance.startWeightsSha256(model);
      if (begun.isPresent() && start.isEmpty()) {
        throw Messages.illegal(
            "the training started from another model, with weights of SHA-256 %s; pass it as"
                + " reproducing(model, start)",
            begun.get());
      }
      if (start.isPresent() && !begun.equals(start.map(ModelBundle::weightsSha256))) {
        throw Messages.illegal(
            "the start model has weights of SHA-256 %s, the training started from %s",
            start.get().weightsSha256(), begun.orElse("random weights"));
      }
      return new Origin(model.architecture(), start, Optional.empty(), Optional.of(model));
    }

    Weights initialWeights(long seed) {
      return start
          .map(ModelBundle::weights)
          .orElseGet(() -> Weights.initialize(architecture, seed));
    }

    /**
     * Throws an exception if a resumed run has other settings; those without JSON are not compared.
     */
    void checkSettings(TrainingConfig config) {
      Optional<String> own =
          resumed.flatMap(checkpoint -> checkpoint.settings().json()).map(Origin::asWrittenNow);
      if (own.isPresent()) {
        String found = RunSettings.of(config).json().orElse(config.toString());
        if (!found.equals(own.get())) {
          throw Messages.illegal(
              "a resumed run must keep its settings %s; found %s", own.get(), found);
        }
      }
    }

    /** Adds the settings that the version that wrote a checkpoint did not have. */
    private static String asWrittenNow(String settings) {
      try {
        return TrainingConfig.fromJson(settings, "checkpoint").toJson();
      } catch (MalformedDataException e) {
        return settings; // differs from any that can be read
      }
    }

    void checkFits(EmnistDataset train, EmnistDataset validation) {
      if (!train.labelMap().equals(validation.labelMap())) {
        throw Messages.illegal(
            "the validation data's classes %s are not the training data's %s",
            validation.labelMap(), train.labelMap());
      }
      checkClasses(train, sameData, "of the run");
      checkClasses(train, start, "of the start model");
      for (EmnistDataset dataset : List.of(train, validation)) {
        if (dataset.labelMap().size() != architecture.classes()) {
          throw Messages.illegal(
              "the data has %d classes, the network %d",
              dataset.labelMap().size(), architecture.classes());
        }
        if (dataset.height() != architecture.input().height()
            || dataset.width() != architecture.input().width()
            || architecture.input().channels() != 1) {
          throw Messages.illegal(
              "the data's images are 1 x %d x %d (channels x height x width), the network's input is"
                  + " %d x %d x %d",
              dataset.height(),
              dataset.width(),
              architecture.input().channels(),
              architecture.input().height(),
              architecture.input().width());
        }
      }
    }

    private static void checkClasses(
        EmnistDataset train, Optional<ModelBundle> model, String whose) {
      model
          .map(found -> found.metadata().labelMap())
          .filter(expected -> !expected.equals(train.labelMap()))
          .ifPresent(
              expected -> {
                throw Messages.illegal(
                    "the data's classes %s are not those %s, %s",
                    train.labelMap(), whose, expected);
              });
    }
  }
}
