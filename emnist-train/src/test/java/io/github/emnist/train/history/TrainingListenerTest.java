package io.github.emnist.train.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainingListenerTest {
  @Test
  void aListenerThatSaysNothingLetsTheRunGoOn() {
    EpochRecord epoch = new EpochRecord(1, 1, 1, 1, 1, 1, 1, 1, 1);

    assertThat(new TrainingListener() {}.epochEnded(epoch))
        .isEqualTo(TrainingListener.Decision.CONTINUE);
  }
}
