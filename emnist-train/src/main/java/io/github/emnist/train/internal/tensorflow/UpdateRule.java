package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.internal.tensorflow.NetworkVariable;
import io.github.emnist.train.config.OptimizerSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.op.train.ResourceApplyMomentum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;

/**
 * Updates a weight in one step, with resource variables and a fed learning rate. (TensorFlow
 * Framework's optimizers fix the rate in the graph and use reference variables, whose updates race
 * with their reads.)
 */
interface UpdateRule {
  /** Returns the names of the state per weight, in the weight's shape, initially zero. */
  List<String> slots();

  /** Returns the learning rate of this rule. */
  Operand<TFloat32> rate();

  /**
   * Adds the update of a weight to the graph, without weight decay.
   *
   * @param slots of this weight, in the order of {@link #slots()}
   * @return the operation to run
   */
  Op update(
      Ops tf, NetworkVariable weight, List<NetworkVariable> slots, Operand<TFloat32> gradient);

  /** Chooses the rule of each parameter. */
  static final class UpdateRules {
    private UpdateRules() {}

    /**
     * Returns the rule of each trainable parameter.
     *
     * @param rate float32 scalar: the scheduled learning rate
     * @param step int64 scalar: the 0-based number of the step
     * @throws IllegalArgumentException if Muon has no hidden kernel to update
     */
    static Function<Parameter, UpdateRule> of(
        Ops tf,
        OptimizerSpec spec,
        CnnArchitecture architecture,
        Operand<TFloat32> rate,
        Operand<TInt64> step) {
      if (spec instanceof OptimizerSpec.Sgd sgd) {
        UpdateRule rule = new SgdRule(sgd, rate);
        return parameter -> rule;
      } else if (spec instanceof OptimizerSpec.Adam adam) {
        UpdateRule rule = new AdamRule(tf, adam, rate, step);
        return parameter -> rule;
      }
      OptimizerSpec.Muon muon = (OptimizerSpec.Muon) spec;
      Set<Parameter> hidden = hiddenKernels(architecture);
      Operand<TFloat32> adamRate = tf.math.mul(rate, tf.constant((float) muon.adamRatio()));
      UpdateRule forHidden = new MuonRule(muon, rate);
      UpdateRule forOthers = new AdamRule(tf, OptimizerSpec.adam(), adamRate, step);
      return parameter -> hidden.contains(parameter) ? forHidden : forOthers;
    }

    /**
     * Returns all kernels except those of the last dense layer and of a convolution that reads the
     * input: Muon's authors leave the first and the last layer to Adam.
     */
    private static Set<Parameter> hiddenKernels(CnnArchitecture architecture) {
      List<PlacedLayer> withKernel =
          architecture.layers().stream()
              .flatMap(PlacedLayer::walk)
              .filter(l -> l.layer() instanceof Layer.Conv2D || l.layer() instanceof Layer.Dense)
              .toList();
      List<PlacedLayer> hidden = new ArrayList<>(withKernel.subList(0, withKernel.size() - 1));
      hidden.removeIf(
          l -> l.layer() instanceof Layer.Conv2D && l.input().equals(architecture.input()));
      if (hidden.isEmpty()) {
        throw Messages.illegal(
            "optimizer Muon updates the kernels of hidden layers; %s has none, use Adam",
            architecture.name());
      }
      Set<Parameter> kernels = new HashSet<>();
      hidden.forEach(l -> kernels.add(l.parameter("kernel")));
      return kernels;
    }
  }

  record AdamRule(
      OptimizerSpec.Adam spec,
      Operand<TFloat32> rate,
      Operand<TFloat32> beta1Power,
      Operand<TFloat32> beta2Power)
      implements UpdateRule {
    AdamRule(Ops tf, OptimizerSpec.Adam spec, Operand<TFloat32> rate, Operand<TInt64> step) {
      this(spec, rate, power(tf, spec.beta1(), step), power(tf, spec.beta2(), step));
    }

    /** Computes the power in double: the rounding error of 0.999f grows with the exponent. */
    private static Operand<TFloat32> power(Ops tf, double beta, Operand<TInt64> step) {
      Operand<TFloat64> updates =
          tf.math.add(tf.dtypes.cast(step, TFloat64.class), tf.constant(1.0));
      return tf.dtypes.cast(tf.math.pow(tf.constant(beta), updates), TFloat32.class);
    }

    @Override
    public List<String> slots() {
      return List.of("adam_m", "adam_v");
    }

    @Override
    public Op update(
        Ops tf, NetworkVariable weight, List<NetworkVariable> slots, Operand<TFloat32> gradient) {
      return tf.train.resourceApplyAdam(
          weight.handle(),
          slots.get(0).handle(),
          slots.get(1).handle(),
          beta1Power,
          beta2Power,
          rate,
          tf.constant((float) spec.beta1()),
          tf.constant((float) spec.beta2()),
          tf.constant((float) spec.epsilon()),
          gradient);
    }
  }

