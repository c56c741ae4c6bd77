package io.github.emnist.train.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.train.TrainingException;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesLogTest {
  private static final String STARTED = "{'event':'started','description':'a \\'small\\' net'}";

  private static final String EPOCH_1 =
      "{'event':'epoch','epoch':1,'step':100,'seconds':70.5,'imagesPerSecond':1600.0,"
          + "'learningRate':0.004,'trainLoss':1.25,'trainAccuracy':0.5,"
          + "'validationLoss':0.75,'validationAccuracy':0.8125}";

  @TempDir Path folder;

  private String step(int number) {
    return ("{'event':'step','epoch':1,'step':" + number)
        + ",'imagesPerSecond':1600.0,'learningRate':0.004,'trainLoss':2.5,'trainAccuracy':0.25,"
        + "'secondsLeft':99.5}";
  }

  /** The file holds these lines, here with ' for ", and nothing behind the last line's end. */
  private static void assertLines(Path file, String... lines) throws IOException {
    String expected = String.join("\n", lines) + "\n";
    assertThat(Files.readString(file)).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void reportsTheWholeRun() throws IOException {
    Path file = folder.resolve("run/log.jsonl");
    TrainingListener log = TrainingLog.jsonLines(file, 50);

    log.started("a \"small\" net");
    assertLines(file, STARTED);
    for (int i = 1; i <= 100; i++) {
      assertThat(log.stepEnded(Runs.step(i))).isEqualTo(TrainingListener.Decision.CONTINUE);
    }
    assertThat(log.epochEnded(Runs.FIRST)).isEqualTo(TrainingListener.Decision.CONTINUE);
    assertLines(file, STARTED, step(50), step(100), EPOCH_1);
    log.epochEnded(Runs.BLIND);
    log.finished(new TrainingHistory(List.of(Runs.FIRST, Runs.BLIND), OptionalInt.of(1)));
    assertLines(
        file,
        STARTED,
        step(50),
        step(100),
        EPOCH_1,
        "{'event':'epoch','epoch':2,'step':200,'seconds':140.0,'imagesPerSecond':1500.5,"
            + "'learningRate':1.25E-7,'trainLoss':0.5,'trainAccuracy':0.875,"
            + "'validationLoss':null,'validationAccuracy':null}",
        "{'event':'finished','epochs':2,'bestEpoch':1}");
  }

  @Test
  void writesEvery100thStepUnlessToldOtherwise() throws IOException {
    Path file = folder.resolve("log.jsonl");
    TrainingListener log = TrainingLog.jsonLines(file);
    log.started("x");
    for (int i = 1; i <= 100; i++) {
      log.stepEnded(Runs.step(i));
    }
    log.finished(Runs.history());

    assertLines(
        file,
        "{'event':'started','description':'x'}",
        step(100),
        "{'event':'finished','epochs':0}");
  }

  @Test
  void whatIsNoNumberIsNull() throws IOException {
    Path file = folder.resolve("log.jsonl");
    TrainingListener log = TrainingLog.jsonLines(file, 1);
    double none = Double.NaN;
    log.started("x");
    log.stepEnded(
        new StepReport(1, 2, 1, 1, 9, Double.POSITIVE_INFINITY, 0.5, none, none, none, 1));
    log.failed(new TrainingException("the loss is NaN"));

    assertLines(
        file,
        "{'event':'started','description':'x'}",
        "{'event':'step','epoch':1,'step':1,'imagesPerSecond':null,'learningRate':0.5,"
            + "'trainLoss':null,'trainAccuracy':null,'secondsLeft':null}",
        "{'event':'failed','cause':'io.github.emnist.train.TrainingException: the loss is NaN'}");
  }

  @Test
  void aResumedRunDeletesAnIncompleteLineAndAppends() throws IOException {
    Path file = folder.resolve("log.jsonl");
    TrainingListener log = TrainingLog.jsonLines(file, 50);
    log.started("a \"small\" net");
    log.epochEnded(Runs.FIRST);
    Files.writeString(file, "{\"event\":\"ep", StandardOpenOption.APPEND);

    TrainingLog.jsonLines(file, 50).resumed("again", Runs.history(Runs.FIRST));

    String resumed = "{'event':'resumed','description':'again','epochs':1,'step':100}";
    assertLines(file, STARTED, EPOCH_1, resumed);
    log.resumed("again", Runs.history(Runs.FIRST));
    assertLines(file, STARTED, EPOCH_1, resumed, resumed);
  }

  @Test
  void aResumedRunNeedsNoOlderFileAndANewRunReplacesIt() throws IOException {
    Path file = folder.resolve("new/log.jsonl");
    TrainingListener log = TrainingLog.jsonLines(file, 50);
    log.resumed("again", Runs.history());
    assertLines(file, "{'event':'resumed','description':'again','epochs':0,'step':0}");

    log.stepEnded(Runs.step(50)); // of a run that ends without a word
    log.started("a \"small\" net");
    assertLines(file, STARTED);
  }

  @Test
  void aFileThatCannotBeWrittenEndsTheRun() throws IOException {
    Path file = Files.createDirectory(folder.resolve("log.jsonl"));
    TrainingListener log = TrainingLog.jsonLines(file);
    String message = "cannot write training log %s: ".formatted(file);
    assertThatThrownBy(() -> log.started("x"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(message);
    assertThatThrownBy(() -> log.resumed("x", Runs.history()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(message);
    assertThatThrownBy(() -> log.epochEnded(Runs.FIRST))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aRunThatDidNotStartLeavesTheLogOfAnother() throws IOException {
    Path file = folder.resolve("log.jsonl");
    TrainingLog.jsonLines(file).started("a \"small\" net");

    TrainingLog.jsonLines(file).failed(new TrainingException("in use by another run"));

    assertLines(file, STARTED);
    TrainingListener log = TrainingLog.jsonLines(file);
    log.started("a \"small\" net");
    log.finished(Runs.history());
    log.failed(new TrainingException("holds checkpoints of another run"));

    assertLines(file, STARTED, "{'event':'finished','epochs':0}");
  }

  @Test
  void everyStepsIsPositive() {
    assertThatThrownBy(() -> TrainingLog.jsonLines(folder.resolve("log.jsonl"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("everySteps (0) must be at least 1");
  }
}
