package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.config.EarlyStopping.Monitor;
import io.github.emnist.train.config.EarlyStopping.Watch;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  private static EpochRecord epoch(int number, double loss, double accuracy) {
    return new EpochRecord(number, number * 10L, number, 100, 0.001, 1, 0.5, loss, accuracy, 0, 0);
  }

  /** Shows losses to a watch. Returns the epochs that it called the best so far. */
  private static List<Integer> watchLosses(Watch watch, double... losses) {
    List<Integer> improved = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      if (watch.improvedBy(epoch(i + 1, losses[i], 0.5))) {
        improved.add(i + 1);
      }
    }
    return improved;
  }

  @Test
  void knowsNoBestEpochBeforeTheFirst() {
    Watch watch = EarlyStopping.onValidationLoss().watch();

    assertThat(watch.bestEpoch()).isZero();
    assertThat(watch.exhausted()).isFalse();
  }

  @Test
  void keepsTheLowestLoss() {
    Watch watch = EarlyStopping.onValidationLoss().watch();

    assertThat(watchLosses(watch, 0.9, 0.7, 0.8, 0.6, 0.61)).containsExactly(1, 2, 4);
    assertThat(watch.bestEpoch()).isEqualTo(4);
    assertThat(watch.exhausted()).isFalse();
  }

  @Test
  void anEqualLossIsNoImprovement() {
    Watch watch = EarlyStopping.onValidationLoss().watch();

    assertThat(watchLosses(watch, 0.5, 0.5)).containsExactly(1);
  }

  @Test
  void isExhaustedAfterAsManyBadEpochsInARowAsThePatienceSays() {
    EarlyStopping rule = EarlyStopping.onValidationLoss().patience(2);

    Watch oneBad = rule.watch();
    watchLosses(oneBad, 0.5, 0.6);
    Watch twoBad = rule.watch();
    watchLosses(twoBad, 0.5, 0.6, 0.7);
    Watch recovered = rule.watch();
    watchLosses(recovered, 0.5, 0.6, 0.4, 0.6);

    assertThat(oneBad.exhausted()).isFalse();
    assertThat(twoBad.exhausted()).isTrue();
    assertThat(twoBad.bestEpoch()).isEqualTo(1);
    assertThat(recovered.exhausted()).isFalse();
  }

  @Test
  void patienceCountsImprovementsLargerThanTheLeastChange() {
    EarlyStopping rule = EarlyStopping.onValidationLoss().minChange(0.125).patience(2);
    Watch tooLittle = rule.watch();
    watchLosses(tooLittle, 1, 0.9, 0.875);
    assertThat(tooLittle.exhausted()).isTrue();

    Watch enough = rule.watch();
    watchLosses(enough, 1, 0.9, 0.8, 0.79);
    assertThat(enough.exhausted()).isFalse();
    assertThat(enough.improvedBy(epoch(5, 0.68, 0))).isTrue();
    assertThat(enough.exhausted()).isTrue();
  }

  /** However little it is better by. */
  @Test
  void theBestEpochIsTheBest() {
    Watch watch = EarlyStopping.onValidationLoss().minChange(0.5).patience(2).watch();

    assertThat(watchLosses(watch, 3, 2, 1.2, 0.894, 0.9, 0.575)).containsExactly(1, 2, 3, 4, 6);
    assertThat(watch.bestEpoch()).isEqualTo(6);
  }

  @Test
  void keepsTheHighestAccuracyWhateverTheLoss() {
    Watch watch = EarlyStopping.onValidationAccuracy().patience(2).watch();

    assertThat(watch.improvedBy(epoch(1, 0.1, 0.7))).isTrue();
    assertThat(watch.improvedBy(epoch(2, 0.9, 0.8))).isTrue();
    assertThat(watch.improvedBy(epoch(3, 0.1, 0.79))).isFalse();
    assertThat(watch.improvedBy(epoch(4, 0.1, 0.8))).isFalse();
    assertThat(watch.exhausted()).isTrue();
    assertThat(watch.bestEpoch()).isEqualTo(2);
  }

  @Test
  void notANumberIsNeverAnImprovement() {
    for (EarlyStopping rule :
        List.of(EarlyStopping.onValidationLoss(), EarlyStopping.onValidationAccuracy())) {
      Watch watch = rule.watch();

      assertThat(watch.improvedBy(epoch(1, Double.NaN, Double.NaN))).isFalse();
      assertThat(watch.bestEpoch()).isZero();
      assertThat(watch.improvedBy(epoch(2, 0.5, 0.5))).isTrue();
      assertThat(watch.improvedBy(epoch(3, Double.NaN, Double.NaN))).isFalse();
      assertThat(watch.bestEpoch()).isEqualTo(2);
    }
  }

  @Test
  void anInfiniteFirstLossIsBetterThanNone() {
    Watch watch = EarlyStopping.onValidationLoss().watch();

    assertThat(watchLosses(watch, Double.POSITIVE_INFINITY, 3)).containsExactly(1, 2);
  }

  @Test
  void twoWatchesOfOneRuleKnowNothingOfEachOther() {
    EarlyStopping rule = EarlyStopping.onValidationLoss();
    watchLosses(rule.watch(), 0.1);

    assertThat(watchLosses(rule.watch(), 0.9)).containsExactly(1);
  }

  @Test
  void watchesTheTrainingLossWithoutAValidationPart() {
    Watch watch = EarlyStopping.onTrainLoss().patience(1).watch();

    assertThat(watch.improvedBy(trained(1, 0.5))).isTrue();
    assertThat(watch.improvedBy(trained(2, 0.4))).isTrue();
    assertThat(watch.improvedBy(trained(3, 0.4))).isFalse();
    assertThat(watch.exhausted()).isTrue();
    assertThat(watch.bestEpoch()).isEqualTo(2);
  }

  private static EpochRecord trained(int number, double loss) {
    double none = Double.NaN;
    return new EpochRecord(number, number, number, 100, 0.001, loss, 0.5, none, none, 0, 0);
  }

  /** The best epoch is kept whether or not it beats the baseline; only the patience cares. */
  @Test
  void anEpochThatDoesNotBeatTheBaselineIsNoImprovement() {
    EarlyStopping rule = EarlyStopping.onValidationLoss().patience(3).baseline(0.5);

    Watch never = rule.watch();
    assertThat(watchLosses(never, 0.9, 0.8)).containsExactly(1, 2);
    assertThat(never.exhausted()).isFalse();
    assertThat(never.improvedBy(epoch(3, 0.5, 0))).isTrue();
    assertThat(never.exhausted()).isTrue();
    assertThat(never.bestEpoch()).isEqualTo(3);

    Watch inTime = rule.watch();
    assertThat(watchLosses(inTime, 0.9, 0.8, 0.49, 0.6, 0.7)).containsExactly(1, 2, 3);
    assertThat(inTime.exhausted()).isFalse();
    assertThat(inTime.improvedBy(epoch(6, 0.5, 0))).isFalse();
    assertThat(inTime.exhausted()).isTrue();
  }

  @Test
  void theBaselineOfAnAccuracyIsBelow() {
    Watch watch = EarlyStopping.onValidationAccuracy().patience(1).baseline(0.75).watch();

    watch.improvedBy(epoch(1, 0, 0.8));
    assertThat(watch.exhausted()).isFalse();
    Watch worse = EarlyStopping.onValidationAccuracy().patience(1).baseline(0.75).watch();
    worse.improvedBy(epoch(1, 0, 0.75));
    assertThat(worse.exhausted()).isTrue();
  }

  @Test
  void theBaselineMustBeBeatenByTheLeastChange() {
    EarlyStopping rule = EarlyStopping.onValidationLoss().patience(1).baseline(1).minChange(0.125);

    Watch byJustThat = rule.watch();
    watchLosses(byJustThat, 0.875);
    Watch byMore = rule.watch();
    watchLosses(byMore, 0.87);

    assertThat(byJustThat.exhausted()).isTrue();
    assertThat(byMore.exhausted()).isFalse();
  }

  @Test
  void looksAtNothingBeforeTheStartEpoch() {
    Watch watch = EarlyStopping.onValidationLoss().patience(2).startEpoch(4).watch();

    assertThat(watchLosses(watch, 0.1, 0.2, 0.3)).isEmpty();
    assertThat(watch.bestEpoch()).isZero();
    assertThat(watch.exhausted()).isFalse();
    assertThat(watch.improvedBy(epoch(4, 0.9, 0))).isTrue();
    assertThat(watch.improvedBy(epoch(5, 0.9, 0))).isFalse();
    assertThat(watch.exhausted()).isFalse();
    assertThat(watch.improvedBy(epoch(6, 0.95, 0))).isFalse();
    assertThat(watch.exhausted()).isTrue();
    assertThat(watch.bestEpoch()).isEqualTo(4);
  }

  @Test
  void aWatchWithTheSameEpochsContinuesAlike() {
    EarlyStopping rule =
        EarlyStopping.onValidationLoss().patience(3).minChange(0.01).baseline(0.85).startEpoch(2);
    double[] losses = {0.1, 0.9, 0.8, 0.795, 0.7, 0.9, 0.9, 0.9};
    Watch live = rule.watch();
    List<Boolean> improved = new ArrayList<>();
    List<Boolean> exhausted = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      improved.add(live.improvedBy(epoch(i + 1, losses[i], 0)));
      exhausted.add(live.exhausted());
    }

    for (int cut = 1; cut < losses.length; cut++) {
      Watch resumed = rule.watch();
      watchLosses(resumed, Arrays.copyOf(losses, cut));
      for (int i = cut; i < losses.length; i++) {
        assertThat(resumed.improvedBy(epoch(i + 1, losses[i], 0))).isEqualTo(improved.get(i));
        assertThat(resumed.exhausted()).isEqualTo(exhausted.get(i));
      }
      assertThat(resumed.bestEpoch()).isEqualTo(5);
    }
    assertThat(live.exhausted()).isTrue();
    assertThat(live.bestEpoch()).isEqualTo(5);
  }

  @Test
  void changesOneSettingAndKeepsTheOthers() {
    EarlyStopping rule =
        EarlyStopping.onTrainLoss()
            .patience(5)
            .minChange(0.5)
            .baseline(2)
            .startEpoch(7)
            .restoreBest(false);

    assertThat(rule)
        .isEqualTo(new EarlyStopping(Monitor.TRAIN_LOSS, 5, 0.5, OptionalDouble.of(2), 7, false));
    assertThat(rule.restoreBest(true).patience(6).restoreBest()).isTrue();
  }

  @Test
  void presetsHavePatienceThree() {
    OptionalDouble none = OptionalDouble.empty();
    assertThat(EarlyStopping.onValidationLoss())
        .isEqualTo(new EarlyStopping(Monitor.VALIDATION_LOSS, 3, 0, none, 1, true));
    assertThat(EarlyStopping.onValidationAccuracy())
        .isEqualTo(new EarlyStopping(Monitor.VALIDATION_ACCURACY, 3, 0, none, 1, true));
    assertThat(EarlyStopping.onTrainLoss())
        .isEqualTo(new EarlyStopping(Monitor.TRAIN_LOSS, 3, 0, none, 1, true));
  }
}
