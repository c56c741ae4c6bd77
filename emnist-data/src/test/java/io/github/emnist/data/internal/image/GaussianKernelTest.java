package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.internal.image.EmnistConversion.GaussianKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianKernelTest {
  /** The density of the normal distribution at 0, 1, 2 and 3, normalised over [-3, 3]. */
  @Test
  void sigmaOne() {
    float[] weights = GaussianKernel.weights(1);
    assertThat(weights).hasSize(7);
    assertThat(weights[3]).isCloseTo(0.39905f, within(1e-5f));
    assertThat(weights[4]).isCloseTo(0.24204f, within(1e-5f));
    assertThat(weights[5]).isCloseTo(0.05401f, within(1e-5f));
    assertThat(weights[6]).isCloseTo(0.00443f, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.3, 0.7, 1, 2.5, 24})
  void sumsToOneAndIsSymmetric(double sigma) {
    float[] weights = GaussianKernel.weights(sigma);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i]).isEqualTo(weights[weights.length - 1 - i]);
      sum += weights[i];
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  /** Cutting the curve at three deviations takes 2.7 % of its variance. */
  @ParameterizedTest
  @ValueSource(doubles = {0.7, 1, 2.5, 24})
  void hasTheVariance(double sigma) {
    float[] weights = GaussianKernel.weights(sigma);
    double variance = 0;
    for (int i = 0; i < weights.length; i++) {
      double distance = i - weights.length / 2;
      variance += weights[i] * distance * distance;
    }
    assertThat(variance / (sigma * sigma)).isBetween(0.97, 1.0);
  }
}
