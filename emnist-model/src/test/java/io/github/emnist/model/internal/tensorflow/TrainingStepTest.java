package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingStepTest {
  private static final CnnArchitecture SMALL =
      CnnArchitecture.builder()
          .input(8, 8, 1)
          .conv2d(8, 3)
          .relu()
          .layer(new Layer.BatchNormalization(0.9, 1e-3))
          .maxPool(2)
          .dropout(0.1)
          .flatten()
          .dense(32)
          .relu()
          .dense(5)
          .softmax()
          .build();

  private static final int[] LABELS = {0, 1, 2, 3, 4, 4, 3, 2, 1, 0};

  @Test
  void aTinyBatchIsLearnedByHeart() {
    byte[] images = TestNetwork.randomImages(SMALL, LABELS.length, 1);
    try (TestNetwork network = new TestNetwork(SMALL, Weights.initialize(SMALL, 1), 0.2f)) {
      float first = network.step(images, LABELS, 1, 0);
      assertThat(first).isBetween(0.5f, 4f);
      float loss = first;
      for (int step = 1; step < 300; step++) {
        loss = network.step(images, LABELS, 1, step);
      }
      assertThat(loss).isLessThan(0.02f);
      float[] probabilities = network.probabilities(images);
      for (int n = 0; n < LABELS.length; n++) {
        assertThat(probabilities[n * 5 + LABELS[n]]).isGreaterThan(0.9f);
      }
    }
  }

  /** Two sessions, two graphs, all threads: resource variables leave no race to differ by. */
  @Test
  void theSameSeedGivesTheSameBits() {
    byte[] images = TestNetwork.randomImages(SMALL, LABELS.length, 2);
    assertThat(trained(images, 7)).isEqualTo(trained(images, 7));
    assertThat(trained(images, 7)).isNotEqualTo(trained(images, 8));
  }

  private static Weights trained(byte[] images, long seed) {
    try (TestNetwork network = new TestNetwork(SMALL, Weights.initialize(SMALL, 3), 0.1f)) {
      for (int step = 0; step < 10; step++) {
        network.step(images, LABELS, seed, step);
      }
      return network.read();
    }
  }

  /**
   * ln 47 = 3.85 is the loss of equal probabilities; the logits of initial weights vary, which adds
   * half their variance: 5.2 to 5.6 on EMNIST over six seeds, about 6 on noise. Wrong initial
   * values give 29.
   */
  @Test
  void emnistCnnBeginsNearTheLossOfGuessing() {
    CnnArchitecture cnn = CnnArchitecture.emnistCnn();
    int[] labels = new int[2 * 47];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 47;
    }
    byte[] images = TestNetwork.randomImages(cnn, labels.length, 1);
    try (TestNetwork network = new TestNetwork(cnn, Weights.initialize(cnn, 1), 0)) {
      assertThat(network.lossAndGradients(images, labels, 1).get(0)[0]).isBetween(3.85f, 8f);
    }
  }

  @Test
  void weightsAreReadBackAsTheyWereAssigned() {
    Weights weights = TestNetwork.randomWeights(SMALL, 4);
    Weights others = TestNetwork.randomWeights(SMALL, 5);
    try (TestNetwork network = new TestNetwork(SMALL, weights, 0)) {
      assertThat(network.read()).isEqualTo(weights);
      network.assign(others);
      assertThat(network.read()).isEqualTo(others);
      assertThatThrownBy(() -> network.assign(Weights.initialize(SMALL.withClasses(6), 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "weights dense_1/kernel: found shape [32, 6], architecture sequential has [32, 5]");
      assertThat(network.read()).isEqualTo(others);
    }
  }

  @Test
  void trainableVariablesAreInTheOrderOfTheParameters() {
    try (TestNetwork network = new TestNetwork(SMALL, Weights.initialize(SMALL, 1), 0)) {
      List<String> names =
          network.network.variables().trainable().stream().map(v -> v.parameter().name()).toList();
      assertThat(names)
          .containsExactly(
              "conv2d/kernel",
              "conv2d/bias",
              "batch_normalization/gamma",
              "batch_normalization/beta",
              "dense/kernel",
              "dense/bias",
              "dense_1/kernel",
              "dense_1/bias");
      assertThat(network.network.variables().all()).hasSize(10);
      assertThat(network.network.variables().get("conv2d/bias").parameter().shape())
          .containsExactly(8);
      assertThatThrownBy(() -> network.network.variables().get("conv2d/gamma"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no variable conv2d/gamma");
    }
  }

  @Test
  void theEvaluationCanReadVariablesOfItsOwn() {
    Weights weights = TestNetwork.randomWeights(SMALL, 4);
    Weights others = TestNetwork.randomWeights(SMALL, 5);
    byte[] images = TestNetwork.randomImages(SMALL, 3, 1);
    try (TestNetwork averaged = new TestNetwork(SMALL, weights, 0, Set.of(), true);
        TestNetwork plain = new TestNetwork(SMALL, weights, 0)) {
      assertThat(averaged.evaluationLogits(images)).isEqualTo(plain.evaluationLogits(images));
      averaged.assign(averaged.network.evaluated(), others);
      plain.assign(others);
      assertThat(averaged.evaluationLogits(images)).isEqualTo(plain.evaluationLogits(images));
      assertThat(averaged.read()).isEqualTo(others);
      plain.assign(weights);
      assertThat(averaged.trainingLogits(images, 1, 2))
          .isEqualTo(plain.trainingLogits(images, 1, 2));
    }
  }
}
