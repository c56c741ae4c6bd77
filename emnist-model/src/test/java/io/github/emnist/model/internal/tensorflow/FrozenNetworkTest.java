package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenNetworkTest {
  private static final CnnArchitecture SMALL =
      CnnArchitecture.builder()
          .input(8, 8, 1)
          .conv2d(4, 3)
          .relu()
          .batchNormalization()
          .maxPool(2)
          .flatten()
          .dense(5)
          .softmax()
          .build();

  private static final Weights WEIGHTS = TestNetwork.randomWeights(SMALL, 1);
  private static final int PIXELS = 64;

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 257, 600})
  void anyCountGivesWhatEachImageGivesAlone(int count) {
    byte[] images = TestNetwork.randomImages(SMALL, count, 2);
    try (FrozenNetwork network = open()) {
      float[] all = network.probabilities(images, count);
      assertThat(all).hasSize(count * 5);
      for (int n = 0; n < count; n += 51) {
        float[] alone =
            network.probabilities(Arrays.copyOfRange(images, n * PIXELS, (n + 1) * PIXELS), 1);
        assertThat(Arrays.copyOfRange(all, n * 5, n * 5 + 5)).containsExactly(alone, within(1e-6f));
        assertThat(alone[0] + alone[1] + alone[2] + alone[3] + alone[4])
            .isCloseTo(1, within(1e-5f));
      }
    }
  }

  @Test
  void noImagesGiveNoProbabilities() {
    try (FrozenNetwork network = open()) {
      assertThat(network.probabilities(new byte[0], 0)).isEmpty();
    }
  }

  @Test
  void otherLengthsAreRefused() {
    try (FrozenNetwork network = open()) {
      assertThatThrownBy(() -> network.probabilities(new byte[100], 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("images: found 100 bytes, expected 2 images x 64 pixels");
      assertThatThrownBy(() -> network.probabilities(new byte[0], -1))
          .hasMessage("images: found 0 bytes, expected -1 images x 64 pixels");
    }
    assertThatThrownBy(
            () -> new FrozenNetwork(SMALL.withClasses(6), WEIGHTS, RuntimeOptions.DEFAULT).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weights dense/kernel: found shape [36, 5], architecture sequential has [36, 6]");
  }

  @Test
  void manyThreadsGetTheirOwnAnswers() throws Exception {
    try (FrozenNetwork network = open()) {
      threadsGetTheirOwnAnswers(network, SMALL, 1, 200);
    }
  }

  /**
   * A sum that oneDNN fuses with a convolution mixes up calls at once (record 0061); in float32
   * convolutions are not oneDNN's.
   */
  @Test
  void manyThreadsGetTheirOwnAnswersFromResidualLayers() throws Exception {
    CnnArchitecture best = CnnArchitecture.best();
    Weights weights = TestNetwork.randomWeights(best, 1);
    RuntimeOptions options = new RuntimeOptions(0, true, Precision.BFLOAT16);
    try (FrozenNetwork network = new FrozenNetwork(best, weights, options)) {
      threadsGetTheirOwnAnswers(network, best, 30, 15);
    }
  }

  private static void threadsGetTheirOwnAnswers(
      FrozenNetwork network, CnnArchitecture architecture, int step, int rounds) throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int count = 1 + step * t;
        byte[] images = TestNetwork.randomImages(architecture, count, 100 + t);
        float[] expected = network.probabilities(images, count);
        calls.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    assertThat(network.probabilities(images, count))
                        .containsExactly(expected, within(1e-6f));
                  }
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void optionsDoNotChangeTheAnswers() {
    byte[] images = TestNetwork.randomImages(SMALL, 3, 6);
    try (FrozenNetwork one = open();
        FrozenNetwork other =
            new FrozenNetwork(SMALL, WEIGHTS, new RuntimeOptions(1, false, Precision.FLOAT32))) {
      assertThat(other.probabilities(images, 3))
          .containsExactly(one.probabilities(images, 3), within(1e-6f));
    }
  }

  private static FrozenNetwork open() {
    return new FrozenNetwork(SMALL, WEIGHTS, RuntimeOptions.DEFAULT);
  }
}
