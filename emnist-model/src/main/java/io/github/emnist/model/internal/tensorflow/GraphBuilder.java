package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.Quantizer.QuantizedPlan;
import io.github.emnist.model.internal.tensorflow.LayerOps.Kernels;
import io.github.emnist.model.internal.tensorflow.VariablePass.Mode;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Compiles an architecture into TensorFlow operations: {@link #build} over variables, for training
 * and evaluation; {@link #freeze} and {@link #quantize} over constants, for inference. Build at
 * most one network in a graph. Immutable, and so thread-safe; graphs are not.
 */
public final class GraphBuilder {
  private final CnnArchitecture architecture;

  /** Prepares to compile an architecture. */
  public GraphBuilder(CnnArchitecture architecture) {
    this.architecture = architecture;
  }

  /**
   * Adds the network over variables; assign them before use.
   *
   * @param frozen names of layers, inner ones included, whose batch normalizations use their moving
   *     averages in training too and do not move them
   * @param averaged whether the evaluation reads variables of its own, for the trainer to keep
   *     averages in
   * @param precision the precision of the session that will run it, FLOAT32 or BFLOAT16
   */
  public Network build(Graph graph, Set<String> frozen, boolean averaged, Precision precision) {
    boolean eigen = precision == Precision.FLOAT32 && ConvolutionGradient.register();
    Ops tf = GraphOps.of(graph);
    Placeholder<TUint8> images = images(tf, "images", TUint8.class, architecture);
    Placeholder<TInt64> seedAndStep =
        tf.withName("seed_and_step").placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    NetworkVariables variables = NetworkVariables.create(tf, architecture.parameters());
    NetworkVariables evaluated =
        averaged ? NetworkVariables.create(tf, architecture.parameters(), "average/") : variables;
    Operand<TFloat32> scaled =
        tf.math.mul(tf.dtypes.cast(images, TFloat32.class), tf.constant(1 / 255f));

    VariablePass training =
        new VariablePass(
            tf.withSubScope("train"),
            variables,
            Mode.TRAIN,
            seedAndStep,
            frozen,
            eigen ? Kernels.EIGEN : Kernels.ONEDNN);
    VariablePass evaluation =
        new VariablePass(
            tf.withSubScope("eval"), evaluated, Mode.EVAL, seedAndStep, frozen, Kernels.EIGEN);
    Operand<TFloat32> trainingLogits = training.apply(belowSoftmax(), scaled);
    Operand<TFloat32> evaluationLogits = evaluation.apply(belowSoftmax(), scaled);
    return new Network(
        architecture,
        images,
        seedAndStep,
        variables,
        evaluated,
        trainingLogits,
        training.updates(),
        evaluationLogits,
        tf.nn.softmax(evaluationLogits));
  }

  /**
   * Adds the network over constants, with scaling and batch normalizations folded into the weights
   * where that is exact.
   *
   * @param precision the precision of the session that will run it, FLOAT32 or BFLOAT16
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  FrozenGraph freeze(Graph graph, Weights weights, Precision precision) {
    Ops tf = GraphOps.of(graph);
    Placeholder<TUint8> images = images(tf, "images", TUint8.class, architecture);
    Operand<TFloat32> logits =
        new FrozenPass(tf, precision == Precision.BFLOAT16 ? Kernels.ONEDNN : Kernels.EIGEN)
            .apply(Folding.fold(architecture, weights), tf.dtypes.cast(images, TFloat32.class));
    return new FrozenGraph(images, tf.withName("probabilities").nn.softmax(logits), List.of());
  }

  /** Adds a network whose first layers are computed in 8-bit integers. */
  FrozenGraph quantize(Graph graph, QuantizedPlan plan) {
    Ops tf = GraphOps.of(graph);
    Placeholder<TUint8> images = images(tf, "images", TUint8.class, architecture);
    QuantizedPass pass = new QuantizedPass(tf);
    Operand<TFloat32> logits = pass.apply(plan, images);
    return new FrozenGraph(
        images, tf.withName("probabilities").nn.softmax(logits), pass.fixedInputs());
  }

  private List<PlacedLayer> belowSoftmax() {
    return architecture.layers().subList(0, architecture.layers().size() - 1);
  }

  /** Adds an input of images, {@code [N, height, width, channels]}. */
  static <T extends TType> Placeholder<T> images(
      Ops tf, String name, Class<T> type, CnnArchitecture architecture) {
    Shape images = Tensors.shape(architecture.input().dimensions()).prepend(-1);
    return tf.withName(name).placeholder(type, Placeholder.shape(images));
  }

  /**
   * A network with its weights as constants, for inference only.
   *
   * @param images uint8 {@code [N, height, width, channels]}
   * @param probabilities float32 {@code [N, classes]}
   * @param fixed the other inputs that must be fed in every run
   */
  record FrozenGraph(
      Placeholder<TUint8> images, Operand<TFloat32> probabilities, List<FixedInput> fixed) {}

  /**
   * An input that has the same values in every run of a network.
   *
   * @param placeholder the placeholder to feed
   * @param values the values, open for as long as the process lives
   */
  record FixedInput(Placeholder<TFloat32> placeholder, TFloat32 values) {}
}
