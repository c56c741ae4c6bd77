package io.github.emnist.benchmarks;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.benchmarks.report.Worker;
import io.github.emnist.benchmarks.report.Worker.Figure;
import io.github.emnist.benchmarks.report.Worker.Order;
import io.github.emnist.benchmarks.report.Worker.Reply;
import io.github.emnist.benchmarks.report.Worker.Work;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.TensorFlowNative;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.history.TrainingListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Measures the images per second of {@link Trainer} with the reference network and the standard
 * augmentation: a contender of the report. The peers train the same network from the same weights
 * on the same batches, which the constants here define; only the dropout masks differ. If outputs
 * are compared, the network has no dropout.
 */
public final class TrainingThroughput {
  static final CnnArchitecture ARCHITECTURE = CnnArchitecture.emnistCnn();
  static final Augmentation AUGMENTATION = Augmentation.standard();
  static final int BATCH = 128;
  static final double LEARNING_RATE = 1e-3;
  static final double LABEL_SMOOTHING = 0.1;

  /** The seed of the initial weights, the order of the images and their augmentation. */
  public static final long SEED = 42;

  /**
   * The images of each class, and the draws of each: an epoch of 55 batches, regardless of how many
   * of them are trained.
   */
  private static final int PER_CLASS = 150;

  /** The number of steps whose mean loss is compared. */
  public static final int COMPARED = 8;

  private TrainingThroughput() {}

  /**
   * Writes the batches of a training, for a peer that cannot augment as this library does: of each,
   * the pixels and then the labels.
   *
   * @param file receives them
   * @param steps the number of timed steps
   * @throws IOException if it cannot be written
   * @throws InterruptedException never
   */
  public static void writeBatches(Path file, int steps) throws IOException, InterruptedException {
    Plan plan = Plan.of(steps);
    try (OutputStream out = Files.newOutputStream(file);
        AugmentedBatches batches = new AugmentedBatches(plan)) {
      for (int i = 0; i < plan.all(); i++) {
        AugmentedBatches.Batch batch = batches.next();
        out.write(batch.images());
        out.write(batch.labels());
      }
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  /**
   * The network, the images and the length of a run.
   *
   * @param architecture the reference network; without dropout if losses are compared
   * @param dataset synthetic images
   * @param warmUp the number of steps before the clock starts
   * @param steps the number of timed steps
   */
  record Plan(CnnArchitecture architecture, EmnistDataset dataset, int warmUp, int steps) {
    static Plan of(Order order) {
      int steps = Integer.parseInt(order.works().get(0).params().get("steps"));
      return order.check() ? new Plan(withoutDropout(), draw(), COMPARED, 1) : of(steps);
    }

    static Plan of(int steps) {
      return new Plan(ARCHITECTURE, draw(), steps, steps); // as long a warm-up
    }

    private static CnnArchitecture withoutDropout() {
      return CnnArchitecture.of(
          ARCHITECTURE.name(),
          ARCHITECTURE.input(),
          ARCHITECTURE.layers().stream()
              .map(PlacedLayer::layer)
              .filter(layer -> !(layer instanceof Layer.Dropout))
              .toList());
    }

    private static EmnistDataset draw() {
      return SyntheticEmnist.balanced().withImagesPerClass(PER_CLASS, 1).train();
    }

    int all() {
      return warmUp + steps;
    }

    /** Returns the order in which {@code Trainer} visits the images in its first epoch. */
    int[] sequence() {
      return Sampler.classBalanced(dataset, PER_CLASS).epoch(SEED, 0);
    }

    /**
     * Returns the reply to print at the end.
     *
     * @param allocated bytes allocated in all timed steps
     */
    Reply said(Order order, String engine, double warmUpLoss, double seconds, long allocated) {
      Work work = order.works().get(0);
      return new Reply(
          engine,
          Map.of("mean loss of the first steps", new double[] {warmUpLoss}),
          List.of(new Figure(work.name(), steps * BATCH / seconds, (double) allocated / steps)));
    }
  }

  /**
   * Trains and prints the reply.
   *
   * @param args an {@link Order}
   * @throws IOException never
   */
  public static void main(String[] args) throws IOException {
    Order order = Worker.order(args);
    Plan plan = Plan.of(order);
    double[] loss = new double[1];
    long[] clock = new long[2];
    long[] allocated = new long[2];
    TrainingListener watch =
        new TrainingListener() {
          @Override
          public Decision stepEnded(StepReport report) {
            if (report.stepInEpoch() == plan.warmUp()) {
              loss[0] = report.trainLoss();
              allocated[0] = Worker.allocated();
              clock[0] = System.nanoTime();
            } else if (report.stepInEpoch() == plan.all()) {
              clock[1] = System.nanoTime();
              allocated[1] = Worker.allocated();
              return Decision.STOP;
            }
            return Decision.CONTINUE;
          }
        };
    Trainer.of(plan.architecture())
        .augmentation(AUGMENTATION)
        .batchSize(BATCH)
        .schedule(LearningRateSchedule.constant(LEARNING_RATE))
        .labelSmoothing(LABEL_SMOOTHING)
        .samplesPerClass(PER_CLASS)
        .epochs(1)
        .precision(
            io.github.emnist.model.architecture.Precision.valueOf(
                order.works().get(0).params().get("precision")))
        .validationFraction(0)
        .seed(SEED)
        .listener(watch)
        .fit(plan.dataset());
    String engine = "Trainer, TensorFlow " + TensorFlowNative.version();
    Worker.say(
        plan.said(
            order, engine, loss[0], (clock[1] - clock[0]) / 1e9, allocated[1] - allocated[0]));
  }
}
