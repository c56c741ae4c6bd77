package io.github.emnist.train.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.tensorflow.GraphBuilder;
import io.github.emnist.model.tensorflow.Network;
import io.github.emnist.model.tensorflow.RuntimeOptions;
import io.github.emnist.model.tensorflow.Tensors;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;
import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * A network on TensorFlow that can take optimizer steps and be validated. Not thread-safe; close it
 * when done.
 */
public final class TrainingNetwork implements AutoCloseable {
  private final Graph graph;
  private final Session session;
  private final Network network;
  private final TargetFeed targets;
  private final Objective training;
  private final Objective evaluation;
  private final OptimizerStep optimizer;
  private final RuntimeOptions options;
  private final long seed;

  private TrainingNetwork(
      Graph graph,
      CnnArchitecture architecture,
      TrainingConfig config,
      float[] classWeights,
      RuntimeOptions options) {
    this.graph = graph;
    this.options = options;
    this.seed = config.seed();
    this.network = new GraphBuilder(architecture).build(graph);
    Ops tf = Ops.create(graph);
    this.targets = new TargetFeed(tf, config.mix().isPresent());
    this.training =
        Objective.of(
            tf, targets.training(classWeights), network.trainingLogits(), config.labelSmoothing());
    this.evaluation =
        Objective.of(tf, targets.evaluation(architecture.classes()), network.evaluationLogits(), 0);
    this.optimizer = new OptimizerStep(tf, config, network, training.loss());
    this.session = new Session(graph, options.toConfig());
  }

  /**
   * Builds the network with its optimizer.
   *
   * @param initial the weights to start from
   * @param config optimizer, mixing, label smoothing, precision, determinism and seed are taken
   *     from it
   * @param classWeights how much each class counts in the training loss, all 1 where none does more
   * @throws IllegalArgumentException if the weights are not the architecture's, or the class
   *     weights not as many as its classes
   */
  public static TrainingNetwork create(
      CnnArchitecture architecture, Weights initial, TrainingConfig config, float[] classWeights) {
    if (classWeights.length != architecture.classes()) {
      throw new IllegalArgumentException(
          "class weights (%d) must be as many as the network's classes (%d)"
              .formatted(classWeights.length, architecture.classes()));
    }
    Graph graph = new Graph();
    try {
      TrainingNetwork created =
          new TrainingNetwork(graph, architecture, config, classWeights, RuntimeChoice.of(config));
      try {
        created.network.assign(created.session, initial);
        created.optimizer.reset(created.session);
        return created;
      } catch (RuntimeException e) {
        created.session.close();
        throw e;
      }
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /** How TensorFlow runs, for people. */
  public String settings() {
    return "%s on %s"
        .formatted(
            options.precision().name().toLowerCase(Locale.ROOT),
            options.threads() == 0
                ? "all processors"
                : options.threads() + (options.threads() == 1 ? " thread" : " threads"));
  }

  /**
   * Takes one optimizer step.
   *
   * @param batch mixed only where the settings mix
   * @param step 0-based number of the step; with the seed it fixes the dropout masks, and it slows
   *     the moving averages
   * @param learningRate of this step
   * @return the batch's plain loss and hits, unweighted, against each image's label or, where it is
   *     a mixture, the label with the largest share; before the update, with dropout on
   * @throws IllegalArgumentException if the batch is mixed and the settings do not mix
   */
  public Score step(TrainingBatch batch, long step, double learningRate) {
    try (TUint8 x = Tensors.uint8(imageShape(batch.size()), batch.images(), 0);
        TInt64 seedAndStep = Tensors.seed(seed, step);
        TargetFeed.Fed y = targets.of(batch);
        TFloat32 rate = TFloat32.scalarOf((float) learningRate)) {
      Session.Runner runner =
          session
              .runner()
              .feed(network.images(), x)
              .feed(network.seedAndStep(), seedAndStep)
              .feed(optimizer.learningRate(), rate)
              .addTarget(optimizer.step());
      y.feed(runner);
      return training.fetch(runner, batch.size());
    }
  }

  /**
   * Scores images without dropout, with the moving averages.
   *
   * @param images uint8 {@code [count, height, width, 1]}, upright; longer is allowed
   * @param classes 0-based labels; longer is allowed
   * @param count how many
   * @return plain loss and hits
   */
  public Score evaluate(byte[] images, byte[] classes, int count) {
    try (TUint8 x = Tensors.uint8(imageShape(count), images, 0);
        TUint8 y = Tensors.uint8(Shape.of(count), classes, 0)) {
      return evaluation.fetch(
          session.runner().feed(network.images(), x).feed(targets.labels(), y), count);
    }
  }

  private Shape imageShape(int count) {
    var input = network.architecture().input();
    return Shape.of(count, input.height(), input.width(), input.channels());
  }

  /** A copy of the weights as they are now. */
  public Weights weights() {
    return network.read(session);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
