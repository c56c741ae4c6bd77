package io.github.emnist.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.internal.SafeTensors;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
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
    checkUniform(WEIGHTS.values(name), count, limit);
  }

  private static void checkUniform(float[] values, int count, double limit) {
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

  /**
   * Golden: what networks of the first layers began with before residual layers, GELU and leaky
   * rectifiers came, on any machine.
   */
  @Test
  void networksOfTheFirstLayersKeepTheirInitialBits() throws NoSuchAlgorithmException {
    CnnArchitecture other =
        CnnArchitecture.builder()
            .input(9, 8, 1)
            .conv2d(4, 3, Padding.SAME)
            .batchNormalization()
            .relu()
            .conv2d(5, 2)
            .relu()
            .maxPool(2)
            .dropout(0.5)
            .flatten()
            .dense(6)
            .batchNormalization()
            .relu()
            .dense(3)
            .softmax()
            .build();
    assertThat(sha256(WEIGHTS))
        .isEqualTo("dcb3feeeaeec9db8ada7073e86af944020e1cb8c63c4087328bb7fb40dd3559d");
    assertThat(sha256(Weights.initialize(other, 42)))
        .isEqualTo("ba11077fc509e5641174407861bcbc0b9dbdd2797747453b5ffda2a9cc0ab866");
  }

  private static String sha256(Weights weights) throws NoSuchAlgorithmException {
    byte[] file = SafeTensors.encode(weights);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
  }

  /**
   * By hand: Glorot sqrt(6 / (fan in + fan out)), He sqrt(6 / ((1 + slope^2) fan in)), with fans of
   * 3x3x16x32 = 4,608: 144 and 288.
   */
  @ParameterizedTest
  @CsvSource({
    "conv2d/kernel,                         1152, 0.16666667", // 3x3x8x16, before the sum
    "residual/body/conv2d/kernel,           2304, 0.20412415", // a rectifier in a body
    "residual/body/conv2d_1/kernel,         2304, 0.14433757", // the end of a body
    "residual/shortcut/conv2d/kernel,       2304, 0.19462474", // a leaky rectifier of 0.3162
    "conv2d_1/kernel,                       4608, 0.20412415", // GELU behind a pooling
    "dense/kernel,                          640,  0.43301270", // a leaky rectifier of slope 0
    "dense_1/kernel,                         80,   0.5"
  })
  void kernelsBeforeTheNewerActivationsAreHeUniform(String name, int count, double limit) {
    CnnArchitecture network =
        CnnArchitecture.builder()
            .input(6, 6, 8)
            .conv2d(16, 3)
            .residual(
                body ->
                    body.conv2d(16, 3, Padding.SAME)
                        .batchNormalization()
                        .relu()
                        .conv2d(16, 3, Padding.SAME),
                shortcut -> shortcut.conv2d(16, 3, Padding.SAME).leakyRelu(Math.sqrt(0.1)))
            .relu()
            .conv2d(32, 3)
            .maxPool(2)
            .gelu()
            .globalAveragePool()
            .dense(20)
            .leakyRelu(0)
            .dense(4)
            .softmax()
            .build();
    checkUniform(Weights.initialize(network, 7).values(name), count, limit);
  }

  @Test
  void unknownRolesAreRefused() {
    Parameter theta = new Parameter("a/theta", List.of(1), true);
    assertThatThrownBy(() -> Initializer.values(theta, OptionalDouble.empty(), 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no initial values known for a/theta");
  }
}