  /**
   * Gradient descent with momentum. Uses the operation whose accumulator does not contain the rate,
   * so that a new rate scales the whole step, as in PyTorch.
   */
  record SgdRule(OptimizerSpec.Sgd spec, Operand<TFloat32> rate) implements UpdateRule {
    @Override
    public List<String> slots() {
      return spec.momentum() == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public Op update(
        Ops tf, NetworkVariable weight, List<NetworkVariable> slots, Operand<TFloat32> gradient) {
      if (slots.isEmpty()) {
        return tf.train.resourceApplyGradientDescent(weight.handle(), rate, gradient);
      }
      return tf.train.resourceApplyMomentum(
          weight.handle(),
          slots.get(0).handle(),
          rate,
          gradient,
          tf.constant((float) spec.momentum()),
          ResourceApplyMomentum.useNesterov(spec.nesterov()));
    }
  }

  /**
   * Muon (Keller Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024,
   * kellerjordan.github.io/posts/muon). A kernel [height, width, input, output] is taken as the
   * matrix [height * width * input, output]; the authors' matrices are [output, input].
   */
  record MuonRule(OptimizerSpec.Muon spec, Operand<TFloat32> rate) implements UpdateRule {
    @Override
    public List<String> slots() {
      return List.of("muon_momentum");
    }

    @Override
    public Op update(
        Ops tf, NetworkVariable weight, List<NetworkVariable> slots, Operand<TFloat32> gradient) {
      List<Integer> shape = weight.parameter().shape();
      int outputs = shape.get(shape.size() - 1);
      int inputs = weight.parameter().size() / outputs;
      NetworkVariable slot = slots.get(0);
      Operand<TFloat32> share = tf.constant((float) spec.momentum());
      Operand<TFloat32> momentum = tf.math.add(tf.math.mul(slot.value(), share), gradient);
      Operand<TFloat32> ahead = tf.math.add(tf.math.mul(momentum, share), gradient);
      Operand<TFloat32> matrix = tf.reshape(ahead, tf.array(inputs, outputs));
      Operand<TFloat32> direction =
          tf.reshape(
              NewtonSchulz.orthogonalize(tf, matrix, inputs, outputs),
              tf.constant(shape.stream().mapToInt(d -> d).toArray()));
      float scale = (float) Math.sqrt(Math.max(1, (double) outputs / inputs));
      Operand<TFloat32> change = tf.math.mul(direction, tf.math.mul(rate, tf.constant(scale)));
      Op remember = tf.assignVariableOp(slot.handle(), momentum);
      return tf.withControlDependencies(remember).assignSubVariableOp(weight.handle(), change);
    }
  }

  /**
   * Approximates the nearest orthogonal matrix: five steps of {@code X = (a I + b XX' + c (XX')^2)
   * X} bring every singular value that is not tiny to between 0.7 and 1.2. The coefficients are
   * those of Jordan et al., "Muon", 2024, chosen for steep growth from 0 rather than convergence.
   *
   * <p>The product of the steps' polynomials is computed from the small matrix XX' alone, and X is
   * multiplied once: a third of the time for the 6400 x 256 kernel of emnistCnn, with a relative
   * error of 1e-4 in float32.
   */
  static final class NewtonSchulz {
    private static final int STEPS = 5;
    private static final float A = 3.4445f;
    private static final float B = -4.7750f;
    private static final float C = 2.0315f;

    private static final float EPSILON = 1e-7f; // a zero gradient stays zero

    private NewtonSchulz() {}

    /** Adds the steps to the graph. */
    static Operand<TFloat32> orthogonalize(
        Ops tf, Operand<TFloat32> matrix, int rows, int columns) {
      boolean tall = rows > columns;
      Operand<TFloat32> halfOfSquares = tf.nn.l2Loss(matrix);
      Operand<TFloat32> norm =
          tf.math.add(
              tf.math.sqrt(tf.math.mul(halfOfSquares, tf.constant(2f))), tf.constant(EPSILON));
      // X'X for a tall matrix, XX' for a wide one: the same polynomial from the other side.
      Operand<TFloat32> gram =
          tf.math.div(
              product(tf, matrix, matrix, BatchMatMul.adjX(tall), BatchMatMul.adjY(!tall)),
              tf.math.square(norm));
      Operand<TFloat32> diagonal =
          tf.linalg.tensorDiag(tf.fill(tf.array(Math.min(rows, columns)), tf.constant(A)));
      Operand<TFloat32> factors = null;
      for (int i = 0; i < STEPS; i++) {
        Operand<TFloat32> factor =
            tf.math.add(
                diagonal,
                tf.math.add(
                    tf.math.mul(gram, tf.constant(B)),
                    tf.math.mul(product(tf, gram, gram), tf.constant(C))));
        factors = factors == null ? factor : product(tf, factors, factor);
        gram = product(tf, product(tf, factor, gram), factor);
      }
      Operand<TFloat32> scaled = tf.math.div(factors, norm);
      return tall ? product(tf, matrix, scaled) : product(tf, scaled, matrix);
    }

    /**
     * Multiplies with {@code BatchMatMulV3}, which a mixed-precision session, unlike {@code
     * MatMul}, keeps in float32: with bfloat16 products the small matrix gets negative eigenvalues
     * and the steps diverge.
     */
    private static Operand<TFloat32> product(
        Ops tf, Operand<TFloat32> left, Operand<TFloat32> right, BatchMatMul.Options... options) {
      return tf.train.batchMatMul(left, right, TFloat32.class, options);
    }
  }
}
