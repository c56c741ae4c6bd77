package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.internal.image.Resampling.BicubicKernel;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class BicubicKernelTest {
  private final double[] weights = new double[BicubicKernel.TAPS];

  @Test
  void onAPixelItIsThatPixel() {
    BicubicKernel.weights(0, weights);
    assertThat(weights).containsExactly(0, 1, 0, 0);
  }

  @Test
  void halfWay() {
    BicubicKernel.weights(0.5, weights);
    assertThat(weights).containsExactly(-1.0 / 16, 9.0 / 16, 9.0 / 16, -1.0 / 16);
  }

  /** Keys 1981: with a = -1/2 the interpolation is exact for polynomials up to degree 2. */
  @Test
  void reproducesQuadratics() {
    DoubleUnaryOperator quadratic = x -> 3 * x * x - 5 * x + 2;
    for (double fraction = 0; fraction < 1; fraction += 0.0625) {
      BicubicKernel.weights(fraction, weights);
      double sum = 0;
      for (int t = 0; t < weights.length; t++) {
        sum += weights[t] * quadratic.applyAsDouble(t - 1);
      }
      assertThat(sum).isCloseTo(quadratic.applyAsDouble(fraction), within(1e-12));
    }
  }
}
