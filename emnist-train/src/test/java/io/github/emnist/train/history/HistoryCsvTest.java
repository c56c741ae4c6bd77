package io.github.emnist.train.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HistoryCsvTest {
  private static final String HEADER =
      "epoch,step,seconds,images_per_second,learning_rate,"
          + "train_loss,train_accuracy,validation_loss,validation_accuracy,images,passes\n";

  private static final String LINE =
      "2,1762,140.500,1600.0,1.2500000e-07,0.500000,0.875000,,,9600,1.0500\n";

  @Test
  void readsWhatWasWritten() throws MalformedDataException {
    double none = Double.NaN;
    TrainingHistory history = TrainingHistory.fromCsv(HEADER + LINE, "h", OptionalInt.of(2));

    assertThat(history.epochs())
        .containsExactly(
            new EpochRecord(2, 1762, 140.5, 1600, 1.25e-7, 0.5, 0.875, none, none, 9_600, 1.05));
    assertThat(history.bestEpoch()).hasValue(2);
    assertThat(history.toCsv()).isEqualTo(HEADER + LINE);
    assertThat(TrainingHistory.fromCsv(HEADER, "h", OptionalInt.empty()))
        .isEqualTo(new TrainingHistory(List.of(), OptionalInt.empty()));
  }

  /** Without the images of an epoch, as earlier versions wrote it. */
  @Test
  void readsWhatAnEarlierVersionWrote() throws MalformedDataException {
    String earlier = (HEADER + LINE).replace(",images,passes", "").replace(",9600,1.0500", "");
    assertThat(TrainingHistory.fromCsv(earlier, "h", OptionalInt.empty()).epochs())
        .containsExactly(
            new EpochRecord(
                2, 1762, 140.5, 1600, 1.25e-7, 0.5, 0.875, Double.NaN, Double.NaN, 0, 0));
  }

  @Test
  void refusesWhatIsSomethingElse() {
    assertRefused("", "h, byte 0: found \"\", expected the line " + HEADER.strip());
    assertRefused("a,b\n", "h, byte 0: found \"a,b\", expected the line " + HEADER.strip());
    assertRefused(
        HEADER + LINE + "3,4\n",
        "h, byte %d: found \"3,4\", expected 11 numbers of an epoch"
            .formatted(HEADER.length() + LINE.length()));
    assertRefused(
        HEADER + LINE.replace("1762", "many"),
        "h, byte %d: found \"%s\", expected 11 numbers of an epoch"
            .formatted(HEADER.length(), LINE.replace("1762", "many").strip()));
    assertRefused(
        HEADER + "x".repeat(200),
        "h, byte %d: found \"%s...\", expected 11 numbers of an epoch"
            .formatted(HEADER.length(), "x".repeat(80)));
  }

  private static void assertRefused(String csv, String message) {
    assertThatThrownBy(() -> TrainingHistory.fromCsv(csv, "h", OptionalInt.empty()))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(message);
  }
}
