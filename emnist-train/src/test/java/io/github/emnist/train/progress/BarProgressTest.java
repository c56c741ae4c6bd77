package io.github.emnist.train.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.progress.Progress.BarProgress;
import io.github.emnist.train.progress.Progress.ProgressText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BarProgressTest {
  private static final int WIDTH = 79;
  private static final String WIPE = "\r" + " ".repeat(WIDTH) + "\r";
  private static final String END = System.lineSeparator();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now = 1_000_000_000_000L;
  private final BarProgress bar = new BarProgress(Reports.into(bytes), WIDTH, () -> now);

  /** What was written since the last call. */
  private String written() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text;
  }

  private static String drawn(int step) {
    return "\r" + ProgressText.bar(Reports.step(step), WIDTH);
  }

  private void stepAfterMillis(int step, int millis) {
    now += 1_000_000L * millis;
    bar.stepEnded(Reports.step(step));
  }

  @Test
  void redrawsInPlaceAndLeavesALineAnEpoch() {
    bar.started("a small network");
    assertThat(written()).isEqualTo("a small network" + END);

    stepAfterMillis(1, 0);
    stepAfterMillis(2, 100);
    assertThat(written()).isEqualTo(drawn(1) + drawn(2));

    bar.epochEnded(Reports.epoch(3, 210));
    assertThat(written())
        .isEqualTo(WIPE + ProgressText.epoch(Reports.epoch(3, 210), Reports.step(2), 210) + END);

    TrainingHistory history =
        new TrainingHistory(List.of(Reports.epoch(3, 210)), OptionalInt.of(3));
    bar.finished(history);
    assertThat(written()).isEqualTo("trained 1 epoch in 3:30; kept epoch 3" + END);
  }

  @Test
  void aResumedRunTimesItsNextEpochFromTheLastOne() {
    bar.resumed(
        "a small network", new TrainingHistory(List.of(Reports.epoch(1, 70)), OptionalInt.empty()));
    bar.epochEnded(Reports.epoch(2, 150));

    assertThat(written())
        .isEqualTo(
            "a small network" + END + ProgressText.epoch(Reports.epoch(2, 150), null, 80) + END);
  }

  @Test
  void redrawsAtMostTenTimesASecondAndAtTheEpochsEnd() {
    stepAfterMillis(1, 0);
    stepAfterMillis(2, 60);
    stepAfterMillis(3, 39);
    stepAfterMillis(4, 1);
    stepAfterMillis(5, 99);
    stepAfterMillis(40, 0);

    assertThat(written()).isEqualTo(drawn(1) + drawn(4) + drawn(40));
  }

  @Test
  void drawsTheFirstStepOfEveryEpoch() {
    stepAfterMillis(40, 0);
    bar.epochEnded(Reports.epoch(1, 70));
    written();

    stepAfterMillis(1, 1);

    assertThat(written()).isEqualTo(drawn(1));
  }

  @Test
  void aBarThatWasNotDrawnIsNotErased() {
    bar.started("a small network");
    bar.finished(new TrainingHistory(List.of(), OptionalInt.empty()));

    assertThat(written()).isEqualTo("a small network" + END + "trained 0 epochs" + END);
  }

  @Test
  void aFailedRunLeavesAnEmptyLine() {
    bar.started("a run that fails in its second step");
    bar.stepEnded(Reports.step(1));
    bar.failed(new IllegalStateException("the second step"));

    assertThat(written()).endsWith(WIPE);
  }
}
