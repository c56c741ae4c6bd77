package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.BatchMix.MixUp;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Trainer.OneBatchResult;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OneBatchCheckTest {
  private static final EmnistDataset DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(8, 1).train();

  /** With so much dropout that no batch would be learnt, were it on. */
  private static final CnnArchitecture SMALL =
      CnnArchitecture.builder()
          .name("small-test")
          .input(28, 28, 1)
          .maxPool(2)
          .conv2d(8, 3, Padding.SAME)
          .relu()
          .batchNormalization()
          .residual(body -> body.spatialDropout(0.9).conv2d(8, 3, Padding.SAME))
          .maxPool(2)
          .flatten()
          .dropout(0.9)
          .dense(10)
          .softmax()
          .build();

  private static final TrainingConfig CONFIG =
      TrainingConfig.builder()
          .batchSize(32)
          .precision(Precision.FLOAT32)
          .mix(new MixUp(0.8))
          .schedule(LearningRateSchedule.warmupCosine(1e-2, 0.05))
          .seed(7)
          .build();

  private static OneBatchResult check(TrainingConfig config, EmnistDataset dataset, int steps) {
    return OneBatchCheck.run(SMALL, Weights.initialize(SMALL, 3), config, dataset, steps);
  }

  @Test
  void aNetworkOverfitsItsBatchAndStops() {
    OneBatchResult result = check(CONFIG, DIGITS, 150);
    assertThat(result.passed()).as(result.toString()).isTrue();
    assertThat(result.images()).isEqualTo(32);
    assertThat(result.steps()).isBetween(5, 149);
    assertThat(result.firstLoss()).isGreaterThan(1);
    assertThat(result.lastLoss()).isLessThanOrEqualTo(0.05);
    assertThat(result.accuracy()).isEqualTo(1);
  }

  @Test
  void aVanishingLearningRateDoesNotPass() {
    TrainingConfig broken =
        CONFIG.toBuilder().schedule(LearningRateSchedule.constant(1e-9)).build();
    OneBatchResult result = check(broken, DIGITS, 40);
    assertThat(result.passed()).as(result.toString()).isFalse();
    assertThat(result.steps()).isEqualTo(40);
    assertThat(result.lastLoss()).isCloseTo(result.firstLoss(), within(1e-3));
  }

  @Test
  void anExplodingLearningRateDoesNotPass() {
    TrainingConfig broken =
        CONFIG.toBuilder().schedule(LearningRateSchedule.constant(1e30)).build();
    OneBatchResult result = check(broken, DIGITS, 10);
    assertThat(result.passed()).as(result.toString()).isFalse();
  }

  @Test
  void theFrozenLayersAreThoseOfTheSettings() {
    TrainingConfig frozen = CONFIG.toBuilder().frozenLayers(Set.of("dense_9")).build();
    assertThatThrownBy(() -> check(frozen, DIGITS, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dense_9");
  }

  @Test
  void aSmallDataSetIsOneBatch() {
    assertThat(check(CONFIG, DIGITS.take(5), 1).images()).isEqualTo(5);
  }

  @Test
  void refusesNoDataAndNoSteps() {
    assertThatThrownBy(() -> check(CONFIG, DIGITS.take(0), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the training data is empty");
    assertThatThrownBy(() -> check(CONFIG, DIGITS, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxSteps (0) must be at least 1");
  }

  @Test
  void theResultIsASentence() {
    assertThat(new OneBatchResult(128, 41, 3.91234, 0.04321, 1))
        .hasToString(
            "overfits one batch of 128 images in 41 steps: loss 3.9123, then 0.0432; accuracy"
                + " 100.0 %");
    assertThat(new OneBatchResult(128, 200, 3.9, 0.04, 0.992).passed()).isFalse();
    assertThat(new OneBatchResult(128, 200, 3.9, 0.06, 1))
        .hasToString(
            "does not overfit one batch of 128 images in 200 steps: loss 3.9000, then 0.0600;"
                + " accuracy 100.0 %");
    assertThat(new OneBatchResult(1, 2, 3.9, Double.NaN, 1).passed()).isFalse();
  }
}
