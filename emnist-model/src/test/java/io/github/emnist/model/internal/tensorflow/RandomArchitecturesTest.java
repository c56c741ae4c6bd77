package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All modes against {@link NaiveNetwork}, for orders of layers that nobody thought of; and no such
 * order may make TensorFlow's optimizer fail.
 */
class RandomArchitecturesTest {
  private static final int IMAGES = 4;

  /** As many as take a few seconds; {@code -Drandom.networks=1000} tries more. */
  private static final int NETWORKS = Integer.getInteger("random.networks", 30);

  static LongStream seeds() {
    return LongStream.range(0, NETWORKS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyModeEqualsTheDefinition(long seed) {
    CnnArchitecture architecture = RandomArchitectures.of(seed);
    Weights weights = TestNetwork.randomWeights(architecture, seed);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, seed);
    double[][] mask = new double[IMAGES][1_000];
    for (double[] row : mask) {
      Arrays.fill(row, 1);
    }
    double[][] evaluation = new NaiveNetwork(architecture, weights, false, null).logits(images);
    double[][] training = new NaiveNetwork(architecture, weights, true, mask).logits(images);
    List<float[]> found = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    NativeProcess.capture(
        () -> {
          try (TestNetwork network = new TestNetwork(architecture, weights, 0);
              FrozenNetwork frozen =
                  new FrozenNetwork(architecture, weights, RuntimeOptions.DEFAULT)) {
            found.add(network.evaluationLogits(images));
            found.add(network.trainingLogits(images, 1, 0));
            found.add(frozen.probabilities(images, IMAGES));
            network.step(images, new int[] {0, 1, 2, 1}, 1, 0);
          }
        },
        printed::add);
    String text = architecture.summary();
    for (int n = 0; n < IMAGES; n++) {
      check(text + "evaluation", found.get(0), n, evaluation[n]);
      check(text + "training", found.get(1), n, training[n]);
      check(text + "frozen", found.get(2), n, NaiveNetwork.softmax(evaluation[n]));
    }
    if (!OS.WINDOWS.isCurrentOs()) { // where descriptors are out of reach
      assertThat(printed).as(text).hasSize(1);
    }
    assertThat(String.join("", printed)).as(text).doesNotContain("failed", "OpKernel");
  }

  private static void check(String what, float[] found, int image, double[] expected) {
    for (int c = 0; c < expected.length; c++) {
      assertThat((double) found[image * expected.length + c])
          .as(what)
          .isCloseTo(expected[c], within(1e-3 * (1 + Math.abs(expected[c]))));
    }
  }
}
