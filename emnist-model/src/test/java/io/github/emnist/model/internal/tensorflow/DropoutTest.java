package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.CnnArchitecture.ArchitectureBuilder;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.weights.Weights;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final int FEATURES = 200;
  private static final int IMAGES = 100;

  /** All pixels 1 and the identity as the last layer: the logits are the mask. */
  static double[][] mask(int features, int images, double rate, long seed) {
    CnnArchitecture architecture = identity(features, rate);
    try (TestNetwork network = new TestNetwork(architecture, identityWeights(architecture), 0)) {
      float[] logits = network.trainingLogits(white(features, images), seed, 0);
      double[][] mask = new double[images][features];
      for (int i = 0; i < logits.length; i++) {
        mask[i / features][i % features] = logits[i];
      }
      return mask;
    }
  }

  @Test
  void inTrainingZerosAboutTheRateAndKeepsTheMean() {
    CnnArchitecture architecture = identity(FEATURES, 0.25);
    try (TestNetwork network = new TestNetwork(architecture, identityWeights(architecture), 0)) {
      float[] out = network.trainingLogits(white(FEATURES, IMAGES), 42, 0);
      float kept = 1 / 0.75f;
      int zeros = 0;
      for (float value : out) {
        assertThat(value).isIn(0f, kept);
        zeros += value == 0 ? 1 : 0;
      }
      // Five standard errors of 20,000 draws.
      double error = 5 * Math.sqrt(0.25 * 0.75 / out.length);
      assertThat(zeros / (double) out.length).isCloseTo(0.25, within(error));
      double mean = (out.length - zeros) * (double) kept / out.length;
      assertThat(mean).isCloseTo(1, within(error / 0.75));
    }
  }

  @Test
  void masksDependOnSeedAndStepAlone() {
    CnnArchitecture architecture = identity(FEATURES, 0.5);
    Weights weights = identityWeights(architecture);
    byte[] white = white(FEATURES, 2);
    try (TestNetwork network = new TestNetwork(architecture, weights, 0);
        TestNetwork other = new TestNetwork(architecture, weights, 0)) {
      float[] first = network.trainingLogits(white, 42, 7);
      assertThat(network.trainingLogits(white, 42, 8)).isNotEqualTo(first);
      assertThat(network.trainingLogits(white, 43, 7)).isNotEqualTo(first);
      assertThat(network.trainingLogits(white, 42, 7)).isEqualTo(first);
      assertThat(other.trainingLogits(white, 42, 7)).isEqualTo(first);
      assertThat(Arrays.copyOf(first, FEATURES))
          .as("images are masked apart")
          .isNotEqualTo(Arrays.copyOfRange(first, FEATURES, 2 * FEATURES));
    }
  }

  @Test
  void twoLayersOfOneStepAreMaskedApart() {
    CnnArchitecture architecture =
        ending(
            CnnArchitecture.builder().input(1, FEATURES, 1).flatten().dropout(0.5).dropout(0.5),
            FEATURES);
    try (TestNetwork network = new TestNetwork(architecture, identityWeights(architecture), 0)) {
      float[] out = network.trainingLogits(white(FEATURES, IMAGES), 42, 0);
      int kept = 0;
      for (float value : out) {
        assertThat(value).isIn(0f, 4f);
        kept += value == 4 ? 1 : 0;
      }
      // One mask twice would keep half; two independent ones a quarter.
      assertThat(kept / (double) out.length).isCloseTo(0.25, within(0.02));
    }
  }

  @Test
  void outsideTrainingDoesNothing() {
    CnnArchitecture architecture = identity(FEATURES, 0.9);
    try (TestNetwork network = new TestNetwork(architecture, identityWeights(architecture), 0)) {
      assertThat(network.evaluationLogits(white(FEATURES, 3))).containsOnly(1);
    }
  }

  @Test
  void rateZeroDoesNothing() {
    CnnArchitecture architecture = identity(FEATURES, 0);
    try (TestNetwork network = new TestNetwork(architecture, identityWeights(architecture), 0)) {
      assertThat(network.trainingLogits(white(FEATURES, 3), 1, 1)).containsOnly(1);
    }
  }

  @Test
  void spatialDropoutZerosWholeChannelsOfEachImageApart() {
    int channels = 50;
    CnnArchitecture architecture =
        ending(
            CnnArchitecture.builder().input(2, 2, channels).spatialDropout(0.25).flatten(),
            4 * channels);
    Weights weights = identityWeights(architecture);
    byte[] white = white(4 * channels, IMAGES);
    try (TestNetwork network = new TestNetwork(architecture, weights, 0)) {
      float[] out = network.trainingLogits(white, 42, 3);
      int zeros = 0;
      for (int i = 0; i < out.length; i++) {
        assertThat(out[i]).isIn(0f, 1 / 0.75f);
        int firstPixel = i - i % (4 * channels) + i % channels;
        assertThat(out[i]).as("one value for all pixels of a channel").isEqualTo(out[firstPixel]);
        zeros += out[i] == 0 ? 1 : 0;
      }
      // Five standard errors of 5,000 draws, one for each image's channel.
      double error = 5 * Math.sqrt(0.25 * 0.75 / (IMAGES * channels));
      assertThat(zeros / (double) out.length).isCloseTo(0.25, within(error));
      assertThat(Arrays.copyOf(out, channels))
          .as("images are masked apart")
          .isNotEqualTo(Arrays.copyOfRange(out, 4 * channels, 5 * channels));
      assertThat(network.trainingLogits(white, 42, 3)).isEqualTo(out);
      assertThat(network.trainingLogits(white, 42, 4)).isNotEqualTo(out);
      assertThat(network.evaluationLogits(white)).containsOnly(1);
    }
  }

  /** Two branches of one layer each, and a dropout behind: three masks. */
  @Test
  void branchesAreMaskedApart() {
    CnnArchitecture architecture =
        ending(
            CnnArchitecture.builder()
                .input(1, FEATURES, 1)
                .flatten()
                .residual(body -> body.dropout(0.5), shortcut -> shortcut.dropout(0.5))
                .dropout(0.5),
            FEATURES);
    try (TestNetwork network = new TestNetwork(architecture, identityWeights(architecture), 0)) {
      float[] out = network.trainingLogits(white(FEATURES, IMAGES), 42, 0);
      int[] counts = new int[9];
      for (float value : out) {
        counts[Math.round(value)]++;
      }
      double draws = out.length;
      // Independent masks: 0 in 1/2 + 1/8, 2 x 2 in 1/4, 2 x 4 in 1/8.
      assertThat(counts[0] / draws).isCloseTo(0.625, within(0.02));
      assertThat(counts[4] / draws).isCloseTo(0.25, within(0.02));
      assertThat(counts[8] / draws).isCloseTo(0.125, within(0.02));
    }
  }

  private static CnnArchitecture identity(int features, double rate) {
    return ending(
        CnnArchitecture.builder().input(1, features, 1).flatten().dropout(rate), features);
  }

  private static CnnArchitecture ending(ArchitectureBuilder builder, int features) {
    return builder.dense(features).softmax().build();
  }

  private static Weights identityWeights(CnnArchitecture architecture) {
    Weights.Builder weights = Weights.builder();
    for (Parameter parameter : architecture.parameters()) {
      float[] values = new float[parameter.size()];
      if (parameter.role().equals("kernel")) {
        int width = parameter.shape().get(1);
        for (int i = 0; i < width; i++) {
          values[i * width + i] = 1;
        }
      }
      weights.put(parameter.name(), parameter.shape(), values);
    }
    return weights.build();
  }

  private static byte[] white(int features, int images) {
    byte[] pixels = new byte[images * features];
    Arrays.fill(pixels, (byte) 255);
    return pixels;
  }
}
