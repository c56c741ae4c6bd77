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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;

/**
 * Images a second of DJL with PyTorch, one line: the network, weights, batches and augmentation of
 * {@link TrainingThroughput}, augmented on a thread beside the training as there. The peer's side
 * of {@link TrainingPeers}, which says how to build and run it.
 */
public final class DjlTraining {
  private static final int CLASSES = SameTraining.ARCHITECTURE.classes();
  private static final int SIDE = SameTraining.ARCHITECTURE.input().height();

  private final Trainer trainer;

  private DjlTraining(Trainer trainer) {
    this.trainer = trainer;
  }

  /**
   * Measures and prints.
   *
   * @param args the steps to time, those before them, and {@code channels-last} or {@code
   *     channels-first}
   * @throws IOException if the images cannot be read
   * @throws ExecutionException if the augmentation fails
   * @throws InterruptedException never
   */
  public static void main(String[] args)
      throws IOException, ExecutionException, InterruptedException {
    SameTraining training = SameTraining.of(args);
    String order = args.length > 2 ? args[2] : "channels-first";
    if (!order.equals("channels-first") && !order.equals("channels-last")) {
      throw new IllegalArgumentException("channels-first or channels-last, found " + order);
    }
    try (Model model = Model.newInstance("emnist-cnn", "PyTorch")) {
      model.setBlock(DjlNetwork.block(order.equals("channels-last")));
      Optimizer adam =
          Optimizer.adam()
              .optLearningRateTracker(Tracker.fixed((float) SameTraining.LEARNING_RATE))
              .optEpsilon(1e-7f)
              .build();
      Loss unused = Loss.softmaxCrossEntropyLoss(); // it has no label smoothing
      try (Trainer trainer =
              model.newTrainer(new DefaultTrainingConfig(unused).optOptimizer(adam));
          AugmentedBatches batches = new AugmentedBatches(training)) {
        trainer.initialize(new Shape(SameTraining.BATCH, 1, SIDE, SIDE));
        System.out.println(
            new DjlTraining(trainer)
                .measure(
                    training,
                    batches,
                    DjlNetwork.parameterCount(model.getBlock()),
                    "DJL %s, PyTorch %s, %s"
                        .formatted(
                            Engine.getDjlVersion(), model.getNDManager().getEngine().getVersion(),
                            order)));
      }
    }
  }

  private TrainingFigures measure(
      SameTraining training, AugmentedBatches batches, long parameters, String engine)
      throws ExecutionException, InterruptedException {
    double warmUpLoss = mean(training.warmUp(), batches);
    long begin = System.nanoTime();
    double loss = mean(training.steps(), batches);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new TrainingFigures(
        training.steps() * SameTraining.BATCH / seconds, parameters, warmUpLoss, loss, engine);
  }

  /** Takes steps; the mean of their plain losses. */
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
      int count = SameTraining.BATCH;
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
      float smoothing = (float) SameTraining.LABEL_SMOOTHING;
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
