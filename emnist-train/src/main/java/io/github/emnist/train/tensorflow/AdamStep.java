package io.github.emnist.train.tensorflow;

import io.github.emnist.model.architecture.Parameter;
import io.github.emnist.model.tensorflow.Network;
import io.github.emnist.model.tensorflow.NetworkVariable;
import io.github.emnist.model.tensorflow.NetworkVariables;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The operations of one Adam step. TensorFlow Framework's {@code Adam} bakes the learning rate into
 * the graph and keeps its state in reference variables, whose updates race with their reads; this
 * is fed the rate and uses resource variables.
 */
final class AdamStep {
  private static final Shape SCALAR = Shape.scalar();

  private final OptimizerSpec.Adam spec;
  private final NetworkVariables moments;
  private final Placeholder<TFloat32> learningRate;
  private final Placeholder<TFloat32> beta1Power;
  private final Placeholder<TFloat32> beta2Power;
  private final Op step;

  AdamStep(Ops tf, OptimizerSpec.Adam spec, Network network, Operand<TFloat32> loss) {
    this.spec = spec;
    List<NetworkVariable> trainable = network.variables().trainable();
    List<Parameter> slots = new ArrayList<>();
    for (NetworkVariable variable : trainable) {
      slots.add(slot(variable, "/adam_m"));
      slots.add(slot(variable, "/adam_v"));
    }
    moments = NetworkVariables.create(tf, slots);
    learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(SCALAR));
    beta1Power = tf.placeholder(TFloat32.class, Placeholder.shape(SCALAR));
    beta2Power = tf.placeholder(TFloat32.class, Placeholder.shape(SCALAR));

    List<Op> updates = new ArrayList<>(network.movingAverageUpdates());
    Gradients gradients =
        tf.gradients(loss, trainable.stream().map(NetworkVariable::value).toList());
    for (int i = 0; i < trainable.size(); i++) {
      NetworkVariable variable = trainable.get(i);
      Op adam =
          tf.train.resourceApplyAdam(
              variable.handle(),
              moments.get(slot(variable, "/adam_m").name()).handle(),
              moments.get(slot(variable, "/adam_v").name()).handle(),
              beta1Power,
              beta2Power,
              learningRate,
              tf.constant((float) spec.beta1()),
              tf.constant((float) spec.beta2()),
              tf.constant((float) spec.epsilon()),
              gradients.<TFloat32>dy(i));
      updates.add(adam);
      if (spec.weightDecay() > 0 && variable.parameter().shape().size() > 1) {
        updates.add(decay(tf.withControlDependencies(adam), variable));
      }
    }
    step = tf.withControlDependencies(updates).noOp();
  }

  private static Parameter slot(NetworkVariable variable, String suffix) {
    Parameter parameter = variable.parameter();
    return new Parameter(parameter.name() + suffix, parameter.shape(), false);
  }

  /** Takes rate x decay x (the weight before the step) away, as decoupled decay does. */
  private Op decay(Ops tf, NetworkVariable variable) {
    Operand<TFloat32> share = tf.math.mul(learningRate, tf.constant((float) spec.weightDecay()));
    return tf.assignSubVariableOp(variable.handle(), tf.math.mul(variable.value(), share));
  }

  /** The operation to run. */
  Op step() {
    return step;
  }

  /** Sets all moments to zero. */
  void reset(Session session) {
    Weights.Builder zeros = Weights.builder();
    for (NetworkVariable moment : moments.all()) {
      Parameter parameter = moment.parameter();
      zeros.put(parameter.name(), parameter.shape(), new float[Math.toIntExact(parameter.size())]);
    }
    moments.assign(session, zeros.build());
  }

  /** What has to be fed to the given step (0-based); close it after the step. */
  Feeds feeds(long number, double rate) {
    return new Feeds(
        TFloat32.scalarOf((float) rate),
        TFloat32.scalarOf((float) Math.pow(spec.beta1(), number + 1.0)),
        TFloat32.scalarOf((float) Math.pow(spec.beta2(), number + 1.0)));
  }

  /** Three scalars on their way into the graph. */
  final class Feeds implements AutoCloseable {
    private final TFloat32 rate;
    private final TFloat32 power1;
    private final TFloat32 power2;

    private Feeds(TFloat32 rate, TFloat32 power1, TFloat32 power2) {
      this.rate = rate;
      this.power1 = power1;
      this.power2 = power2;
    }

    void feed(Session.Runner runner) {
      runner.feed(learningRate, rate).feed(beta1Power, power1).feed(beta2Power, power2);
    }

    @Override
    public void close() {
      rate.close();
      power1.close();
      power2.close();
    }
  }
}
