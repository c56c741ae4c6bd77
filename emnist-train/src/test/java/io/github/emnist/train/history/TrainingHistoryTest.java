package io.github.emnist.train.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrainingHistoryTest {
  private static final String HEADER =
      "epoch,step,seconds,images_per_second,learning_rate,"
          + "train_loss,train_accuracy,validation_loss,validation_accuracy,images,passes\n";

  private static final EpochRecord FIRST =
      new EpochRecord(1, 881, 70.12345, 1608.26, 0.003, 1.25, 0.5, 0.75, 0.8125, 0, 0);
  private static final EpochRecord SECOND =
      new EpochRecord(2, 1762, 140, 1600, 1.25e-7, 0.5, 0.875, Double.NaN, Double.NaN, 0, 0);

  @Test
  void writesCsvAndLeavesOutWhatIsNotThere() {
    TrainingHistory history = new TrainingHistory(List.of(FIRST, SECOND), OptionalInt.of(1));

    assertThat(history.toCsv())
        .isEqualTo(
            HEADER
                + "1,881,70.123,1608.3,0.0030000000,1.250000,0.500000,0.750000,0.812500,,\n"
                + "2,1762,140.000,1600.0,1.2500000e-07,0.500000,0.875000,,,,\n");
  }

  @Test
  void anEpochThatTimeLeftNoStepsForHasEmptyFigures() {
    double none = Double.NaN;
    EpochRecord empty = new EpochRecord(3, 1762, 141, none, 0.001, none, none, 0.5, 0.75, 0, 0);

    assertThat(new TrainingHistory(List.of(empty), OptionalInt.empty()).toCsv())
        .isEqualTo(HEADER + "3,1762,141.000,,0.0010000000,,,0.500000,0.750000,,\n");
  }

  @Test
  void theCsvIsTheSameInEveryLocale() {
    TrainingHistory history = new TrainingHistory(List.of(FIRST), OptionalInt.empty());
    String expected = history.toCsv();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(history.toCsv()).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void anEmptyHistoryIsItsHeader() {
    TrainingHistory history = new TrainingHistory(List.of(), OptionalInt.empty());

    assertThat(history.toCsv()).isEqualTo(HEADER);
    assertThat(history.last()).isEmpty();
  }

  @Test
  void knowsItsLastEpoch() {
    assertThat(new TrainingHistory(List.of(FIRST, SECOND), OptionalInt.empty()).last())
        .contains(SECOND);
  }

  @Test
  void copiesItsEpochs() {
    List<EpochRecord> epochs = new ArrayList<>(List.of(FIRST));
    TrainingHistory history = new TrainingHistory(epochs, OptionalInt.empty());

    epochs.add(SECOND);

    assertThat(history.epochs()).containsExactly(FIRST);
    assertThatThrownBy(() -> history.epochs().add(SECOND))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
