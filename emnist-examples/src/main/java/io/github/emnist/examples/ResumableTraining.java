package io.github.emnist.examples;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.config.Checkpoints;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import io.github.emnist.train.logging.TrainingLog;
import io.github.emnist.train.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trains with custom settings, and resumes an interrupted training when started again: {@code
 * ResumableTraining DATA OUT}.
 */
public final class ResumableTraining {
  private ResumableTraining() {}

  /**
   * Starts or resumes the training.
   *
   * @param args a folder or archive of EMNIST files, and a folder to write to
   * @throws IOException if something cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: ResumableTraining DATA OUT");
      System.exit(2);
    }
    Path data = Path.of(args[0]);
    Path out = Path.of(args[1]);
    // region: resume
    EmnistSource emnist = EmnistReader.open(data);
    Path checkpoints = out.resolve("checkpoints");
    Trainer trainer;
    if (Trainer.canResume(checkpoints)) {
      trainer = Trainer.resume(checkpoints);
    } else {
      trainer =
          Trainer.of(CnnArchitecture.small(emnist.split().labelMap().size()))
              .optimizer(OptimizerSpec.adamW(0.01))
              .schedule(LearningRateSchedule.oneCycle(4e-3))
              .averaging(new WeightAveraging(0.99))
              .earlyStopping(EarlyStopping.onValidationAccuracy().patience(3).startEpoch(5))
              .epochs(20)
              .checkpoints(Checkpoints.in(checkpoints).everySteps(500));
    }
    TrainingResult result =
        trainer
            .progress(Progress.console())
            .listener(TrainingLog.jsonLines(out.resolve("log.jsonl")))
            .listener(TrainingLog.tensorBoard(out.resolve("tensorboard")))
            .fit(emnist.train());
    result.saveTo(out.resolve("model"));
    // endregion
  }
}
