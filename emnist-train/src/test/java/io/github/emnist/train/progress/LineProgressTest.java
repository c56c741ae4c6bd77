package io.github.emnist.train.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LineProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TrainingListener lines = Progress.lines(Reports.into(bytes));

  private List<String> written() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void writesALineAnEpochWithItsOwnSeconds() {
    lines.started("a small network");
    lines.stepEnded(Reports.step(39));
    lines.stepEnded(Reports.step(40));
    TrainingListener.Decision decision = lines.epochEnded(Reports.epoch(1, 70));
    lines.stepEnded(Reports.step(40));
    lines.epochEnded(Reports.epoch(2, 150));
    lines.finished(
        new TrainingHistory(
            List.of(Reports.epoch(1, 70), Reports.epoch(2, 150)), OptionalInt.empty()));

    String figures =
        "loss 0.4321, accuracy 0.8713, validation loss 0.3457, validation accuracy 0.8891,"
            + " 1,602 images/s, ";
    assertThat(decision).isEqualTo(TrainingListener.Decision.CONTINUE);
    assertThat(written())
        .containsExactly(
            "a small network",
            "epoch 1/20: " + figures + "70.0 s, 1:10 elapsed, 19:52 left",
            "epoch 2/20: " + figures + "80.0 s, 2:30 elapsed, 19:52 left",
            "trained 2 epochs in 2:30");
  }

  @Test
  void aResumedRunTimesItsNextEpochFromTheLastOne() {
    lines.resumed(
        "a small network", new TrainingHistory(List.of(Reports.epoch(1, 70)), OptionalInt.empty()));
    lines.epochEnded(Reports.epoch(2, 150));

    assertThat(written().get(0)).isEqualTo("a small network");
    assertThat(written().get(1)).startsWith("epoch 2: ").endsWith(", 80.0 s, 2:30 elapsed");
  }

  @Test
  void startsAfreshWithTheNextRun() {
    lines.started("first");
    lines.stepEnded(Reports.step(40));
    lines.epochEnded(Reports.epoch(1, 70));
    lines.started("second");
    lines.epochEnded(Reports.epoch(1, 50));

    assertThat(written()).hasSize(4);
    assertThat(written().get(3)).startsWith("epoch 1: ").endsWith(", 50.0 s, 0:50 elapsed");
  }

  @Test
  void writesNoControlCodes() {
    lines.started("a small network");
    lines.stepEnded(Reports.step(1));
    lines.epochEnded(Reports.epoch(1, 70));

    assertThat(bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), ""))
        .matches("[ -~]+");
  }

  @Test
  void warns() {
    lines.warned("resuming from the checkpoint before");
    assertThat(written()).containsExactly("warning: resuming from the checkpoint before");
  }
}
