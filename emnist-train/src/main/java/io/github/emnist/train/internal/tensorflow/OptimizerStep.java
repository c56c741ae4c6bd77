package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.internal.tensorflow.Network;
import io.github.emnist.model.internal.tensorflow.NetworkVariable;
import io.github.emnist.model.internal.tensorflow.NetworkVariables;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import io.github.emnist.train.internal.tensorflow.UpdateRule.UpdateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** The operations of a training step: gradients, clipping, updates, weight decay, averages. */
final class OptimizerStep {
  private final Placeholder<TFloat32> learningRate;
  private final Function<Parameter, UpdateRule> rules;
  private final double weightDecay;
  private final NetworkVariables slots;
  private final Op step;

  OptimizerStep(
      Ops tf, TrainingConfig config, FrozenLayers frozen, Network network, Operand<TFloat32> loss) {
    learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    Operand<TInt64> number = tf.gather(network.seedAndStep(), tf.constant(1), tf.constant(0));
    rules = UpdateRules.of(tf, config.optimizer(), network.architecture(), learningRate, number);
    weightDecay = config.optimizer().weightDecay();
    List<NetworkVariable> trainable =
        network.variables().all().stream().filter(v -> frozen.trains(v.parameter())).toList();
    slots =
        NetworkVariables.create(
            tf, trainable.stream().flatMap(v -> slots(v.parameter()).stream()).toList());

    List<Op> updates = new ArrayList<>(network.movingAverageUpdates());
    Gradients gradients =
        tf.gradients(loss, trainable.stream().map(NetworkVariable::value).toList());
    List<Operand<TFloat32>> raw = new ArrayList<>();
    for (int i = 0; i < trainable.size(); i++) {
      raw.add(gradients.dy(i));
    }
    List<Operand<TFloat32>> clipped =
        GradientClipping.byGlobalNorm(tf, raw, config.gradientClipNorm());
    for (int i = 0; i < trainable.size(); i++) {
      updates.add(update(tf, trainable.get(i), clipped.get(i)));
    }
    config
        .averaging()
        .ifPresent(
            rule ->
                updates.addAll(
                    WeightAverages.update(
                        tf, rule, frozen, network, number, List.copyOf(updates))));
    step = tf.withControlDependencies(updates).noOp();
  }

  private List<Parameter> slots(Parameter parameter) {
    return rules.apply(parameter).slots().stream()
        .map(slot -> new Parameter(parameter.name() + "/" + slot, parameter.shape(), false))
        .toList();
  }

  private Op update(Ops tf, NetworkVariable variable, Operand<TFloat32> gradient) {
    Parameter parameter = variable.parameter();
    UpdateRule rule = rules.apply(parameter);
    List<NetworkVariable> own =
        slots(parameter).stream().map(slot -> slots.get(slot.name())).toList();
    Op update = rule.update(tf, variable, own, gradient);
    boolean kernel = parameter.shape().size() > 1;
    return kernel && weightDecay > 0
        ? decay(tf.withControlDependencies(update), variable, rule.rate())
        : update;
  }

  /** Subtracts rate x decay x (the weight before the step). */
  private Op decay(Ops tf, NetworkVariable variable, Operand<TFloat32> rate) {
    Operand<TFloat32> share = tf.math.mul(rate, tf.constant((float) weightDecay));
    return tf.assignSubVariableOp(variable.handle(), tf.math.mul(variable.value(), share));
  }

  /** Returns the operation to run. */
  Op step() {
    return step;
  }

  /**
   * Returns the placeholder of the learning rate; that of the step number is in {@link Network}.
   */
  Placeholder<TFloat32> learningRate() {
    return learningRate;
  }

  /** Returns the optimizer's state. */
  NetworkVariables slots() {
    return slots;
  }

  /** Sets all slots to zero. */
  void reset(Session session) {
    Weights.Builder zeros = Weights.builder();
    for (NetworkVariable slot : slots.all()) {
      Parameter parameter = slot.parameter();
      zeros.put(parameter.name(), parameter.shape(), new float[parameter.size()]);
    }
    slots.assign(session, zeros.build());
  }

  /**
   * Clips a step's gradient (Pascanu et al., "On the difficulty of training recurrent neural
   * networks", 2013): if the norm of all gradients exceeds the bound, they are scaled by bound /
   * norm.
   */
  static final class GradientClipping {
    private GradientClipping() {}

    /** Returns the scaled gradients; 0 means no bound. */
    static List<Operand<TFloat32>> byGlobalNorm(
        Ops tf, List<Operand<TFloat32>> gradients, double bound) {
      if (bound == 0) {
        return gradients;
      }
      Operand<TFloat32> halfOfSquares =
          gradients.stream()
              .<Operand<TFloat32>>map(gradient -> tf.nn.l2Loss(gradient))
              .reduce((a, b) -> tf.math.add(a, b))
              .orElseThrow();
      Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(halfOfSquares, tf.constant(2f)));
      Operand<TFloat32> limit = tf.constant((float) bound);
      Operand<TFloat32> scale = tf.math.div(limit, tf.math.maximum(norm, limit));
      return gradients.stream()
          .<Operand<TFloat32>>map(gradient -> tf.math.mul(gradient, scale))
          .toList();
    }
  }

  /** Updates the averages of weights and moving statistics that a network evaluates with. */
  static final class WeightAverages {
    private WeightAverages() {}

    /** Adds the updates, after the updates of the weights; the step is a 0-based int64 scalar. */
    static List<Op> update(
        Ops tf,
        WeightAveraging rule,
        FrozenLayers frozen,
        Network network,
        Operand<TInt64> step,
        List<Op> weightUpdates) {
      Operand<TFloat32> share = NetworkVariable.movingShare(tf, step, rule.decay());
      // variable.value() is read before the step.
      Ops afterwards = tf.withControlDependencies(weightUpdates);
      List<Op> moves = new ArrayList<>();
      for (NetworkVariable weight : network.variables().all()) {
        if (frozen.moves(weight.parameter())) {
          NetworkVariable average = network.evaluated().get(weight.parameter().name());
          Operand<TFloat32> now = afterwards.readVariableOp(weight.handle(), TFloat32.class);
          moves.add(average.moveTowards(tf, now, share));
        }
      }
      return moves;
    }
  }
}
