package io.github.emnist.benchmarks;

import io.github.emnist.model.TensorFlowNative;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.IOException;

/**
 * Images a second of {@link Trainer} with the reference network and the standard augmentation, one
 * line. This library's side of {@link TrainingPeers}.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.TrainingThroughput [STEPS [WARM-UP]]
 * </pre>
 */
public final class TrainingThroughput {
  private TrainingThroughput() {}

  /**
   * Measures and prints.
   *
   * @param args the steps to time and those before them
   * @throws IOException if the images cannot be read
   */
  public static void main(String[] args) throws IOException {
    SameTraining training = SameTraining.of(args);
    Watch watch = new Watch(training);
    Trainer.of(SameTraining.ARCHITECTURE)
        .augmentation(SameTraining.AUGMENTATION)
        .batchSize(SameTraining.BATCH)
        .schedule(LearningRateSchedule.constant(SameTraining.LEARNING_RATE))
        .labelSmoothing(SameTraining.LABEL_SMOOTHING)
        .samplesPerClass(training.samplesPerClass())
        .epochs(1)
        .validationFraction(0)
        .seed(SameTraining.SEED)
        .listener(watch)
        .fit(training.dataset());
    System.out.println(watch.figures());
  }

  /** Takes the time of the steps. */
  private static final class Watch implements TrainingListener {
    private final SameTraining training;
    private StepReport warm;
    private StepReport last;
    private long begin;
    private long end;

    Watch(SameTraining training) {
      this.training = training;
    }

    @Override
    public Decision stepEnded(StepReport report) {
      if (report.stepInEpoch() == training.warmUp()) {
        warm = report;
        begin = System.nanoTime();
      } else if (report.stepInEpoch() == training.allSteps()) {
        end = System.nanoTime();
        last = report;
      }
      return Decision.CONTINUE;
    }

    TrainingFigures figures() {
      double sum = last.trainLoss() * training.allSteps() - warm.trainLoss() * training.warmUp();
      return new TrainingFigures(
          (double) training.steps() * SameTraining.BATCH * 1e9 / (end - begin),
          SameTraining.ARCHITECTURE.parameterCount(),
          warm.trainLoss(),
          sum / training.steps(),
          "TensorFlow Java, TensorFlow " + TensorFlowNative.version());
    }
  }
}
