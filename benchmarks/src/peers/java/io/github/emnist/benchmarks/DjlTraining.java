package io.github.emnist.benchmarks;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.emnist.benchmarks.TrainingThroughput.Plan;
import io.github.emnist.benchmarks.report.Worker;
import io.github.emnist.benchmarks.report.Worker.Order;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;

/**
 * Measures the images per second of DJL with PyTorch, a contender of the report: the network,
 * weights, batches and augmentation of {@link TrainingThroughput}, augmented on a thread beside the
 * training, as there.
 */
public final class DjlTraining {
  private static final int CLASSES = TrainingThroughput.ARCHITECTURE.classes();
  private static final int SIDE = TrainingThroughput.ARCHITECTURE.input().height();

  private final Trainer trainer;

  private DjlTraining(Trainer trainer) {
    this.trainer = trainer;
  }

  /**
   * Trains and prints the reply.
   *
   * @param args an {@link Order}
   * @throws IOException never
   * @throws ExecutionException if the augmentation fails
   * @throws InterruptedException never
   */
  public static void main(String[] args)
      throws IOException, ExecutionException, InterruptedException {
    Order order = Worker.order(args);
    Plan plan = Plan.of(order);
    Weights weights = Weights.initialize(plan.architecture(), TrainingThroughput.SEED);
    try (Model model = Model.newInstance("emnist-cnn", "PyTorch")) {
      model.setBlock(DjlNetwork.block(plan.architecture(), weights, true));
      Optimizer adam =
          Optimizer.adam()
              .optLearningRateTracker(Tracker.fixed((float) TrainingThroughput.LEARNING_RATE))
              .optEpsilon(1e-7f)
              .build();
      Loss unused = Loss.softmaxCrossEntropyLoss(); // it has no label smoothing
      try (Trainer trainer =
              model.newTrainer(new DefaultTrainingConfig(unused).optOptimizer(adam));
          AugmentedBatches batches = new AugmentedBatches(plan)) {
        trainer.initialize(new Shape(TrainingThroughput.BATCH, 1, SIDE, SIDE));
        DjlTraining training = new DjlTraining(trainer);
        double warmUpLoss = training.mean(plan.warmUp(), batches);
        long allocated = Worker.allocated();
        long begin = System.nanoTime();
        training.mean(plan.steps(), batches);
        double seconds = (System.nanoTime() - begin) / 1e9;
        allocated = Worker.allocated() - allocated;
        String engine =
            "DJL %s, PyTorch %s"
                .formatted(
                    Engine.getDjlVersion(), model.getNDManager().getEngine().getVersion());
        Worker.say(plan.said(order, engine, warmUpLoss, seconds, allocated));
      }
    }
    System.exit(0);
  }

  /** Takes steps, and returns the mean of their plain losses. */
  private double mean(int steps, AugmentedBatches batches)
      throws ExecutionException, InterruptedException {
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      sum += step(batches.next());
    }
    return sum / steps;
  }

  private float step(AugmentedBatches.Batch batch) {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      int count = TrainingThroughput.BATCH;
      NDArray images =
          manager
              .create(
                  ByteBuffer.wrap(batch.images()),
                  new Shape(count, 1, SIDE, SIDE),
                  DataType.UINT8)
              .toType(DataType.FLOAT32, false)
              .mul(1 / 255f);
      NDArray oneHot =
          manager
              .create(ByteBuffer.wrap(batch.labels()), new Shape(count), DataType.UINT8)
              .toType(DataType.INT64, false)
              .oneHot(CLASSES);
      float smoothing = (float) TrainingThroughput.LABEL_SMOOTHING;
      NDArray target = oneHot.mul(1 - smoothing).add(smoothing / CLASSES);
      float plain;
      try (GradientCollector gradients = trainer.newGradientCollector()) {
        NDArray logits = trainer.forward(new NDList(images)).singletonOrThrow();
        NDArray logProbabilities = logits.logSoftmax(1);
        plain = oneHot.mul(logProbabilities).sum().getFloat() / -count;
        gradients.backward(target.mul(logProbabilities).sum().div(-count));
      }
      trainer.step();
      return plain;
    }
  }
}
