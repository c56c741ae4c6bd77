package io.github.emnist.train.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The step against plain Java: softmax regression has a gradient that fits in a few lines. */
class TrainingNetworkTest {
  private static final int PIXELS = 4;
  private static final int CLASSES = 3;
  private static final int IMAGES = 5;
  private static final float[] UNWEIGHTED = {1, 1, 1};

  private static final CnnArchitecture LINEAR =
      CnnArchitecture.builder()
          .name("linear")
          .input(2, 2, 1)
          .flatten()
          .dense(CLASSES)
          .softmax()
          .build();

  private final byte[] images = new byte[IMAGES * PIXELS];
  private final byte[] labels = {0, 1, 2, 1, 0};
  private final TrainingBatch batch = TrainingBatch.of(images, labels);
  private final Weights initial = Weights.initialize(LINEAR, 3);

  TrainingNetworkTest() {
    CounterRandom random = new CounterRandom(1, 2, 3);
    random.nextBytes(images);
  }

  /** The tolerances below are float32's, whatever the processor could do. */
  private static TrainingConfig.Builder float32() {
    return TrainingConfig.builder().precision(Precision.FLOAT32);
  }

  @Test
  void lossAndHitsAreThoseOfTheLabelsWhateverTheSmoothing() {
    Score expected = Reference.score(initial, images, labels);
    TrainingConfig config = float32().labelSmoothing(0.1).build();
    try (TrainingNetwork network = TrainingNetwork.create(LINEAR, initial, config, UNWEIGHTED)) {
      Score evaluated = network.evaluate(images, labels, IMAGES);
      Score stepped = network.step(batch, 0, 0.01);
      for (Score score : List.of(evaluated, stepped)) {
        assertThat(score.images()).isEqualTo(IMAGES);
        assertThat(score.lossSum()).isCloseTo(expected.lossSum(), within(1e-5));
        assertThat(score.correct()).isEqualTo(expected.correct());
      }
    }
  }

  @Test
  void threeStepsOfAdamWithSmoothingAndDecayEqualPlainJava() {
    OptimizerSpec.Adam adam = new OptimizerSpec.Adam(0.8, 0.95, 1e-6, 0.3);
    TrainingConfig config = float32().labelSmoothing(0.2).optimizer(adam).build();
    Reference reference = new Reference(initial, adam, 0.2);
    try (TrainingNetwork network = TrainingNetwork.create(LINEAR, initial, config, UNWEIGHTED)) {
      double[] rates = {0.05, 0.02, 0.1};
      for (int step = 0; step < rates.length; step++) {
        network.step(batch, step, rates[step]);
        reference.step(images, labels, step, rates[step]);
      }
      Weights after = network.weights();
      assertThat(after.values("dense/kernel"))
          .usingComparatorWithPrecision(2e-5f)
          .containsExactly(reference.kernel());
      assertThat(after.values("dense/bias"))
          .usingComparatorWithPrecision(2e-5f)
          .containsExactly(reference.bias());
    }
  }

  @Test
  void overfitsATinyBatchToNearlyNoLoss() {
    CnnArchitecture small =
        CnnArchitecture.builder()
            .name("tiny")
            .input(8, 8, 1)
            .conv2d(8, 3)
            .relu()
            .batchNormalization()
            .maxPool(2)
            .flatten()
            .dense(16)
            .relu()
            .dense(4)
            .softmax()
            .build();
    byte[] noise = new byte[12 * 64];
    new CounterRandom(9, 9, 9).nextBytes(noise);
    TrainingBatch noisy = TrainingBatch.of(noise, new byte[] {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3});
    TrainingConfig config = float32().labelSmoothing(0).build();
    try (TrainingNetwork network =
        TrainingNetwork.create(
            small, Weights.initialize(small, 5), config, new float[] {1, 1, 1, 1})) {
      Score first = network.step(noisy, 0, 0.01);
      for (int step = 1; step < 200; step++) {
        network.step(noisy, step, 0.01);
      }
      Score last = network.step(noisy, 200, 0.01);
      assertThat(first.meanLoss()).isGreaterThan(1);
      assertThat(last.meanLoss()).isLessThan(0.005);
      assertThat(last.accuracy()).isEqualTo(1);
    }
  }

