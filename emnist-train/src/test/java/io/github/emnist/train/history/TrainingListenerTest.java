package io.github.emnist.train.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrainingListenerTest {
  @Test
  void aListenerWithDefaultsLetsTheRunContinue() {
    EpochRecord epoch = new EpochRecord(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0);
    StepReport step = new StepReport(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    assertThat(new TrainingListener() {}.epochEnded(epoch))
        .isEqualTo(TrainingListener.Decision.CONTINUE);
    assertThat(new TrainingListener() {}.stepEnded(step))
        .isEqualTo(TrainingListener.Decision.CONTINUE);
  }

  @Test
  void resumedCallsStartedByDefault() {
    List<String> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(String description) {
            told.add(description);
          }
        };

    listener.resumed("a network", new TrainingHistory(List.of(), OptionalInt.empty()));

    assertThat(told).containsExactly("a network");
  }
}
