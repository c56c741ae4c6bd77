package io.github.emnist.train.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener.StepReport;
import io.github.emnist.train.progress.Progress.ProgressText;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {
  private static final String EPOCH_3 =
      "epoch 3/20: loss 0.4321, accuracy 0.8713, validation loss 0.3457, validation accuracy 0.8891,"
          + " 1,602 images/s, 70.3 s, 3:31 elapsed, 19:52 left";

  @Test
  void anEpochIsALine() {
    assertThat(ProgressText.epoch(Reports.epoch(3, 210.6), Reports.step(40), 70.26))
        .isEqualTo(EPOCH_3);
  }

  @Test
  void withoutValidationItsFiguresAreLeftOut() {
    EpochRecord epoch =
        new EpochRecord(
            3, 120, 210.6, 1602.4, 0.001, 0.43214, 0.87126, Double.NaN, Double.NaN, 0, 0);

    assertThat(ProgressText.epoch(epoch, Reports.step(40), 70.26))
        .isEqualTo(
            "epoch 3/20: loss 0.4321, accuracy 0.8713,"
                + " 1,602 images/s, 70.3 s, 3:31 elapsed, 19:52 left");
  }

  @Test
  void whatIsNotKnownIsAQuestionMark() {
    double none = Double.NaN;
    EpochRecord epoch = new EpochRecord(1, 0, 2, none, 0.001, none, none, none, none, 0, 0);

    assertThat(ProgressText.epoch(epoch, null, 2))
        .isEqualTo("epoch 1: loss ?, accuracy ?, ? images/s, 2.0 s, 0:02 elapsed");
  }

  @Test
  void linesAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(ProgressText.epoch(Reports.epoch(3, 210.6), Reports.step(40), 70.26))
          .isEqualTo(EPOCH_3);
      assertThat(ProgressText.bar(Reports.step(20), 79)).startsWith("epoch 3/20 [");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theEndSaysHowLongItTookAndWhatWasKept() {
    List<EpochRecord> epochs = List.of(Reports.epoch(1, 60), Reports.epoch(2, 3_725));

    assertThat(ProgressText.finished(new TrainingHistory(epochs, OptionalInt.empty())))
        .isEqualTo("trained 2 epochs in 1:02:05");
    assertThat(ProgressText.finished(new TrainingHistory(epochs, OptionalInt.of(1))))
        .isEqualTo("trained 2 epochs in 1:02:05; kept epoch 1");
    assertThat(
            ProgressText.finished(new TrainingHistory(epochs.subList(0, 1), OptionalInt.empty())))
        .isEqualTo("trained 1 epoch in 1:00");
    assertThat(ProgressText.finished(new TrainingHistory(List.of(), OptionalInt.empty())))
        .isEqualTo("trained 0 epochs");
  }

  @Test
  void theBarGrowsWithTheEpoch() {
    String figures = " 1,602 images/s loss 0.4321 acc 0.8713 19:52 left";

    assertThat(ProgressText.bar(Reports.step(1), 79))
        .isEqualTo("epoch 3/20 [>           ]   2%" + figures);
    assertThat(ProgressText.bar(Reports.step(20), 79))
        .isEqualTo("epoch 3/20 [======>     ]  50%" + figures);
    assertThat(ProgressText.bar(Reports.step(40), 79))
        .isEqualTo("epoch 3/20 [============] 100%" + figures);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 59, 66, 67, 79, 199})
  void theBarFillsItsWidthExactly(int width) {
    for (int step = 1; step <= 40; step++) {
      assertThat(ProgressText.bar(Reports.step(step), width)).hasSize(width);
    }
  }

  @Test
  void evenALongRunFitsAnOrdinaryWindow() {
    StepReport longest =
        new StepReport(
            100, 100, 3_961, 1, 40, 12_345, 0.001, 10.1234, 0.0213, 35_999, 1); // ten hours

    assertThat(ProgressText.bar(longest, 79))
        .isEqualTo(
            "epoch 100/100 [>    ]   2% 12,345 images/s loss 10.1234 acc 0.0213 9:59:59 left");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0:00",
    "0.4, 0:00",
    "9.5, 0:10",
    "59.4, 0:59",
    "59.5, 1:00",
    "3599.4, 59:59",
    "3599.5, 1:00:00",
    "360000, 100:00:00",
    "NaN, ?",
    "Infinity, ?"
  })
  void timesAreMinutesAndHours(double seconds, String text) {
    assertThat(ProgressText.time(seconds)).isEqualTo(text);
  }
}