  @Test
  void bfloat16IsAllowedEverywhereAndRoundsTheProducts() {
    TrainingConfig config = TrainingConfig.builder().precision(Precision.BFLOAT16).build();
    try (TrainingNetwork network = TrainingNetwork.create(LINEAR, initial, config, UNWEIGHTED)) {
      assertThat(network.settings()).startsWith("bfloat16 on all processors");
      Score expected = Reference.score(initial, images, labels);
      assertThat(network.step(batch, 0, 0.01).lossSum()).isCloseTo(expected.lossSum(), within(0.1));
    }
  }

  @Test
  void deterministicMeansOneThreadAndFloat32() {
    TrainingConfig config = TrainingConfig.builder().deterministic(true).build();
    try (TrainingNetwork network = TrainingNetwork.create(LINEAR, initial, config, UNWEIGHTED)) {
      assertThat(network.settings()).isEqualTo("float32 on 1 thread");
    }
  }

  /** Softmax regression with smoothed targets and Adam with decoupled decay, in double. */
  private static final class Reference {
    private final OptimizerSpec.Adam adam;
    private final double smoothing;
    private final double[] parameters = new double[PIXELS * CLASSES + CLASSES];
    private final double[] m = new double[parameters.length];
    private final double[] v = new double[parameters.length];

    Reference(Weights initial, OptimizerSpec.Adam adam, double smoothing) {
      this.adam = adam;
      this.smoothing = smoothing;
      float[] kernel = initial.values("dense/kernel");
      for (int i = 0; i < kernel.length; i++) {
        parameters[i] = kernel[i];
      }
    }

    static Score score(Weights weights, byte[] images, byte[] labels) {
      Reference reference = new Reference(weights, OptimizerSpec.adam(), 0);
      double loss = 0;
      int correct = 0;
      for (int n = 0; n < labels.length; n++) {
        double[] p = reference.probabilities(images, n);
        loss -= Math.log(p[labels[n]]);
        int best = 0;
        for (int c = 1; c < CLASSES; c++) {
          best = p[c] > p[best] ? c : best;
        }
        correct += best == labels[n] ? 1 : 0;
      }
      return new Score(labels.length, loss, correct);
    }

    private double[] probabilities(byte[] images, int n) {
      double[] p = new double[CLASSES];
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        double z = parameters[PIXELS * CLASSES + c];
        for (int i = 0; i < PIXELS; i++) {
          z += (images[n * PIXELS + i] & 0xFF) / 255.0 * parameters[i * CLASSES + c];
        }
        p[c] = Math.exp(z);
        sum += p[c];
      }
      for (int c = 0; c < CLASSES; c++) {
        p[c] /= sum;
      }
      return p;
    }

    void step(byte[] images, byte[] labels, int step, double rate) {
      double[] gradient = new double[parameters.length];
      for (int n = 0; n < labels.length; n++) {
        double[] p = probabilities(images, n);
        for (int c = 0; c < CLASSES; c++) {
          double target = smoothing / CLASSES + (c == labels[n] ? 1 - smoothing : 0);
          double error = (p[c] - target) / labels.length;
          gradient[PIXELS * CLASSES + c] += error;
          for (int i = 0; i < PIXELS; i++) {
            gradient[i * CLASSES + c] += error * (images[n * PIXELS + i] & 0xFF) / 255.0;
          }
        }
      }
      for (int i = 0; i < parameters.length; i++) {
        m[i] = adam.beta1() * m[i] + (1 - adam.beta1()) * gradient[i];
        v[i] = adam.beta2() * v[i] + (1 - adam.beta2()) * gradient[i] * gradient[i];
        double corrected =
            rate
                * Math.sqrt(1 - Math.pow(adam.beta2(), step + 1))
                / (1 - Math.pow(adam.beta1(), step + 1));
        double decay = i < PIXELS * CLASSES ? rate * adam.weightDecay() * parameters[i] : 0;
        parameters[i] -= corrected * m[i] / (Math.sqrt(v[i]) + adam.epsilon()) + decay;
      }
    }

    float[] kernel() {
      return slice(0, PIXELS * CLASSES);
    }

    float[] bias() {
      return slice(PIXELS * CLASSES, CLASSES);
    }

    private float[] slice(int from, int length) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) parameters[from + i];
      }
      return values;
    }
  }
}
