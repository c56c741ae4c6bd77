package io.github.emnist.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.model.ModelQuantization;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Checkpoint.RunPosition;
import io.github.emnist.train.Checkpoint.RunSettings;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
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

/** Makes models of a run's weights, and saves them where checkpoints are asked for. */
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
   * Makes the folder fit for the run: checkpoints of another one must not mix with its own, damaged
   * ones must not be kept for good ones, and the best model must be of the epochs that are behind.
   */
  void begin(TrainingHistory behind, int bestEpoch) {
    if (plan.checkpoints().isEmpty()) {
      return;
    }
    Path folder = plan.checkpoints().get().folder();
    try {
      if (plan.resumed().isEmpty()) {
        refuseUsed(folder);
        return;
      }
      Checkpoint from = plan.resumed().get();
      CheckpointStore.setAsideDamaged(from);
      if (from.best().isPresent()) {
        List<EpochRecord> epochs = behind.epochs().subList(0, bestEpoch);
        saveBest(from.best().get(), new TrainingHistory(epochs, behind.bestEpoch()));
      }
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  private static void refuseUsed(Path folder) throws IOException {
    if (CheckpointStore.hasAny(folder)) {
      FileAlreadyExistsException used =
          new FileAlreadyExistsException(
              folder.toString(),
              null,
              "holds checkpoints of another run; resume that, or choose another folder");
      throw new UncheckedIOException(used.getMessage(), used);
    }
  }

  ModelBundle bundle(Weights weights, TrainingHistory history) {
    return bundle(weights, history, false);
  }

  /** The model of a run that ended, which {@link Trainer#reproducing} takes. */
  ModelBundle finalBundle(Weights weights, TrainingHistory history) {
    return ModelQuantization.prepare(bundle(weights, history, true), plan.train());
  }

  private ModelBundle bundle(Weights weights, TrainingHistory history, boolean ended) {
    ObjectNode training = provenance.deepCopy().put(Provenance.ENDED, ended);
    return new ModelBundle(
        metadata().withProvenance(Provenance.SECTION, Provenance.section(training, history)),
        weights);
  }

  /** What the model to start from is, without what held for its weights alone. */
  private ModelMetadata metadata() {
    Optional<ModelMetadata> before =
        plan.resumed().map(Checkpoint::model).or(plan::start).map(ModelBundle::metadata);
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

  /** Saves a checkpoint where they are asked for. Returns where. */
  Optional<String> save(
      Weights kept,
      TrainingHistory history,
      RunPosition position,
      Weights state,
      Optional<Weights> best) {
    return plan.checkpoints()
        .map(
            rule -> {
              ModelBundle model = bundle(kept, history, position.ended());
              try {
                return CheckpointStore.save(
                        new Checkpoint(null, model, settings, rule, position, state, best))
                    .toString();
              } catch (IOException e) {
                throw cannotWrite(rule.folder(), e);
              }
            });
  }

  /** Replaces the model of the best epoch where checkpoints are asked for. */
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

  /**
   * Keeps a folder of checkpoints for one run at a time, of this process or another. The system
   * takes the lock away from a process that is killed.
   */
  static final class RunLock implements AutoCloseable {
    static final String FILE = ".lock";

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    /**
     * Locks a folder, which is created where it is missing.
     *
     * @throws UncheckedIOException if another run uses it, or it cannot be written
     */
    static RunLock of(Path folder) {
      try {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
          channel.close();
          FileSystemException used =
              new FileSystemException(
                  folder.toString(),
                  null,
                  "another run uses these checkpoints now, here or in another process; wait until it"
                      + " ends, or stop it");
          throw new UncheckedIOException(used.getMessage(), used);
        }
        return new RunLock(file, channel);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot write a checkpoint into " + folder + ": " + e.getMessage(), e);
      }
    }

    private static boolean isLocked(FileChannel channel) {
      try {
        FileLock lock = channel.tryLock();
        return lock != null;
      } catch (OverlappingFileLockException e) {
        return false;
      } catch (IOException e) {
        return true; // a file system without locks, as some on a network: go on without
      }
    }

    /** Frees the folder, and takes away the file where the run has left nothing else. */
    @Override
    public void close() {
      try (channel) {
        if (isAlone()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        return; // the run's result counts, not this file
      }
    }

    private boolean isAlone() throws IOException {
      try (Stream<Path> files = Files.list(file.getParent())) {
        return files.allMatch(file::equals);
      }
    }
  }
}
