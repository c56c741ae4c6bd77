package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    assertThat(schedule.ends()).isFalse();
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
    assertThat(schedule.ends()).isTrue();
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
}
