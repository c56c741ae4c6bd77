package io.github.emnist.train.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.internal.tensorflow.GraphOps;
import io.github.emnist.model.internal.tensorflow.Tensors;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.OptimizerStep.GradientClipping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class GradientClippingTest {
  /** The norm of (3, -4, 0) and (12) together is 13. */
  @ParameterizedTest
  @CsvSource({"6.5, 0.5", "1.3, 0.1", "13, 1", "20, 1", "0, 1"})
  void scalesAllGradientsWhereTheyAreTooLong(double bound, float scale) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = GraphOps.of(graph);
      List<Operand<TFloat32>> gradients =
          List.of(tf.constant(new float[] {3, -4, 0}), tf.constant(new float[][] {{12}}));
      List<Operand<TFloat32>> clipped = GradientClipping.byGlobalNorm(tf, gradients, bound);
      try (Result result = session.runner().fetch(clipped.get(0)).fetch(clipped.get(1)).run()) {
        assertThat(Tensors.values((TFloat32) result.get(0)))
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(3 * scale, -4 * scale, 0);
        assertThat(Tensors.values((TFloat32) result.get(1)))
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(12 * scale);
      }
    }
  }

  /** A step of plain gradient descent is as long as the rate times the clipped gradient. */
  @Test
  void boundsTheStepOfANetwork() {
    double free = stepLength(0);
    assertThat(free).isGreaterThan(0.2);
    assertThat(stepLength(0.1)).isCloseTo(0.1, within(1e-5));
    assertThat(stepLength(1_000)).isCloseTo(free, within(1e-6));
  }

  private static double stepLength(double bound) {
    TrainingConfig config =
        TinyTraining.config().optimizer(OptimizerSpec.sgd(0)).gradientClipNorm(bound).build();
    try (TrainingNetwork network = TinyTraining.network(config)) {
      network.step(TinyTraining.batch(0), 0, 1);
      Weights after = network.weights();
      double squares = 0;
      for (String name : after.names()) {
        if (!name.contains("moving")) {
          float[] old = TinyTraining.INITIAL.values(name);
          float[] now = after.values(name);
          for (int i = 0; i < now.length; i++) {
            squares += ((double) now[i] - old[i]) * ((double) now[i] - old[i]);
          }
        }
      }
      return Math.sqrt(squares);
    }
  }
}
