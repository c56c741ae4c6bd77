package io.github.emnist.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  private static final Weights WEIGHTS = Weights.initialize(CnnArchitecture.emnistCnn(), 42);

  /** The limits are sqrt(6 / (fan in + fan out)), worked out by hand: 5x5x1x32 has 25 and 800. */
  @ParameterizedTest
  @CsvSource({
    "conv2d/kernel,   800,     0.08528029",
    "conv2d_1/kernel, 25600,   0.06123724",
    "conv2d_2/kernel, 18432,   0.08333333",
    "dense/kernel,    1327104, 0.03321056",
    "dense_1/kernel,  12032,   0.14071951"
  })
  void kernelsAreGlorotUniform(String name, int count, double limit) {
    float[] values = WEIGHTS.values(name);
    assertThat(values).hasSize(count);
    double sum = 0;
    double squares = 0;
    double least = 0;
    double most = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    double variance = limit * limit / 3;
    // Five standard errors: of a mean, and of the variance of a uniform draw (kurtosis 9/5).
    assertThat(sum / count).isCloseTo(0, within(5 * Math.sqrt(variance / count)));
    assertThat(squares / count).isCloseTo(variance, within(5 * variance * Math.sqrt(0.8 / count)));
    assertThat(most).isBetween(limit * (1 - 20.0 / count), limit * (1 + 1e-6));
    assertThat(least).isBetween(-limit * (1 + 1e-6), -limit * (1 - 20.0 / count));
  }

  @Test
  void theRestIsZeroOrOneAsInKeras() {
    assertThat(WEIGHTS.values("conv2d/bias")).hasSize(32).containsOnly(0);
    assertThat(WEIGHTS.values("dense_1/bias")).hasSize(47).containsOnly(0);
    assertThat(WEIGHTS.values("batch_normalization/gamma")).hasSize(32).containsOnly(1);
    assertThat(WEIGHTS.values("batch_normalization/beta")).hasSize(32).containsOnly(0);
    assertThat(WEIGHTS.values("batch_normalization_2/moving_mean")).hasSize(64).containsOnly(0);
    assertThat(WEIGHTS.values("batch_normalization_2/moving_variance")).hasSize(64).containsOnly(1);
  }

  @Test
  void seedFixesEveryValue() {
    CnnArchitecture cnn = CnnArchitecture.emnistCnn();
    assertThat(Weights.initialize(cnn, 42)).isEqualTo(WEIGHTS);
    assertThat(Weights.initialize(cnn, 43).values("dense/kernel"))
        .isNotEqualTo(WEIGHTS.values("dense/kernel"));
    // Golden: the same seed must give the same network in every release and on every machine.
    assertThat(WEIGHTS.values("conv2d/kernel"))
        .startsWith(-0.01967567f, -0.042211227f, 0.00771545f);
    WEIGHTS.checkMatches(cnn);
  }

  @Test
  void equalShapesAreDrawnApart() {
    CnnArchitecture twins =
        CnnArchitecture.builder()
            .input(2, 2, 1)
            .flatten()
            .dense(4)
            .relu()
            .dense(4)
            .softmax()
            .build();
    Weights weights = Weights.initialize(twins, 1);
    assertThat(weights.values("dense/kernel")).isNotEqualTo(weights.values("dense_1/kernel"));
  }

  @Test
  void unknownRolesAreRefused() {
    assertThatThrownBy(() -> Initializer.values(new Parameter("a/theta", List.of(1), true), 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no initial values known for a/theta");
  }
}
