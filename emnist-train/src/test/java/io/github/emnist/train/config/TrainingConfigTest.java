package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.augment.Augmentation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {
  /** Every setting differs from its default. */
  private static TrainingConfig unusual() {
    return TrainingConfig.builder()
        .epochs(7)
        .batchSize(33)
        .validationFraction(0.2)
        .samplesPerClass(11)
        .augmentation(Augmentation.none())
        .optimizer(OptimizerSpec.adam().withWeightDecay(0.02))
        .schedule(LearningRateSchedule.constant(0.004))
        .labelSmoothing(0.3)
        .earlyStopping(EarlyStopping.onValidationAccuracy().patience(9).minChange(0.001))
        .precision(Precision.FLOAT32)
        .deterministic(true)
        .seed(-5)
        .build();
  }

  @Test
  void keepsEverySetting() {
    TrainingConfig config = unusual();

    assertThat(config.epochs()).isEqualTo(7);
    assertThat(config.batchSize()).isEqualTo(33);
    assertThat(config.validationFraction()).isEqualTo(0.2);
    assertThat(config.samplesPerClass()).isEqualTo(11);
    assertThat(config.augmentation()).isEqualTo(Augmentation.none());
    assertThat(config.optimizer()).isEqualTo(new OptimizerSpec.Adam(0.9, 0.999, 1e-7, 0.02));
    assertThat(config.schedule()).isEqualTo(new LearningRateSchedule.Constant(0.004));
    assertThat(config.labelSmoothing()).isEqualTo(0.3);
    assertThat(config.earlyStopping())
        .contains(new EarlyStopping(EarlyStopping.Monitor.VALIDATION_ACCURACY, 9, 0.001));
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
    assertThat(limited.toString()).contains(" timeLimit=PT3M ");
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
  void printsEverySetting() {
    assertThat(unusual())
        .hasToString(
            "epochs=7 batchSize=33 validationFraction=0.2 samplesPerClass=11 augmentation="
                + Augmentation.none()
                + " optimizer=Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-7, weightDecay=0.02]"
                + " schedule=Constant[rate=0.004] labelSmoothing=0.3 earlyStopping="
                + "EarlyStopping[monitor=VALIDATION_ACCURACY, patience=9, minChange=0.001]"
                + " timeLimit=none precision=FLOAT32 deterministic=true seed=-5");
    assertThat(TrainingConfig.standard().toString())
        .contains("earlyStopping=off timeLimit=none precision=AUTO deterministic=false seed=42");
  }
}
