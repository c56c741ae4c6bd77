package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.weights.Weights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forward passes and gradients against {@link NaiveNetwork}, which shares nothing with TensorFlow.
 */
class GraphBuilderTest {
  private static final int IMAGES = 4;
  private static final int[] LABELS = {0, 2, 1, 2};

  /** float32 against double through a few layers of unit scale: 2^-24 each, times their sums. */
  private static final double TOLERANCE = 2e-5;

  static List<CnnArchitecture> architectures() {
    return Architectures.all();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void evaluationEqualsTheDefinition(CnnArchitecture architecture) {
    Weights weights = TestNetwork.randomWeights(architecture, 1);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 2);
    double[][] expected = new NaiveNetwork(architecture, weights, false, null).logits(images);
    try (TestNetwork tested = new TestNetwork(architecture, weights, 0)) {
      float[] logits = tested.evaluationLogits(images);
      float[] probabilities = tested.probabilities(images);
      for (int n = 0; n < IMAGES; n++) {
        double[] softmax = NaiveNetwork.softmax(expected[n]);
        for (int c = 0; c < 3; c++) {
          assertThat((double) logits[n * 3 + c]).isCloseTo(expected[n][c], within(TOLERANCE));
          assertThat((double) probabilities[n * 3 + c]).isCloseTo(softmax[c], within(TOLERANCE));
        }
      }
    }
  }

  /**
   * The gradient of every single parameter against central differences. These are taken of the
   * naive network in double, with steps of 1e-6, so that they are exact to about 1e-9 where float32
   * differences would be to 1e-3.
   */
  @ParameterizedTest
  @MethodSource("architectures")
  void gradientsEqualCentralDifferences(CnnArchitecture architecture) {
    Weights weights = TestNetwork.randomWeights(architecture, 3);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 4);
    NaiveNetwork naive = new NaiveNetwork(architecture, weights, true, ones());
    try (TestNetwork tested = new TestNetwork(architecture, weights, 0)) {
      checkGradients(tested.lossAndGradients(images, LABELS, 0), naive, architecture, images);
    }
  }

  @Test
  void gradientsPassThroughDropoutOfTheSameMask() {
    CnnArchitecture architecture =
        CnnArchitecture.builder()
            .input(2, 2, 2)
            .flatten()
            .dense(6)
            .dropout(0.5)
            .dense(3)
            .softmax()
            .build();
    double[][] mask = DropoutTest.mask(6, IMAGES, 0.5, 11);
    assertThat(mask[0]).contains(0, 2);
    Weights weights = TestNetwork.randomWeights(architecture, 5);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 6);
    NaiveNetwork naive = new NaiveNetwork(architecture, weights, true, mask);
    try (TestNetwork tested = new TestNetwork(architecture, weights, 0)) {
      checkGradients(tested.lossAndGradients(images, LABELS, 11), naive, architecture, images);
    }
  }

  /** The mask is read off a network of the same seed whose logits it is. */
  @Test
  void gradientsPassThroughSpatialDropoutOfTheSameMask() {
    CnnArchitecture architecture =
        CnnArchitecture.builder()
            .input(3, 3, 2)
            .conv2d(6, 2)
            .spatialDropout(0.5)
            .residual(body -> body.conv2d(6, 1))
            .flatten()
            .dense(3)
            .softmax()
            .build();
    double[][] mask = DropoutTest.mask(6, IMAGES, 0.5, 11);
    assertThat(mask[0]).contains(0, 2);
    Weights weights = TestNetwork.randomWeights(architecture, 5);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 6);
    NaiveNetwork naive = new NaiveNetwork(architecture, weights, true, mask);
    try (TestNetwork tested = new TestNetwork(architecture, weights, 0)) {
      checkGradients(tested.lossAndGradients(images, LABELS, 11), naive, architecture, images);
    }
  }

  private static void checkGradients(
      List<float[]> lossAndGradients,
      NaiveNetwork naive,
      CnnArchitecture architecture,
      byte[] images) {
    assertThat((double) lossAndGradients.get(0)[0])
        .isCloseTo(naive.loss(images, LABELS), within(TOLERANCE));
    int i = 1;
    double steepest = 0;
    for (Parameter parameter : architecture.parameters()) {
      if (!parameter.trainable()) {
        continue;
      }
      float[] gradient = lossAndGradients.get(i++);
      double[] values = naive.weights.get(parameter.name());
      assertThat(gradient).hasSameSizeAs(values);
      for (int j = 0; j < values.length; j++) {
        double value = values[j];
        values[j] = value + 1e-6;
        double above = naive.loss(images, LABELS);
        values[j] = value - 1e-6;
        double below = naive.loss(images, LABELS);
        values[j] = value;
        double expected = (above - below) / 2e-6;
        assertThat((double) gradient[j])
            .as("%s[%d]", parameter.name(), j)
            .isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
        steepest = Math.max(steepest, Math.abs(expected));
      }
    }
    // Guards against comparing nothing with nothing.
    assertThat(steepest).isGreaterThan(0.05);
  }

  private static double[][] ones() {
    double[][] mask = new double[IMAGES][1000];
    for (double[] row : mask) {
      Arrays.fill(row, 1);
    }
    return mask;
  }
}
