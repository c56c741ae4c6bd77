package io.github.emnist.train.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.internal.tensorflow.GraphOps;
import io.github.emnist.model.internal.tensorflow.NetworkVariables;
import io.github.emnist.model.internal.tensorflow.RuntimeOptions;
import io.github.emnist.model.internal.tensorflow.Tensors;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.internal.tensorflow.UpdateRule.MuonRule;
import io.github.emnist.train.internal.tensorflow.UpdateRule.NewtonSchulz;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class MuonRuleTest {
  private static PlainMatrix random(int rows, int columns, long seed) {
    CounterRandom random = new CounterRandom(seed, 0, 0);
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return new PlainMatrix(rows, columns, values);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static PlainMatrix orthogonalize(PlainMatrix matrix) {
    return orthogonalize(matrix, Precision.FLOAT32);
  }

  private static PlainMatrix orthogonalize(PlainMatrix matrix, Precision precision) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, new RuntimeOptions(0, false, precision).toConfig());
        TFloat32 values =
            Tensors.float32(List.of(matrix.rows, matrix.columns), floats(matrix.values))) {
      Ops tf = GraphOps.of(graph);
      Operand<TFloat32> result =
          NewtonSchulz.orthogonalize(tf, tf.constantOf(values), matrix.rows, matrix.columns);
      try (Result fetched = session.runner().fetch(result).run()) {
        float[] found = Tensors.values((TFloat32) fetched.get(0));
        double[] doubles = new double[found.length];
        for (int i = 0; i < found.length; i++) {
          doubles[i] = found[i];
        }
        return new PlainMatrix(matrix.rows, matrix.columns, doubles);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"40, 7", "7, 40", "12, 12", "1, 5", "5, 1", "300, 24"})
  void singularValuesBecomeNearlyOne(int rows, int columns) {
    PlainMatrix matrix = random(rows, columns, 3);
    PlainMatrix found = orthogonalize(matrix);

    assertThat(found.values)
        .usingComparatorWithPrecision(1e-4)
        .containsExactly(matrix.orthogonalized().values);
    for (double singular : found.singularValues()) {
      assertThat(singular).isBetween(0.65, 1.25);
    }
  }

  /** As gradients are: some directions much weaker than others, or not there at all. */
  @ParameterizedTest
  @CsvSource({"300, 24, 3", "24, 300, 1", "64, 64, 20"})
  void directionsThatAreNotThereStayAway(int rows, int columns, int rank) {
    PlainMatrix left = random(rows, rank, 5);
    for (int i = 0; i < left.values.length; i++) {
      left.values[i] *= Math.pow(0.5, i % rank);
    }
    PlainMatrix matrix = left.times(random(rank, columns, 6));
    assertThat(orthogonalize(matrix).values)
        .usingComparatorWithPrecision(1e-3)
        .containsExactly(matrix.orthogonalized().values);
  }

  /** TensorFlow rewrites a session's matrix products to bfloat16, but must leave these alone. */
  @Test
  void isFloat32InABfloat16SessionToo() {
    PlainMatrix matrix = random(300, 24, 3);
    assertThat(orthogonalize(matrix, Precision.BFLOAT16).values)
        .usingComparatorWithPrecision(1e-4)
        .containsExactly(matrix.orthogonalized().values);
  }

  @Test
  void keepsTheDirections() {
    // diag(3, 1) turned: the nearest orthogonal matrix is the turn itself.
    double cos = Math.cos(0.5);
    double sin = Math.sin(0.5);
    PlainMatrix turn = new PlainMatrix(2, 2, new double[] {cos, -sin, sin, cos});
    PlainMatrix stretched = turn.times(new PlainMatrix(2, 2, new double[] {3, 0, 0, 1}));
    PlainMatrix back = turn.transposed().times(orthogonalize(stretched));
    assertThat(back.at(0, 0)).isBetween(0.65, 1.25);
    assertThat(back.at(1, 1)).isBetween(0.65, 1.25);
    assertThat(new double[] {back.at(0, 1), back.at(1, 0)})
        .usingComparatorWithPrecision(1e-5)
        .containsExactly(0, 0);
  }

  @Test
  void noGradientIsNoChange() {
    assertThat(orthogonalize(new PlainMatrix(3, 2, new double[6])).values).containsOnly(0.0);
  }

  /** Its matrix is [height * width * input, output]: 12 x 5, and 4 x 9, whose scale is 1.5. */
  @ParameterizedTest
  @CsvSource({"2, 2, 3, 5", "2, 2, 1, 9"})
  void convolutionKernelsStepAsPlainJava(int height, int width, int inputs, int outputs) {
    OptimizerSpec.Muon muon = new OptimizerSpec.Muon(0.9, 0, 1);
    List<Integer> shape = List.of(height, width, inputs, outputs);
    Parameter kernel = new Parameter("conv2d/kernel", shape, true);
    Parameter slot = new Parameter("conv2d/kernel/slot", shape, false);
    double[] expected = random(kernel.size(), 1, 1).values;
    Weights initial =
        Weights.builder()
            .put(kernel.name(), shape, floats(expected))
            .put(slot.name(), shape, new float[kernel.size()])
            .build();
    PlainOptimizer plain = new PlainOptimizer(muon, shape, true);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = GraphOps.of(graph);
      NetworkVariables variables = NetworkVariables.create(tf, List.of(kernel, slot));
      variables.assign(session, initial);
      Operand<TFloat32> gradient = tf.placeholder(TFloat32.class);
      Op step =
          new MuonRule(muon, tf.constant(0.1f))
              .update(tf, variables.all().get(0), variables.all().subList(1, 2), gradient);
      for (int number = 0; number < 4; number++) {
        double[] given = random(kernel.size(), 1, 10 + number).values;
        plain.step(expected, given, number, 0.1);
        try (TFloat32 fed = Tensors.float32(shape, floats(given))) {
          session.runner().feed(gradient, fed).addTarget(step).run().close();
        }
      }
      assertThat(variables.read(session).values(kernel.name()))
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(floats(expected));
    }
  }
}
