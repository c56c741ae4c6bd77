package io.github.emnist.train.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.tensorflow.GraphBuilder;
import io.github.emnist.model.tensorflow.Network;
import io.github.emnist.model.tensorflow.RuntimeOptions;
import io.github.emnist.model.tensorflow.Tensors;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.losses.Losses;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
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
  private final Placeholder<TUint8> labels;
  private final Objective training;
  private final Objective evaluation;
  private final AdamStep optimizer;
  private final RuntimeOptions options;
  private final long seed;

  private TrainingNetwork(
      Graph graph, CnnArchitecture architecture, TrainingConfig config, RuntimeOptions options) {
    this.graph = graph;
    this.options = options;
    this.seed = config.seed();
    this.network = new GraphBuilder(architecture).build(graph);
    Ops tf = Ops.create(graph);
    this.labels = tf.withName("labels").placeholder(TUint8.class, Placeholder.shape(Shape.of(-1)));
    int classes = architecture.classes();
    this.training =
        Objective.of(tf, labels, network.trainingLogits(), classes, config.labelSmoothing());
    this.evaluation = Objective.of(tf, labels, network.evaluationLogits(), classes, 0);
    this.optimizer =
        new AdamStep(tf, (OptimizerSpec.Adam) config.optimizer(), network, training.loss());
    this.session = new Session(graph, options.toConfig());
  }

  /**
   * Builds the network with its optimizer.
   *
   * @param initial the weights to start from
   * @param config optimizer, label smoothing, precision, determinism and seed are taken from it
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  public static TrainingNetwork create(
      CnnArchitecture architecture, Weights initial, TrainingConfig config) {
    Graph graph = new Graph();
    try {
      TrainingNetwork created =
          new TrainingNetwork(graph, architecture, config, RuntimeChoice.of(config));
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
   * @param images uint8 {@code [labels.length, height, width, 1]}, upright
   * @param classes 0-based labels
   * @param step 0-based number of the step; with the seed it fixes the dropout masks, and it slows
   *     the moving averages
   * @param learningRate of this step
   * @return the batch's plain loss and hits, before the update, with dropout on
   */
  public Score step(byte[] images, byte[] classes, long step, double learningRate) {
    try (TUint8 x = Tensors.uint8(imageShape(classes.length), images, 0);
        TUint8 y = Tensors.uint8(Shape.of(classes.length), classes, 0);
        TInt64 seedAndStep = Tensors.seed(seed, step);
        AdamStep.Feeds feeds = optimizer.feeds(step, learningRate)) {
      Session.Runner runner =
          session
              .runner()
              .feed(network.images(), x)
              .feed(labels, y)
              .feed(network.seedAndStep(), seedAndStep)
              .addTarget(optimizer.step());
      feeds.feed(runner);
      return training.fetch(runner, classes.length);
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
      return evaluation.fetch(session.runner().feed(network.images(), x).feed(labels, y), count);
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

  /**
   * The loss to be minimised and the figures that are reported beside it.
   *
   * @param loss float32 scalar: mean cross-entropy against the smoothed target
   * @param plainLossSum float32 scalar: summed cross-entropy against the label itself
   * @param correct int64 scalar: how often the largest logit is the label's
   */
  record Objective(
      Operand<TFloat32> loss, Operand<TFloat32> plainLossSum, Operand<TInt64> correct) {
    static Objective of(
        Ops tf,
        Operand<TUint8> labels,
        Operand<TFloat32> logits,
        int classes,
        double labelSmoothing) {
      Operand<TFloat32> oneHot =
          tf.oneHot(
              tf.dtypes.cast(labels, TInt64.class),
              tf.constant(classes),
              tf.constant(1f),
              tf.constant(0f));
      Operand<TFloat32> smoothed =
          Losses.categoricalCrossentropy(tf, oneHot, logits, true, (float) labelSmoothing, -1);
      Operand<TFloat32> plain = Losses.categoricalCrossentropy(tf, oneHot, logits, true, 0, -1);
      Operand<TInt64> hits =
          tf.dtypes.cast(
              tf.math.equal(
                  tf.math.argMax(logits, tf.constant(1)), tf.dtypes.cast(labels, TInt64.class)),
              TInt64.class);
      return new Objective(
          tf.math.mean(smoothed, tf.constant(0)),
          tf.reduceSum(plain, tf.constant(0)),
          tf.reduceSum(hits, tf.constant(0)));
    }

    Score fetch(Session.Runner runner, int images) {
      try (Result result = runner.fetch(plainLossSum).fetch(correct).run()) {
        double lossSum = ((TFloat32) result.get(0)).getFloat();
        long hits = ((TInt64) result.get(1)).getLong();
        return new Score(images, lossSum, hits);
      }
    }
  }
}
