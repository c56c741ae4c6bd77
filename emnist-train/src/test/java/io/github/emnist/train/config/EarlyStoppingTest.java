package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.config.EarlyStopping.Watch;
import io.github.emnist.train.history.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  private static EpochRecord epoch(int number, double loss, double accuracy) {
    return new EpochRecord(number, number * 10L, number, 100, 0.001, 1, 0.5, loss, accuracy);
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
  void anImprovementMustBeLargerThanTheLeastChange() {
    Watch watch = EarlyStopping.onValidationLoss().minChange(0.125).watch();

    assertThat(watchLosses(watch, 1, 0.9, 0.875, 0.8)).containsExactly(1, 4);
    assertThat(watch.bestEpoch()).isEqualTo(4);
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
  void presetsHavePatienceThree() {
    assertThat(EarlyStopping.onValidationLoss())
        .isEqualTo(new EarlyStopping(EarlyStopping.Monitor.VALIDATION_LOSS, 3, 0));
    assertThat(EarlyStopping.onValidationAccuracy())
        .isEqualTo(new EarlyStopping(EarlyStopping.Monitor.VALIDATION_ACCURACY, 3, 0));
  }
}
