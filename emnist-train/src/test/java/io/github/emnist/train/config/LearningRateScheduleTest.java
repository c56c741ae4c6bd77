package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.train.config.LearningRateSchedule.OneCycle;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  private static final Offset<Double> EXACTLY = within(1e-15);

  private static double at(LearningRateSchedule schedule, double progress) {
    return schedule.tracker().rate(progress, 0);
  }

  @Test
  void constantStays() {
    LearningRateSchedule schedule = LearningRateSchedule.constant(0.01);

    assertThat(at(schedule, 0)).isEqualTo(0.01);
    assertThat(at(schedule, 0.7)).isEqualTo(0.01);
    assertThat(at(schedule, 1)).isEqualTo(0.01);
  }

  @Test
  void warmupRisesStraightAndCosineFalls() {
    LearningRateSchedule schedule = LearningRateSchedule.warmupCosine(0.004, 0.2);

    assertThat(at(schedule, 0)).isZero();
    assertThat(at(schedule, 0.05)).isCloseTo(0.001, EXACTLY);
    assertThat(at(schedule, 0.1)).isCloseTo(0.002, EXACTLY);
    assertThat(at(schedule, 0.2)).isCloseTo(0.004, EXACTLY);
    // a third of the fall: 0.002 (1 + cos 60 deg); half of it: 0.002 (1 + cos 90 deg)
    assertThat(at(schedule, 0.2 + 0.8 / 3)).isCloseTo(0.003, EXACTLY);
    assertThat(at(schedule, 0.6)).isCloseTo(0.002, EXACTLY);
    assertThat(at(schedule, 1)).isCloseTo(0, EXACTLY);
  }

  @Test
  void withoutWarmupStartsAtThePeak() {
    assertThat(at(LearningRateSchedule.warmupCosine(0.004, 0), 0)).isEqualTo(0.004);
  }

  @Test
  void progressBeyondTheRunIsItsEnd() {
    LearningRateSchedule schedule = LearningRateSchedule.warmupCosine(0.004, 0.2);

    assertThat(at(schedule, 1.5)).isEqualTo(at(schedule, 1)).isNotNegative();
    assertThat(at(schedule, -0.5)).isZero();
  }

  @Test
  void stepFallsEverySoManyEpochs() {
    LearningRateSchedule schedule = LearningRateSchedule.stepDecay(0.8, 0.5, 3);

    assertThat(atEpochs(schedule, 9)).containsExactly(0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2);
  }

  @Test
  void multiStepFallsAfterTheGivenEpochs() {
    LearningRateSchedule schedule = LearningRateSchedule.stepDecay(0.8, 0.5, List.of(1, 4));

    assertThat(atEpochs(schedule, 6)).containsExactly(0.8, 0.4, 0.4, 0.4, 0.2, 0.2);
  }

  private static double[] atEpochs(LearningRateSchedule schedule, int epochs) {
    LearningRateSchedule.Tracker tracker = schedule.tracker();
    return IntStream.range(0, epochs)
        .mapToDouble(e -> tracker.rate((double) e / epochs, e))
        .toArray();
  }

  @Test
  void exponentialFallsByTheSameFactorInEqualShares() {
    LearningRateSchedule fall = LearningRateSchedule.exponential(0.8, 0.05);
    LearningRateSchedule rise = LearningRateSchedule.exponential(1e-6, 1);

    assertThat(at(fall, 0)).isCloseTo(0.8, EXACTLY);
    assertThat(at(fall, 0.25)).isCloseTo(0.4, EXACTLY);
    assertThat(at(fall, 0.5)).isCloseTo(0.2, EXACTLY);
    assertThat(at(fall, 1)).isCloseTo(0.05, EXACTLY);
    assertThat(at(rise, 0.5)).isCloseTo(1e-3, EXACTLY);
    assertThat(at(rise, 2)).isCloseTo(1, EXACTLY);
  }

  @Test
  void oneCycleRisesAndFallsAlongHalfWaves() {
    LearningRateSchedule schedule = new OneCycle(0.1, 0.25, 10, 1000);

    assertThat(at(schedule, 0)).isCloseTo(0.01, EXACTLY);
    assertThat(at(schedule, 0.125)).isCloseTo((0.01 + 0.1) / 2, EXACTLY);
    assertThat(at(schedule, 0.25)).isCloseTo(0.1, EXACTLY);
    // a third of the fall of 0.0999 in time is a quarter of it in height: (1 - cos 60 deg) / 2
    assertThat(at(schedule, 0.5)).isCloseTo(0.1 - 0.0999 / 4, EXACTLY);
    assertThat(at(schedule, 0.625)).isCloseTo((0.1 + 0.0001) / 2, EXACTLY);
    assertThat(at(schedule, 1)).isCloseTo(0.0001, EXACTLY);
    assertThat(LearningRateSchedule.oneCycle(0.1)).isEqualTo(new OneCycle(0.1, 0.25, 25, 100_000));
  }

  @Test
  void trapezoidRisesStaysAndFallsStraight() {
    LearningRateSchedule schedule = LearningRateSchedule.trapezoid(0.8, 0.25, 0.5);

    assertThat(at(schedule, 0)).isZero();
    assertThat(at(schedule, 0.125)).isCloseTo(0.4, EXACTLY);
    assertThat(at(schedule, 0.25)).isCloseTo(0.8, EXACTLY);
    assertThat(at(schedule, 0.5)).isCloseTo(0.8, EXACTLY);
    assertThat(at(schedule, 0.625)).isCloseTo(0.6, EXACTLY);
    assertThat(at(schedule, 0.75)).isCloseTo(0.4, EXACTLY);
    assertThat(at(schedule, 1)).isZero();
  }

  @Test
  void linearDecayWithWarmupHasNoFlatPart() {
    LearningRateSchedule schedule = LearningRateSchedule.warmupLinear(0.8, 0.2);

    assertThat(at(schedule, 0.1)).isCloseTo(0.4, EXACTLY);
    assertThat(at(schedule, 0.2)).isCloseTo(0.8, EXACTLY);
    assertThat(at(schedule, 0.6)).isCloseTo(0.4, EXACTLY);
    assertThat(at(schedule, 1)).isZero();
  }

  @Test
  void warmupLeavesTheRestOfTheRunToTheOtherSchedule() {
    LearningRateSchedule schedule = LearningRateSchedule.trapezoid(0.8, 0, 0.5).withWarmup(0.2);

    assertThat(at(schedule, 0)).isZero();
    assertThat(at(schedule, 0.05)).isCloseTo(0.2, EXACTLY);
    assertThat(at(schedule, 0.2)).isCloseTo(0.8, EXACTLY);
    assertThat(at(schedule, 0.6)).isCloseTo(0.8, EXACTLY);
    assertThat(at(schedule, 0.8)).isCloseTo(0.4, EXACTLY);
    assertThat(at(schedule, 1)).isZero();
  }

  @Test
  void warmupBeforeACosineIsTheWarmupCosine() {
    LearningRateSchedule one = LearningRateSchedule.warmupCosine(0.004, 0.1);
    LearningRateSchedule two = LearningRateSchedule.warmupCosine(0.004, 0).withWarmup(0.1);

    for (int i = 0; i <= 100; i++) {
      assertThat(at(two, i / 100.0)).isCloseTo(at(one, i / 100.0), EXACTLY);
    }
  }

  @Test
  void epochsBehindAWarmupCountFromTheRunsBeginning() {
    LearningRateSchedule schedule = LearningRateSchedule.stepDecay(0.8, 0.5, 1).withWarmup(0.5);

    assertThat(schedule.tracker().rate(0.25, 1)).isCloseTo(0.2, EXACTLY);
    assertThat(schedule.tracker().rate(0.75, 3)).isCloseTo(0.1, EXACTLY);
  }

  /** No step of a 100,000th of the run changes the rate by more than the steepest part may. */
  @Test
  void ratesThatFollowTheProgressNeverJump() {
    double steepest = 0.1 * Math.PI / 2 / 0.05; // half a wave of height 0.1 in a 20th of the run
    for (LearningRateSchedule schedule :
        List.of(
            LearningRateSchedule.warmupCosine(0.1, 0.05),
            new OneCycle(0.1, 0.05, 25, 1e5),
            LearningRateSchedule.trapezoid(0.1, 0.05, 0.05),
            LearningRateSchedule.warmupLinear(0.1, 0.05),
            LearningRateSchedule.constant(0.1).withWarmup(0.05),
            LearningRateSchedule.oneCycle(0.1).withWarmup(0.05))) {
      double step = 1e-5;
      double before = at(schedule, 0);
      for (int i = 1; i <= 100_000; i++) {
        double rate = at(schedule, i * step);
        assertThat(Math.abs(rate - before))
            .as("%s at %s", schedule, i * step)
            .isLessThan(1.001 * steepest * step);
        before = rate;
      }
    }
  }
}
