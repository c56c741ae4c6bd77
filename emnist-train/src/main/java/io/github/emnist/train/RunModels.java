package io.github.emnist.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.model.ModelQuantization;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Checkpoint.RunPosition;
import io.github.emnist.train.Checkpoint.RunSettings;
import io.github.emnist.train.config.Checkpoints;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.internal.TrainingSection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates models from a run's weights, and saves them if the run has checkpoints. */
final class RunModels {
  private final RunPlan plan;
  private final ObjectNode provenance;
  private final RunSettings settings;

  RunModels(RunPlan plan, ObjectNode provenance) {
    this.plan = plan;
    this.provenance = provenance;
    this.settings = RunSettings.of(plan.config());
  }

  /**
   * Prepares the folder of checkpoints: fails if it holds those of another run, sets damaged ones
   * aside, and restores the model of the best epoch so far.
   */
  void begin(TrainingHistory soFar, int bestEpoch) {
    if (plan.checkpoints().isEmpty()) {
      return;
    }
    Path folder = plan.checkpoints().get().folder();
    try {
      if (plan.resumed().isEmpty()) {
        if (CheckpointStore.hasAny(folder)) {
          FileAlreadyExistsException used =
              new FileAlreadyExistsException(
                  folder.toString(),
                  null,
                  "holds checkpoints of another run; resume that, or choose another folder");
          throw new UncheckedIOException(used.getMessage(), used);
        }
        return;
      }
      Checkpoint from = plan.resumed().get();
      CheckpointStore.setAsideDamaged(from);
      if (from.best().isPresent()) {
        List<EpochRecord> epochs = soFar.epochs().subList(0, bestEpoch);
        saveBest(from.best().get(), new TrainingHistory(epochs, soFar.bestEpoch()));
      }
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  ModelBundle bundle(Weights weights, TrainingHistory history) {
    return bundle(weights, history, false);
  }

  /** Creates the model of a finished run, which {@link Trainer#reproducing} accepts. */
  ModelBundle finalBundle(Weights weights, TrainingHistory history) {
    return ModelQuantization.prepare(bundle(weights, history, true), plan.train());
  }

  private ModelBundle bundle(Weights weights, TrainingHistory history, boolean ended) {
    ObjectNode training = provenance.deepCopy().put(Provenance.ENDED, ended);
    return new ModelBundle(
        metadata().withProvenance(TrainingSection.NAME, Provenance.section(training, history)),
        weights);
  }

  /** Returns the metadata of the initial model, without what holds only for its weights. */
  private ModelMetadata metadata() {
    Optional<ModelMetadata> before =
        plan.resumed().map(Checkpoint::model).or(plan.origin()::start).map(ModelBundle::metadata);
    if (before.isEmpty()) {
      return ModelMetadata.of(plan.architecture(), plan.train().labelMap());
    }
    return new ModelMetadata(
        plan.architecture(),
        plan.train().labelMap(),
        before.get().preprocessing(),
        Optional.empty(),
        Optional.empty(),
        before.get().provenance());
  }

  boolean isDueAfter(long step) {
    return plan.checkpoints()
        .map(rule -> rule.everySteps() > 0 && step % rule.everySteps() == 0)
        .orElse(false);
  }

  boolean isDueAfterEpoch(int epochs) {
    return plan.checkpoints().map(rule -> epochs % rule.everyEpochs() == 0).orElse(false);
  }

  /** Saves a checkpoint if the run has them, and returns its folder. */
  Optional<String> save(
      Weights kept,
      TrainingHistory history,
      RunPosition position,
      Weights state,
      Optional<Weights> best) {
    if (plan.checkpoints().isEmpty()) {
      return Optional.empty();
    }
    Checkpoints rule = plan.checkpoints().get();
    ModelBundle model = bundle(kept, history, position.ended());
    try {
      Checkpoint saved = new Checkpoint(null, model, settings, rule, position, state, best);
      return Optional.of(CheckpointStore.save(saved).toString());
    } catch (IOException e) {
      throw cannotWrite(rule.folder(), e);
    }
  }

  /** Replaces the model of the best epoch if the run has checkpoints. */
  void saveBest(Weights weights, TrainingHistory history) {
    if (plan.checkpoints().isPresent()) {
      Path folder = plan.checkpoints().get().folder();
      try {
        Files.createDirectories(folder);
        bundle(weights, history).save(folder.resolve(CheckpointStore.BEST));
      } catch (IOException e) {
        throw cannotWrite(folder, e);
      }
    }
  }

  private static UncheckedIOException cannotWrite(Path folder, IOException e) {
    return new UncheckedIOException(
        "cannot write a checkpoint into " + folder + ": " + e.getMessage(), e);
  }

  /** Locks a folder of checkpoints against other runs, in this process and in others. */
  static final class RunLock implements AutoCloseable {
    static final String FILE = ".lock";

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    /**
     * Locks a folder, which is created if necessary.
     *
     * @throws UncheckedIOException if another run uses it, or it cannot be written
     */
    static RunLock of(Path folder) {
      try {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
          channel.close();
          FileSystemException used =
              new FileSystemException(
                  folder.toString(),
                  null,
                  "is in use by another run, in this process or another; wait until it ends, or stop"
                      + " it");
          throw new UncheckedIOException(used.getMessage(), used);
        }
        return new RunLock(file, channel);
      } catch (IOException e) {
        throw cannotWrite(folder, e);
      }
    }

    private static boolean tryLock(FileChannel channel) {
      try {
        FileLock lock = channel.tryLock();
        return lock != null;
      } catch (OverlappingFileLockException e) {
        return false;
      } catch (IOException e) {
        return true; // some network file systems have no locks
      }
    }

    /** Unlocks the folder, and deletes the lock file if it is the only file. */
    @Override
    public void close() {
      try (channel;
          Stream<Path> files = Files.list(file.getParent())) {
        if (files.allMatch(file::equals)) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        return; // a left-over file does no harm
      }
    }
  }
}
