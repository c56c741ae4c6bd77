package io.github.emnist.train.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static void run(TrainingListener listener) {
    listener.started("a small network");
    listener.stepEnded(Reports.step(40));
    listener.epochEnded(Reports.epoch(3, 70));
    listener.finished(new TrainingHistory(List.of(Reports.epoch(3, 70)), OptionalInt.empty()));
  }

  private static String written(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theBarEndsAsTheLinesDo() {
    ByteArrayOutputStream bar = new ByteArrayOutputStream();
    ByteArrayOutputStream lines = new ByteArrayOutputStream();

    run(Progress.bar(Reports.into(bar)));
    run(Progress.lines(Reports.into(lines)));

    assertThat(written(lines)).doesNotContain("[").hasLineCount(3);
    assertThat(written(bar)).contains("[====");
    String onceOverwritten = written(bar).replaceAll("\r[^\r\n]*(?=\r[^\n])", "");
    assertThat(onceOverwritten.replace("\repoch", "epoch")).isEqualTo(written(lines));
  }

  @Test
  void theConsoleIsStandardErrorAndGetsLinesWhereNobodyWatches() {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setErr(Reports.into(bytes));
      run(Progress.console());
    } finally {
      System.setErr(before);
    }

    assertThat(written(bytes)).startsWith("a small network").hasLineCount(3).doesNotContain("[");
  }

  @Test
  void noneSaysNothing() {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setErr(Reports.into(bytes));
      run(Progress.none());
    } finally {
      System.setErr(before);
    }

    assertThat(bytes.size()).isZero();
  }

  @Test
  void refusesNull() {
    assertThatThrownBy(() -> Progress.bar(null)).hasMessage("out");
    assertThatThrownBy(() -> Progress.lines(null)).hasMessage("out");
  }
}
