package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Tests whether training leaks native memory: trains the reference network with augmentation in
 * many short epochs, each with a validation and a checkpoint, in small batches so that 20,000 steps
 * end in minutes. Every 100 steps the memory of the process is written to {@code memory.csv} in
 * OUT; at the end, a plot of it is written to {@code memory.png}, and a line says whether it is
 * flat. The heap has a fixed size and is touched beforehand, so that it does not distort the
 * figure. Linux only. The images are those of {@code EMNIST_DATA}, or synthetic ones if it is not
 * set.
 *
 * <pre>
 * java -Xms1g -Xmx1g -XX:+AlwaysPreTouch -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.TrainingSoak OUT [STEPS [WARM-UP]]
 * </pre>
 */
public final class TrainingSoak {
  private static final int STEPS = 20_000;
  private static final int WARM_UP = 2_000;
  private static final int BATCH = 16;
  private static final int STEPS_PER_EPOCH = 200;
  private static final double VALIDATION_FRACTION = 0.005;
  private static final int SAMPLE_EVERY = 100;

  private TrainingSoak() {}

  /**
   * Trains and prints the result.
   *
   * @param args a folder for the figures, the number of steps, and the number of first steps to
   *     leave out
   * @throws IOException if the images cannot be read or the figures cannot be written
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: TrainingSoak OUT [STEPS [WARM-UP]]");
      System.exit(2);
    }
    Path out = Files.createDirectories(Path.of(args[0]));
    int steps = args.length > 1 ? Integer.parseInt(args[1]) : STEPS;
    int warmUp = args.length > 2 ? Integer.parseInt(args[2]) : WARM_UP;
    EmnistDataset dataset =
        System.getenv("EMNIST_DATA") == null
            ? SyntheticEmnist.balanced().train()
            : EmnistReader.open(RealData.folder()).train();
    CnnArchitecture architecture = CnnArchitecture.emnistCnn();
    int epochs = (steps + STEPS_PER_EPOCH - 1) / STEPS_PER_EPOCH;
    System.out.println(Machine.describe());
    System.out.printf(
        Locale.ROOT,
        "%s, %,d steps of %d images, %d epochs, each validated and saved%n",
        architecture.name(),
        steps,
        BATCH,
        epochs);

    Path checkpoints = Files.createTempDirectory("emnist-soak");
    try (MemoryLog log =
        MemoryLog.create(out.resolve("memory.csv"), "training", "optimizer steps")) {
      Trainer.of(architecture)
          .batchSize(BATCH)
          .samplesPerClass(
              (STEPS_PER_EPOCH * BATCH + architecture.classes() - 1) / architecture.classes())
          .epochs(epochs)
          .validationFraction(VALIDATION_FRACTION)
          .checkpoints(checkpoints)
          .listener(new Sampler(log, steps))
          .fit(dataset);
      log.plot(out.resolve("memory.png"));
      System.out.println(log.verdict(warmUp));
    } finally {
      AtomicFiles.deleteFolder(checkpoints);
    }
  }

  /** Takes a sample every hundred steps, and reports the progress every ten epochs. */
  private static final class Sampler implements TrainingListener {
    private final MemoryLog log;
    private final int steps;

    Sampler(MemoryLog log, int steps) {
      this.log = log;
      this.steps = steps;
    }

    @Override
    public Decision stepEnded(StepReport report) {
      if (report.step() % SAMPLE_EVERY == 0) {
        log.sample(report.step());
      }
      return report.step() < steps ? Decision.CONTINUE : Decision.STOP;
    }

    @Override
    public Decision epochEnded(EpochRecord epoch) {
      if (epoch.epoch() % 10 == 0) {
        System.out.printf(
            Locale.ROOT,
            "epoch %d, step %,d: loss %.3f, validation loss %.3f, %s%n",
            epoch.epoch(),
            epoch.step(),
            epoch.trainLoss(),
            epoch.validationLoss(),
            log.last());
      }
      return Decision.CONTINUE;
    }
  }
}
