package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** A network in a session of its own, with a loss, its gradients and plain gradient descent. */
public final class TestNetwork implements AutoCloseable {
  final CnnArchitecture architecture;
  final Network network;
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TInt32> labels;
  private final Operand<TFloat32> loss;
  private final Gradients gradients;
  private final Op step;

  TestNetwork(CnnArchitecture architecture, Weights weights, float learningRate) {
    this(architecture, weights, learningRate, Set.of(), false);
  }

  TestNetwork(
      CnnArchitecture architecture,
      Weights weights,
      float learningRate,
      Set<String> frozen,
      boolean averaged) {
    this.architecture = architecture;
    network = new GraphBuilder(architecture).build(graph, frozen, averaged, Precision.FLOAT32);
    Ops tf = GraphOps.of(graph);
    labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    Operand<TFloat32> targets =
        tf.oneHot(labels, tf.constant(architecture.classes()), tf.constant(1f), tf.constant(0f));
    loss =
        tf.math.mean(
            tf.nn.softmaxCrossEntropyWithLogits(network.trainingLogits(), targets).loss(),
            tf.constant(0));
    List<NetworkVariable> trainable = network.variables().trainable();
    gradients = tf.gradients(loss, trainable.stream().map(NetworkVariable::value).toList());
    List<Op> updates = new ArrayList<>(network.movingAverageUpdates());
    for (int i = 0; i < trainable.size(); i++) {
      Operand<TFloat32> gradient = gradients.dy(i);
      updates.add(
          tf.train.resourceApplyGradientDescent(
              trainable.get(i).handle(), tf.constant(learningRate), gradient));
    }
    step = tf.withControlDependencies(updates).noOp();
    session = new Session(graph);
    network.assign(session, weights);
  }

  /** Runs one step of gradient descent and gives the loss before it. */
  float step(byte[] images, int[] classes, long seed, long stepNumber) {
    return train(images, classes, seed, stepNumber, List.of(loss), true).get(0)[0];
  }

  /** The loss, then the gradient of every trainable parameter; changes nothing. */
  List<float[]> lossAndGradients(byte[] images, int[] classes, long seed) {
    List<Operand<TFloat32>> fetched = new ArrayList<>();
    fetched.add(loss);
    for (int i = 0; i < network.variables().trainable().size(); i++) {
      fetched.add(gradients.dy(i));
    }
    return train(images, classes, seed, 0, fetched, false);
  }

  /** Runs only the updates of the moving averages. */
  void updateMovingAverages(byte[] images, long step) {
    try (TUint8 x = images(images);
        TInt64 pair = Tensors.seed(0, step)) {
      Session.Runner runner =
          session.runner().feed(network.images(), x).feed(network.seedAndStep(), pair);
      network.movingAverageUpdates().forEach(runner::addTarget);
      runner.run().close();
    }
  }

  float[] trainingLogits(byte[] images, long seed, long stepNumber) {
    return train(images, new int[0], seed, stepNumber, List.of(network.trainingLogits()), false)
        .get(0);
  }

  float[] evaluationLogits(byte[] images) {
    return evaluate(images, network.evaluationLogits());
  }

  float[] probabilities(byte[] images) {
    return evaluate(images, network.probabilities());
  }

  void assign(Weights weights) {
    network.assign(session, weights);
  }

  Weights read() {
    return network.read(session);
  }

  void assign(NetworkVariables variables, Weights weights) {
    variables.assign(session, weights);
  }

  private float[] evaluate(byte[] images, Operand<TFloat32> fetched) {
    // Seed and step are not fed: evaluation must not need it.
    try (TUint8 x = images(images);
        Result result = session.runner().feed(network.images(), x).fetch(fetched).run()) {
      return Tensors.values((TFloat32) result.get(0));
    }
  }

  private List<float[]> train(
      byte[] images,
      int[] classes,
      long seed,
      long stepNumber,
      List<Operand<TFloat32>> fetched,
      boolean update) {
    try (TUint8 x = images(images);
        TInt32 y = TInt32.vectorOf(classes);
        TInt64 pair = Tensors.seed(seed, stepNumber)) {
      Session.Runner runner =
          session
              .runner()
              .feed(network.images(), x)
              .feed(labels, y)
              .feed(network.seedAndStep(), pair);
      fetched.forEach(runner::fetch);
      if (update) {
        runner.addTarget(step);
      }
      List<float[]> values = new ArrayList<>();
      try (Result result = runner.run()) {
        for (int i = 0; i < fetched.size(); i++) {
          values.add(Tensors.values((TFloat32) result.get(i)));
        }
      }
      return values;
    }
  }

  private TUint8 images(byte[] images) {
    List<Integer> shape = architecture.input().dimensions();
    return Tensors.uint8(
        Shape.of(
            images.length / architecture.input().size(), shape.get(0), shape.get(1), shape.get(2)),
        images,
        0);
  }

  /** Normal draws for every parameter, so that none is at a special value; variances positive. */
  public static Weights randomWeights(CnnArchitecture architecture, long seed) {
    CounterRandom random = new CounterRandom(seed, 0, 0);
    Weights.Builder weights = Weights.builder();
    for (Parameter parameter : architecture.parameters()) {
      float[] values = new float[parameter.size()];
      for (int i = 0; i < values.length; i++) {
        double normal = random.nextGaussian() * 0.4;
        values[i] =
            (float)
                switch (parameter.role()) {
                  case "moving_variance" -> 0.3 + Math.abs(normal);
                  case "gamma" -> 1 + normal;
                  default -> normal;
                };
      }
      weights.put(parameter.name(), parameter.shape(), values);
    }
    return weights.build();
  }

  public static byte[] randomImages(CnnArchitecture architecture, int count, long seed) {
    byte[] images = new byte[count * architecture.input().size()];
    new CounterRandom(seed, 1, 0).nextBytes(images);
    return images;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
