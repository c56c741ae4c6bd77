package io.github.emnist.train.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.BatchMix.MixUp;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.internal.tensorflow.GraphOps;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.Objective.TargetInputs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Losses, their gradients and the figures beside them, against sums written out in double. */
class ObjectiveTest {
  private static final float[][] LOGITS = {{1, -2, 0.5f}, {0, 3, -1}, {-1, 0.2f, 0.1f}, {2, 1, 0}};
  private static final byte[] LABELS = {0, 2, 1, 1};
  private static final byte[] PARTNERS = {2, 1, 1, 0};
  private static final float[] SHARES = {0.75f, 0.25f, 0.5f, 1};
  private static final float[] ALIKE = {1, 1, 1};
  private static final float[] WEIGHTS = {0.5f, 2, 4};

  @Test
  void theLossIsTheMeanCrossEntropyAgainstTheSmoothedLabel() {
    check(0.3, ALIKE, LABELS, LABELS, new float[] {1, 1, 1, 1}, false);
  }

  @Test
  void aClassWeightMultipliesTheLossOfItsImages() {
    check(0.3, WEIGHTS, LABELS, LABELS, new float[] {1, 1, 1, 1}, false);
  }

  @Test
  void aMixturesLossIsTheMixtureOfTheLosses() {
    check(0, ALIKE, LABELS, PARTNERS, SHARES, true);
    check(0.3, ALIKE, LABELS, PARTNERS, SHARES, true);
  }

  @Test
  void aMixturesLossesAreWeighedEachByItsClass() {
    check(0.3, WEIGHTS, LABELS, PARTNERS, SHARES, true);
  }

  /** Labels that count are 0, 1, 1 and 1; the largest logits are those of 0, 1, 1 and 0. */
  @Test
  void theFiguresAreThoseOfTheLabelWithTheLargestShareUnweightedAndUnsmoothed() {
    int[] reported = {0, 1, 1, 1};
    double loss = 0;
    for (int i = 0; i < reported.length; i++) {
      loss -= logProbability(LOGITS[i], reported[i]);
    }
    try (Evaluated evaluated = new Evaluated(0.3, WEIGHTS, true)) {
      Score score = evaluated.score(LABELS, PARTNERS, SHARES);
      assertThat(score.lossSum()).isCloseTo(loss, within(1e-5));
      assertThat(score.correct()).isEqualTo(3);
      assertThat(score.images()).isEqualTo(4);
    }
  }

  @Test
  void aStepOfAMixingNetworkTakesPlainBatchesToo() {
    CnnArchitecture linear =
        CnnArchitecture.builder()
            .name("linear")
            .input(2, 2, 1)
            .flatten()
            .dense(3)
            .softmax()
            .build();
    Weights initial = Weights.initialize(linear, 1);
    TrainingConfig plain = TrainingConfig.builder().precision(Precision.FLOAT32).build();
    TrainingConfig mixing = plain.toBuilder().mix(new MixUp(0.2)).build();
    TrainingBatch batch =
        TrainingBatch.of(new byte[] {1, 2, 3, 4, 50, 60, 70, 80}, new byte[] {0, 2});
    try (TrainingNetwork one = TrainingNetwork.create(linear, initial, plain, ALIKE);
        TrainingNetwork other = TrainingNetwork.create(linear, initial, mixing, ALIKE)) {
      assertThat(other.step(batch, 0, 0.1)).isEqualTo(one.step(batch, 0, 0.1));
      for (String name : initial.names()) {
        assertThat(other.weights().values(name))
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(one.weights().values(name));
      }
      TrainingBatch mixed =
          TrainingBatch.mixed(batch.images(), new byte[2], new byte[2], new float[2]);
      assertThatThrownBy(() -> one.step(mixed, 1, 0.1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the batch's images are mixed, but the settings have no mix");
    }
  }

  @Test
  void aMixedBatchNeedsAsManyPartnersAndSharesAsLabels() {
    assertThatThrownBy(
            () -> TrainingBatch.mixed(new byte[8], new byte[2], new byte[1], new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels (2), partners (1) and shares (3) must be equally many");
  }

  private static void check(
      double smoothing,
      float[] classWeights,
      byte[] own,
      byte[] partners,
      float[] shares,
      boolean mixes) {
    double expected = 0;
    double[][] gradient = new double[LOGITS.length][3];
    for (int i = 0; i < LOGITS.length; i++) {
      for (int part = 0; part < 2; part++) {
        int label = part == 0 ? own[i] : partners[i];
        double factor = classWeights[label] * (part == 0 ? shares[i] : 1 - shares[i]);
        for (int c = 0; c < 3; c++) {
          double target = smoothing / 3 + (c == label ? 1 - smoothing : 0);
          double logP = logProbability(LOGITS[i], c);
          expected -= factor * target * logP / LOGITS.length;
          gradient[i][c] += factor * (Math.exp(logP) - target) / LOGITS.length;
        }
      }
    }
    try (Evaluated evaluated = new Evaluated(smoothing, classWeights, mixes)) {
      evaluated.feed(own, partners, shares);
      try (Result result = evaluated.run(List.of(evaluated.objective.loss(), evaluated.gradient))) {
        assertThat((double) ((TFloat32) result.get(0)).getFloat())
            .isCloseTo(expected, within(1e-5));
        for (int i = 0; i < LOGITS.length; i++) {
          for (int c = 0; c < 3; c++) {
            assertThat((double) ((TFloat32) result.get(1)).getFloat(i, c))
                .as("gradient of logit %d of image %d", c, i)
                .isCloseTo(gradient[i][c], within(1e-6));
          }
        }
      }
    }
  }

  private static double logProbability(float[] logits, int label) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    return logits[label] - Math.log(sum);
  }

  /** An objective in a graph of its own, on constant logits. */
  private static final class Evaluated implements AutoCloseable {
    final Objective objective;
    final Operand<TFloat32> gradient;
    private final Graph graph = new Graph();
    private final Session session;
    private final TargetInputs inputs;
    private final boolean mixes;
    private TUint8 labels;
    private TUint8 partners;
    private TFloat32 shares;

    Evaluated(double smoothing, float[] classWeights, boolean mixes) {
      this.mixes = mixes;
      Ops tf = GraphOps.of(graph);
      inputs = TargetInputs.create(tf);
      Operand<TFloat32> logits = tf.constant(StdArrays.ndCopyOf(LOGITS));
      objective = Objective.of(tf, inputs.training(tf, mixes, classWeights), logits, smoothing);
      gradient = tf.gradients(objective.loss(), List.of(logits)).dy(0);
      session = new Session(graph);
    }

    void feed(byte[] own, byte[] other, float[] parts) {
      labels = TUint8.vectorOf(own);
      partners = TUint8.vectorOf(other);
      shares = TFloat32.vectorOf(parts);
    }

    private Session.Runner runner() {
      Session.Runner runner = session.runner().feed(inputs.labels(), labels);
      return mixes
          ? runner.feed(inputs.partners(), partners).feed(inputs.shares(), shares)
          : runner;
    }

    Result run(List<Operand<TFloat32>> fetches) {
      Session.Runner runner = runner();
      fetches.forEach(runner::fetch);
      return runner.run();
    }

    Score score(byte[] own, byte[] other, float[] parts) {
      feed(own, other, parts);
      Session.Runner runner = runner();
      objective.fetch(runner);
      return Objective.score(runner, own.length);
    }

    @Override
    public void close() {
      labels.close();
      partners.close();
      shares.close();
      session.close();
      graph.close();
    }
  }
}
