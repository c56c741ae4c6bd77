package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.train.config.EarlyStopping.Monitor;
import io.github.emnist.train.config.LearningRateSchedule.OneCycle;
import io.github.emnist.train.config.LearningRateSchedule.ReduceOnPlateau;
import io.github.emnist.train.config.LearningRateSchedule.Warmup;
import io.github.emnist.train.config.TrainingConfig.ClassWeights;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value outside its range is refused with a message that says which, what and why. */
class RangeChecksTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static TrainingConfig.Builder builder() {
    return TrainingConfig.builder();
  }

  private static Arguments refused(String message, ThrowingCallable action) {
    return Arguments.of(message, action);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refused("epochs (0) must be at least 1", () -> builder().epochs(0).build()),
        refused("maxSteps (-1) must be at least 0", () -> builder().maxSteps(-1).build()),
        refused("batchSize (-3) must be at least 1", () -> builder().batchSize(-3).build()),
        refused(
            "validationFraction (1.0) must be in [0.0, 1.0)",
            () -> builder().validationFraction(1).build()),
        refused(
            "validationFraction (-0.1) must be in [0.0, 1.0)",
            () -> builder().validationFraction(-0.1).build()),
        refused(
            "validationFraction (NaN) must be in [0.0, 1.0)",
            () -> builder().validationFraction(Double.NaN).build()),
        refused(
            "samplesPerClass (-1) must be at least 0", () -> builder().samplesPerClass(-1).build()),
        refused(
            "plainShare (-0.1) must be in [0.0, 1.0]", () -> builder().plainShare(-0.1).build()),
        refused(
            "plainShare (NaN) must be in [0.0, 1.0]",
            () -> builder().plainShare(Double.NaN).build()),
        refused(
            "labelSmoothing (1.0) must be in [0.0, 1.0)",
            () -> builder().labelSmoothing(1).build()),
        refused(
            "class weight 1 (0.0) must be positive and finite",
            () -> ClassWeights.of(List.of(1.0, 0.0))),
        refused(
            "class weight 0 (NaN) must be positive and finite",
            () -> new ClassWeights(List.of(Double.NaN))),
        refused(
            "found no class weights, expected one for each class",
            () -> ClassWeights.of(List.of())),
        refused(
            "found 2 class weights for data with 3 classes",
            () -> ClassWeights.of(List.of(1.0, 2.0)).of(new int[] {1, 1, 1})),
        refused(
            "gradientClipNorm (-0.5) must be 0 or more and finite",
            () -> builder().gradientClipNorm(-0.5).build()),
        refused(
            "gradientClipNorm (NaN) must be 0 or more and finite",
            () -> builder().gradientClipNorm(Double.NaN).build()),
        refused("decay (1.0) must be in [0.0, 1.0)", () -> new WeightAveraging(1)),
        refused("decay (-0.1) must be in [0.0, 1.0)", () -> new WeightAveraging(-0.1)),
        refused(
            "timeLimit (PT0S) must be positive", () -> builder().timeLimit(Duration.ZERO).build()),
        refused(
            "timeLimit (PT-1S) must be positive",
            () -> builder().timeLimit(Duration.ofSeconds(-1)).build()),
        refused("rate (0.0) must be positive and finite", () -> LearningRateSchedule.constant(0)),
        refused(
            "rate (NaN) must be positive and finite",
            () -> LearningRateSchedule.constant(Double.NaN)),
        refused(
            "peak (Infinity) must be positive and finite",
            () -> LearningRateSchedule.warmupCosine(INFINITE, 0.1)),
        refused(
            "warmup (1.0) must be in [0.0, 1.0)", () -> LearningRateSchedule.warmupCosine(0.1, 1)),
        refused(
            "warmup (-0.5) must be in [0.0, 1.0)",
            () -> LearningRateSchedule.warmupCosine(0.1, -0.5)),
        refused("beta1 (1.0) must be in [0.0, 1.0)", () -> new OptimizerSpec.Adam(1, 0.9, 1e-7, 0)),
        refused(
            "beta2 (-0.1) must be in [0.0, 1.0)", () -> new OptimizerSpec.Adam(0.9, -0.1, 1e-7, 0)),
        refused(
            "epsilon (0.0) must be positive and finite",
            () -> new OptimizerSpec.Adam(0.9, 0.9, 0, 0)),
        refused(
            "weightDecay (-1.0) must be 0 or more and finite",
            () -> OptimizerSpec.adam().withWeightDecay(-1)),
        refused(
            "weightDecay (Infinity) must be 0 or more and finite",
            () -> OptimizerSpec.adam().withWeightDecay(INFINITE)),
        refused("momentum (1.0) must be in [0.0, 1.0)", () -> OptimizerSpec.sgd(1)),
        refused(
            "weightDecay (-0.5) must be 0 or more and finite",
            () -> OptimizerSpec.sgd(0.9).withWeightDecay(-0.5)),
        refused("nesterov needs a momentum above 0", () -> new OptimizerSpec.Sgd(0, true, 0)),
        refused("momentum (-0.1) must be in [0.0, 1.0)", () -> new OptimizerSpec.Muon(-0.1, 0, 1)),
        refused(
            "weightDecay (NaN) must be 0 or more and finite",
            () -> OptimizerSpec.muon().withWeightDecay(Double.NaN)),
        refused(
            "adamRatio (0.0) must be positive and finite",
            () -> OptimizerSpec.muon().withAdamRatio(0)),
        refused(
            "patience (0) must be at least 1", () -> EarlyStopping.onValidationLoss().patience(0)),
        refused(
            "minChange (-0.01) must be 0 or more and finite",
            () -> EarlyStopping.onValidationLoss().minChange(-0.01)),
        refused(
            "baseline (NaN) must be finite",
            () -> EarlyStopping.onValidationLoss().baseline(Double.NaN)),
        refused(
            "startEpoch (0) must be at least 1",
            () -> EarlyStopping.onValidationLoss().startEpoch(0)));
  }

  static Stream<Arguments> scheduleRefusals() {
    LearningRateSchedule constant = LearningRateSchedule.constant(1);
    ReduceOnPlateau plateau = LearningRateSchedule.reduceOnPlateau(0.1);
    return Stream.of(
        refused(
            "rate (-1.0) must be positive and finite",
            () -> LearningRateSchedule.stepDecay(-1, 0.5, 1)),
        refused(
            "factor (1.0) must be in (0.0, 1.0)", () -> LearningRateSchedule.stepDecay(1, 1, 1)),
        refused(
            "factor (0.0) must be in (0.0, 1.0)", () -> LearningRateSchedule.stepDecay(1, 0, 1)),
        refused("every (0) must be at least 1", () -> LearningRateSchedule.stepDecay(1, 0.5, 0)),
        refused(
            "rate (NaN) must be positive and finite",
            () -> LearningRateSchedule.stepDecay(Double.NaN, 0.5, List.of(1))),
        refused(
            "factor (2.0) must be in (0.0, 1.0)",
            () -> LearningRateSchedule.stepDecay(1, 2, List.of(1))),
        refused(
            "the number of epochs after which the rate falls (0) must be at least 1",
            () -> LearningRateSchedule.stepDecay(1, 0.5, List.of())),
        refused(
            "the epochs after which the rate falls [0, 3] must rise from 1",
            () -> LearningRateSchedule.stepDecay(1, 0.5, List.of(0, 3))),
        refused(
            "the epochs after which the rate falls [3, 3] must rise from 1",
            () -> LearningRateSchedule.stepDecay(1, 0.5, List.of(3, 3))),
        refused(
            "first (0.0) must be positive and finite",
            () -> LearningRateSchedule.exponential(0, 1)),
        refused(
            "last (Infinity) must be positive and finite",
            () -> LearningRateSchedule.exponential(1, INFINITE)),
        refused("peak (0.0) must be positive and finite", () -> LearningRateSchedule.oneCycle(0)),
        refused("rise (1.0) must be in [0.0, 1.0)", () -> new OneCycle(1, 1, 25, 1e5)),
        refused("divisor (0.5) must be in [1.0, Infinity)", () -> new OneCycle(1, 0, 0.5, 1e5)),
        refused(
            "finalDivisor (Infinity) must be in [1.0, Infinity)",
            () -> new OneCycle(1, 0, 25, INFINITE)),
        refused(
            "peak (-1.0) must be positive and finite",
            () -> LearningRateSchedule.trapezoid(-1, 0, 0.5)),
        refused(
            "warmup (-0.1) must be in [0.0, 1.0)",
            () -> LearningRateSchedule.trapezoid(1, -0.1, 0.5)),
        refused(
            "decay (0.0) must be positive and finite",
            () -> LearningRateSchedule.trapezoid(1, 0, 0)),
        refused(
            "warmup (0.25) + decay (0.8) must be at most 1",
            () -> LearningRateSchedule.trapezoid(1, 0.25, 0.8)),
        refused("warmup (1.0) must be in [0.0, 1.0)", () -> constant.withWarmup(1)),
        refused(
            "rate (0.0) must be positive and finite",
            () -> LearningRateSchedule.reduceOnPlateau(0)),
        refused("factor (1.5) must be in (0.0, 1.0)", () -> plateau.factor(1.5)),
        refused("patience (0) must be at least 1", () -> plateau.patience(0)),
        refused("minChange (-1.0) must be 0 or more and finite", () -> plateau.minChange(-1)),
        refused("cooldown (-1) must be at least 0", () -> plateau.cooldown(-1)),
        refused("minRate (0.2) must be in [0.0, 0.1]", () -> plateau.minRate(0.2)),
        refused("minRate (-0.2) must be in [0.0, 0.1]", () -> plateau.minRate(-0.2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"refusals", "scheduleRefusals"})
  void refusesWhatIsOutOfRange(String message, ThrowingCallable action) {
    assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void takesTheEndsOfTheRanges() {
    assertThatCode(
            () -> {
              builder().epochs(1).batchSize(1).validationFraction(0).samplesPerClass(0).build();
              builder().validationFraction(Math.nextDown(1.0)).labelSmoothing(0).build();
              builder().timeLimit(Duration.ofNanos(1)).build();
              builder().maxSteps(1).gradientClipNorm(Double.MIN_VALUE).build();
              ClassWeights.of(List.of(Double.MIN_VALUE));
              new WeightAveraging(0);
              LearningRateSchedule.constant(Double.MIN_VALUE);
              LearningRateSchedule.warmupCosine(0.1, 0);
              new OptimizerSpec.Adam(0, 0, Double.MIN_VALUE, 0);
              EarlyStopping.onTrainLoss().patience(1).minChange(0).startEpoch(1).baseline(-1);
              LearningRateSchedule.stepDecay(1, Double.MIN_VALUE, 1);
              LearningRateSchedule.stepDecay(1, Math.nextDown(1.0), List.of(1, 2));
              new OneCycle(1, 0, 1, 1);
              LearningRateSchedule.trapezoid(1, 0, 1);
              LearningRateSchedule.trapezoid(1, 0.1, 0.9);
              LearningRateSchedule.warmupLinear(1, 0.7);
              LearningRateSchedule.constant(1).withWarmup(0);
              LearningRateSchedule.reduceOnPlateau(1).minRate(1).cooldown(0).patience(1);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void refusesNullWithTheName() {
    assertThatThrownBy(() -> builder().augmentation(null).build()).hasMessage("augmentation");
    assertThatThrownBy(() -> builder().optimizer(null).build()).hasMessage("optimizer");
    assertThatThrownBy(() -> builder().schedule(null).build()).hasMessage("schedule");
    assertThatThrownBy(() -> builder().precision(null).build()).hasMessage("precision");
    assertThatThrownBy(() -> EarlyStopping.on(null)).hasMessage("monitor");
    assertThatThrownBy(() -> LearningRateSchedule.reduceOnPlateau(1).monitor(null))
        .hasMessage("monitor");
    assertThatThrownBy(() -> new Warmup(0.1, null)).hasMessage("then");
  }

  @Test
  void refusesEarlyStoppingWithoutValidation() {
    TrainingConfig.Builder builder =
        builder().validationFraction(0).earlyStopping(EarlyStopping.onValidationLoss());

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "early stopping monitors the validation part; validationFraction (0.0) must be above 0");
    assertThat(builder.validationFraction(0.1).build().earlyStopping()).isPresent();
  }

  @Test
  void earlyStoppingOnTheTrainingLossNeedsNoValidation() {
    assertThatCode(
            () ->
                builder().validationFraction(0).earlyStopping(EarlyStopping.onTrainLoss()).build())
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAPlateauOfAValidationPartThatIsNotThere() {
    ReduceOnPlateau plateau = LearningRateSchedule.reduceOnPlateau(0.1);

    assertThatThrownBy(
            () -> builder().validationFraction(0).schedule(plateau.withWarmup(0.1)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the schedule monitors the validation part; validationFraction (0.0) must be above 0");
    assertThatCode(
            () ->
                builder()
                    .validationFraction(0)
                    .schedule(plateau.monitor(Monitor.TRAIN_LOSS))
                    .build())
        .doesNotThrowAnyException();
  }
}
