package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.config.EarlyStopping.Monitor;
import io.github.emnist.train.config.LearningRateSchedule.ReduceOnPlateau;
import io.github.emnist.train.config.LearningRateSchedule.Tracker;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReduceOnPlateauTest {
  private static final ReduceOnPlateau HALVING =
      LearningRateSchedule.reduceOnPlateau(0.8).factor(0.5).patience(2).minChange(0);

  private static EpochRecord epoch(int number, double trainLoss, double loss, double accuracy) {
    return new EpochRecord(
        number, number * 10L, number, 100, 0.1, trainLoss, 0, loss, accuracy, 0, 0);
  }

  /** The rate of the epoch after each of the losses. */
  private static List<Double> ratesAfter(LearningRateSchedule schedule, double... losses) {
    Tracker tracker = schedule.tracker();
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      tracker.epochEnded(epoch(i + 1, 0, losses[i], 0));
      rates.add(tracker.rate(0.5, i + 1));
    }
    return rates;
  }

  @Test
  void beginsWithTheRate() {
    assertThat(HALVING.tracker().rate(0, 0)).isEqualTo(0.8);
  }

  @Test
  void fallsOncePatienceIsAtAnEndAndWaitsAgain() {
    assertThat(ratesAfter(HALVING, 1, 1, 1, 1, 1, 1)).containsExactly(0.8, 0.8, 0.4, 0.4, 0.2, 0.2);
  }

  @Test
  void anImprovementResetsThePatience() {
    assertThat(ratesAfter(HALVING, 1, 1, 0.9, 0.9, 0.8, 0.9, 0.8))
        .containsExactly(0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.4);
  }

  @Test
  void anImprovementMustBeLargerThanTheLeastChange() {
    assertThat(ratesAfter(HALVING.minChange(0.125), 1, 0.9, 0.875)).containsExactly(0.8, 0.8, 0.4);
    assertThat(ratesAfter(HALVING.minChange(0.125), 1, 0.9, 0.87)).containsExactly(0.8, 0.8, 0.8);
  }

  @Test
  void epochsOfTheCooldownDoNotCount() {
    assertThat(ratesAfter(HALVING.cooldown(1), 1, 1, 1, 1, 1, 1))
        .containsExactly(0.8, 0.8, 0.4, 0.4, 0.4, 0.2);
    assertThat(ratesAfter(HALVING.cooldown(2), 1, 1, 1, 1, 1, 1, 1))
        .containsExactly(0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 0.2);
  }

  /** What is reached in the cooldown is what later epochs must beat. */
  @Test
  void theCooldownStillRaisesTheBar() {
    assertThat(ratesAfter(HALVING.patience(1).cooldown(1), 1, 1, 0.5, 0.9, 0.4))
        .containsExactly(0.8, 0.4, 0.4, 0.2, 0.2);
  }

  @Test
  void neverFallsBelowTheLowestRate() {
    assertThat(ratesAfter(HALVING.patience(1).minRate(0.3), 1, 1, 1, 1))
        .containsExactly(0.8, 0.4, 0.3, 0.3);
  }

  @Test
  void followsTheGivenFigure() {
    Tracker accuracy = HALVING.patience(1).monitor(Monitor.VALIDATION_ACCURACY).tracker();
    Tracker training = HALVING.patience(1).monitor(Monitor.TRAIN_LOSS).tracker();
    EpochRecord first = epoch(1, 1, 1, 0.5);
    EpochRecord moreAccurate = epoch(2, 1, 1, 0.6);
    accuracy.epochEnded(first);
    accuracy.epochEnded(moreAccurate);
    training.epochEnded(first);
    training.epochEnded(moreAccurate);

    assertThat(accuracy.rate(0, 2)).isEqualTo(0.8);
    assertThat(training.rate(0, 2)).isEqualTo(0.4);
    assertThat(HALVING.watched()).contains(Monitor.VALIDATION_LOSS);
    assertThat(HALVING.monitor(Monitor.TRAIN_LOSS).withWarmup(0.1).watched())
        .contains(Monitor.TRAIN_LOSS);
    assertThat(LearningRateSchedule.constant(1).withWarmup(0.1).watched()).isEmpty();
  }

  @Test
  void notANumberIsNoImprovement() {
    assertThat(ratesAfter(HALVING, Double.NaN, Double.NaN, 3, Double.NaN, Double.NaN))
        .containsExactly(0.8, 0.4, 0.4, 0.4, 0.2);
  }

  @Test
  void aWarmupPassesTheEpochsOn() {
    Tracker tracker = HALVING.patience(1).withWarmup(0.5).tracker();
    tracker.epochEnded(epoch(1, 0, 1, 0));
    tracker.epochEnded(epoch(2, 0, 1, 0));

    assertThat(tracker.rate(0.25, 2)).isEqualTo(0.2);
    assertThat(tracker.rate(0.75, 2)).isEqualTo(0.4);
  }

  @Test
  void aTrackerWithTheSameEpochsContinuesAlike() {
    LearningRateSchedule schedule = HALVING.cooldown(1).minChange(0.05).minRate(0.15).withWarmup(0);
    double[] losses = {1, 0.98, 0.97, 0.5, 0.6, 0.7, 0.4, Double.NaN, 0.4, 0.39, 0.38, 0.37};
    Tracker live = schedule.tracker();
    List<Double> rates = new ArrayList<>();
    for (int shown = 1; shown <= losses.length; shown++) {
      live.epochEnded(epoch(shown, 0, losses[shown - 1], 0));
      rates.add(live.rate(0.5, shown));
      Tracker replayed = schedule.tracker();
      for (int i = 0; i < shown; i++) {
        replayed.epochEnded(epoch(i + 1, 0, losses[i], 0));
      }

      assertThat(replayed).usingRecursiveComparison().isEqualTo(live);
      assertThat(replayed.rate(0.5, shown)).isEqualTo(rates.get(shown - 1));
    }
    // falls after 3, 6 (after one epoch that did not count) and 9, to the lowest rate
    assertThat(rates)
        .containsExactly(0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.15, 0.15, 0.15, 0.15);
  }

  @Test
  void presetFallsToATenth() {
    assertThat(LearningRateSchedule.reduceOnPlateau(0.5))
        .isEqualTo(new ReduceOnPlateau(0.5, Monitor.VALIDATION_LOSS, 0.1, 3, 1e-4, 0, 0));
  }
}
