package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.weights.Weights;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BatchNormalizationTest {
  private static final Offset<Double> TOLERANCE = within(1e-5);
  private static final int IMAGES = 6;

  private static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.builder()
          .input(4, 4, 1)
          .conv2d(3, 2)
          .relu()
          .batchNormalization()
          .flatten()
          .dense(4)
          .layer(new Layer.BatchNormalization(0.8, 1e-2))
          .dense(2)
          .softmax()
          .build();

  /**
   * Keras 2: {@code average -= (average - batch) * (1 - momentum)}, with unbiased variances; in the
   * first steps with a momentum of no more than (1 + step) / (10 + step).
   */
  @Test
  void movingAveragesFollowTheBatches() {
    Weights weights = TestNetwork.randomWeights(ARCHITECTURE, 1);
    NaiveNetwork naive = new NaiveNetwork(ARCHITECTURE, weights, true, null);
    Map<String, Double> momentum =
        new TreeMap<>(Map.of("batch_normalization", 0.99, "batch_normalization_1", 0.8));
    try (TestNetwork tested = new TestNetwork(ARCHITECTURE, weights, 0)) {
      for (int step : new int[] {0, 1, 30, 100, 2_000}) {
        byte[] images = TestNetwork.randomImages(ARCHITECTURE, IMAGES, step);
        tested.updateMovingAverages(images, step);
        naive.logits(images);
        momentum.forEach(
            (layer, late) -> {
              double kept = Math.min(late, (1.0 + step) / (10 + step));
              double[][] batch = naive.batchStatistics.get(layer);
              move(naive.weights.get(layer + "/moving_mean"), batch[0], kept);
              move(naive.weights.get(layer + "/moving_variance"), batch[1], kept);
            });
      }
      Weights after = tested.read();
      for (String name : after.names()) {
        if (name.contains("moving")) {
          assertThat(after.values(name)).isNotEqualTo(weights.values(name));
          double[] expected = naive.weights.get(name);
          float[] values = after.values(name);
          for (int i = 0; i < expected.length; i++) {
            assertThat((double) values[i]).as(name).isCloseTo(expected[i], TOLERANCE);
          }
        } else {
          assertThat(after.values(name)).as(name).isEqualTo(weights.values(name));
        }
      }
    }
  }

  @Test
  void trainingUsesTheBatchAndEvaluationTheMovingAverages() {
    Weights weights = TestNetwork.randomWeights(ARCHITECTURE, 2);
    byte[] images = TestNetwork.randomImages(ARCHITECTURE, IMAGES, 9);
    double[][] batch = new NaiveNetwork(ARCHITECTURE, weights, true, null).logits(images);
    double[][] moving = new NaiveNetwork(ARCHITECTURE, weights, false, null).logits(images);
    try (TestNetwork tested = new TestNetwork(ARCHITECTURE, weights, 0)) {
      float[] training = tested.trainingLogits(images, 0, 0);
      float[] evaluation = tested.evaluationLogits(images);
      for (int i = 0; i < training.length; i++) {
        assertThat((double) training[i]).isCloseTo(batch[i / 2][i % 2], TOLERANCE);
        assertThat((double) evaluation[i]).isCloseTo(moving[i / 2][i % 2], TOLERANCE);
      }
      assertThat(tested.read()).as("looking changes nothing").isEqualTo(weights);
    }
  }

  @Test
  void frozenItUsesItsMovingAveragesInTrainingTooAndKeepsThem() {
    Weights weights = TestNetwork.randomWeights(ARCHITECTURE, 3);
    byte[] images = TestNetwork.randomImages(ARCHITECTURE, IMAGES, 9);
    Set<String> both = Set.of("batch_normalization", "batch_normalization_1");
    try (TestNetwork tested = new TestNetwork(ARCHITECTURE, weights, 0, both, false)) {
      assertThat(tested.network.movingAverageUpdates()).isEmpty();
      assertThat(tested.trainingLogits(images, 0, 0)).isEqualTo(tested.evaluationLogits(images));
    }
    try (TestNetwork tested =
        new TestNetwork(ARCHITECTURE, weights, 0, Set.of("batch_normalization_1"), false)) {
      tested.updateMovingAverages(images, 0);
      Weights after = tested.read();
      for (String name : after.names()) {
        if (name.startsWith("batch_normalization/moving")) {
          assertThat(after.values(name)).as(name).isNotEqualTo(weights.values(name));
        } else {
          assertThat(after.values(name)).as(name).isEqualTo(weights.values(name));
        }
      }
    }
  }

  /** The gradients with respect to the first layer's kernel flow through both. */
  @Test
  void frozenItPassesTheGradientOn() {
    Weights weights = TestNetwork.randomWeights(ARCHITECTURE, 4);
    byte[] images = TestNetwork.randomImages(ARCHITECTURE, IMAGES, 5);
    int[] labels = {0, 1, 0, 1, 1, 0};
    Set<String> both = Set.of("batch_normalization", "batch_normalization_1");
    try (TestNetwork tested = new TestNetwork(ARCHITECTURE, weights, 0, both, false)) {
      float[] gradient = tested.lossAndGradients(images, labels, 1).get(1);
      double step = 2e-3;
      for (int i = 0; i < gradient.length; i++) {
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
          float[] kernel = weights.values("conv2d/kernel");
          kernel[i] += (float) (side == 0 ? step : -step);
          Weights.Builder moved = Weights.builder();
          for (String name : weights.names()) {
            moved.put(
                name,
                weights.shape(name),
                name.equals("conv2d/kernel") ? kernel : weights.values(name));
          }
          tested.assign(moved.build());
          losses[side] = tested.lossAndGradients(images, labels, 1).get(0)[0];
        }
        assertThat((double) gradient[i])
            .isCloseTo((losses[0] - losses[1]) / (2 * step), within(2e-3));
      }
    }
  }

  private static void move(double[] average, double[] target, double momentum) {
    for (int i = 0; i < average.length; i++) {
      average[i] -= (average[i] - target[i]) * (1 - momentum);
    }
  }
}
