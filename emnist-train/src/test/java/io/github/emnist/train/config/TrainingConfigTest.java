package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.BatchMix.MixUp;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.train.config.LearningRateSchedule.ConstantRate;
import io.github.emnist.train.config.TrainingConfig.ClassWeights;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {
  private static EarlyStopping rule() {
    return EarlyStopping.onValidationAccuracy().patience(9).minChange(0.001);
  }

  /** Every setting differs from its default. */
  private static TrainingConfig unusual() {
    return TrainingConfig.builder()
        .epochs(7)
        .maxSteps(123_456_789_012L)
        .batchSize(33)
        .validationFraction(0.2)
        .samplesPerClass(11)
        .augmentation(Augmentation.none())
        .plainShare(0.5)
        .mix(new MixUp(0.25))
        .optimizer(OptimizerSpec.adam().withWeightDecay(0.02))
        .schedule(LearningRateSchedule.constant(0.004))
        .labelSmoothing(0.3)
        .classWeights(ClassWeights.of(List.of(1.0, 2.5)))
        .gradientClipNorm(1.5)
        .averaging(new WeightAveraging(0.99))
        .frozenLayers(Set.of("dense_2", "conv2d_1"))
        .earlyStopping(rule())
        .precision(Precision.FLOAT32)
        .deterministic(true)
        .seed(-5)
        .build();
  }

  @Test
  void theFastRecipeIsOneEpochOfMuon() {
    TrainingConfig fast = TrainingConfig.fast();

    assertThat(fast.epochs()).isEqualTo(1);
    assertThat(fast.samplesPerClass()).isEqualTo(4_000);
    assertThat(fast.batchSize()).isEqualTo(256);
    assertThat(fast.optimizer()).isEqualTo(new OptimizerSpec.Muon(0.95, 0, 0.06));
    assertThat(fast.schedule()).isEqualTo(LearningRateSchedule.warmupLinear(0.06, 0.05));
    assertThat(fast.augmentation()).isEqualTo(Augmentation.standard());
    assertThat(fast.plainShare()).isEqualTo(0.2);
    assertThat(fast.labelSmoothing()).isEqualTo(0.1);
    assertThat(fast.validationFraction()).isEqualTo(0.05);
  }

  @Test
  void keepsEverySetting() {
    TrainingConfig config = unusual();

    assertThat(config.epochs()).isEqualTo(7);
    assertThat(config.maxSteps()).isEqualTo(123_456_789_012L);
    assertThat(config.batchSize()).isEqualTo(33);
    assertThat(config.validationFraction()).isEqualTo(0.2);
    assertThat(config.samplesPerClass()).isEqualTo(11);
    assertThat(config.augmentation()).isEqualTo(Augmentation.none());
    assertThat(config.plainShare()).isEqualTo(0.5);
    assertThat(config.mix()).contains(new MixUp(0.25));
    assertThat(config.optimizer()).isEqualTo(new OptimizerSpec.Adam(0.9, 0.999, 1e-7, 0.02));
    assertThat(config.schedule()).isEqualTo(new ConstantRate(0.004));
    assertThat(config.labelSmoothing()).isEqualTo(0.3);
    assertThat(config.classWeights()).contains(ClassWeights.of(List.of(1.0, 2.5)));
    assertThat(config.gradientClipNorm()).isEqualTo(1.5);
    assertThat(config.averaging()).contains(new WeightAveraging(0.99));
    assertThat(config.frozenLayers()).containsExactly("conv2d_1", "dense_2");
    assertThat(config.earlyStopping()).contains(rule());
    assertThat(config.timeLimit()).isEmpty();
    assertThat(config.precision()).isEqualTo(Precision.FLOAT32);
    assertThat(config.deterministic()).isTrue();
    assertThat(config.seed()).isEqualTo(-5);
  }

  @Test
  void toBuilderLosesNothing() {
    TrainingConfig config = unusual();
    TrainingConfig limited = TrainingConfig.builder().timeLimit(Duration.ofMinutes(3)).build();

    assertThat(config.toBuilder().build()).usingRecursiveComparison().isEqualTo(config);
    assertThat(limited.toBuilder().build().timeLimit()).contains(Duration.ofMinutes(3));
    assertThat(limited.toString()).contains(", timeLimit=Optional[PT3M], ");
  }

  @Test
  void toBuilderChangesACopy() {
    TrainingConfig config = unusual();

    TrainingConfig changed = config.toBuilder().epochs(8).earlyStopping(null).build();

    assertThat(config.epochs()).isEqualTo(7);
    assertThat(config.earlyStopping()).isPresent();
    assertThat(changed.epochs()).isEqualTo(8);
    assertThat(changed.earlyStopping()).isEmpty();
  }

  @Test
  void settingsReplaceWhatWasSetBefore() {
    TrainingConfig config =
        TrainingConfig.builder().timeLimit(Duration.ofDays(1)).settings(unusual()).build();

    assertThat(config).usingRecursiveComparison().isEqualTo(unusual());
    assertThat(
            TrainingConfig.builder()
                .timeLimit(Duration.ofDays(1))
                .settings(TrainingConfig.standard())
                .build()
                .timeLimit())
        .isEmpty();
  }

  @Test
  void anEpochIsAPassUnlessARecipeSaysOtherwise() {
    assertThat(TrainingConfig.builder().build().samplesPerClass()).isZero();
    assertThat(TrainingConfig.standard().samplesPerClass()).isEqualTo(2_400);
    assertThat(TrainingConfig.fast().samplesPerClass()).isEqualTo(4_000);
    assertThat(TrainingConfig.builder().epochs(8).samplesPerClass(2_400).plainShare(0.2).build())
        .usingRecursiveComparison()
        .isEqualTo(TrainingConfig.standard());
  }

  @Test
  void settingsNotAskedForAreAbsent() {
    TrainingConfig standard = TrainingConfig.standard();

    assertThat(standard.maxSteps()).isZero();
    assertThat(standard.mix()).isEmpty();
    assertThat(standard.classWeights()).isEmpty();
    assertThat(standard.gradientClipNorm()).isZero();
    assertThat(standard.averaging()).isEmpty();
    assertThat(standard.frozenLayers()).isEmpty();
    assertThat(standard.earlyStopping()).isEmpty();
    assertThat(standard.timeLimit()).isEmpty();
  }

  @Test
  void optionalSettingsCanBeTakenBack() {
    TrainingConfig plain =
        unusual().toBuilder()
            .maxSteps(0)
            .mix(null)
            .classWeights(null)
            .gradientClipNorm(0)
            .averaging(null)
            .frozenLayers(Set.of())
            .earlyStopping(null)
            .build();

    assertThat(plain.maxSteps()).isZero();
    assertThat(plain.mix()).isEmpty();
    assertThat(plain.classWeights()).isEmpty();
    assertThat(plain.gradientClipNorm()).isZero();
    assertThat(plain.averaging()).isEmpty();
    assertThat(plain.frozenLayers()).isEmpty();
    assertThat(plain.earlyStopping()).isEmpty();
  }

  @Test
  void frozenLayersAreACopy() {
    Set<String> mine = new HashSet<>(Set.of("dense_1"));
    TrainingConfig.Builder builder = TrainingConfig.builder().frozenLayers(mine);
    mine.add("dense_2");

    TrainingConfig config = builder.build();

    assertThat(config.frozenLayers()).containsExactly("dense_1");
    assertThatThrownBy(() -> config.frozenLayers().add("dense_2"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void knowsWhetherItNeedsAValidationPart() {
    LearningRateSchedule plateau = LearningRateSchedule.reduceOnPlateau(0.1).withWarmup(0.1);

    assertThat(TrainingConfig.standard().watchesValidation()).isFalse();
    assertThat(unusual().watchesValidation()).isTrue();
    assertThat(
            TrainingConfig.builder()
                .earlyStopping(EarlyStopping.onTrainLoss())
                .build()
                .watchesValidation())
        .isFalse();
    assertThat(TrainingConfig.builder().schedule(plateau).build().watchesValidation()).isTrue();
  }
}
