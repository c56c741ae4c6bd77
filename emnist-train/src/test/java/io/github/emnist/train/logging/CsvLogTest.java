package io.github.emnist.train.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.train.history.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLogTest {
  @TempDir Path folder;

  @Test
  void holdsEveryEpochAsSoonAsItIsOver() {
    Path file = folder.resolve("run/history.csv");
    TrainingListener log = TrainingLog.csv(file);

    log.started("a small network");
    assertThat(file).hasContent(Runs.history().toCsv());
    assertThat(log.epochEnded(Runs.FIRST)).isEqualTo(TrainingListener.Decision.CONTINUE);
    assertThat(file).hasContent(Runs.history(Runs.FIRST).toCsv());
    log.epochEnded(Runs.BLIND);
    assertThat(file).hasContent(Runs.history(Runs.FIRST, Runs.BLIND).toCsv());
    assertThat(file.getParent()).isDirectoryNotContaining(p -> !p.equals(file));
  }

  @Test
  void aNewRunStartsANewFileAndAResumedRunKeepsItsEpochs() {
    Path file = folder.resolve("history.csv");
    TrainingListener log = TrainingLog.csv(file);
    log.started("first");
    log.epochEnded(Runs.FIRST);

    log.started("second");
    assertThat(file).hasContent(Runs.history().toCsv());

    log.resumed("second, again", Runs.history(Runs.FIRST));
    assertThat(file).hasContent(Runs.history(Runs.FIRST).toCsv());
    log.epochEnded(Runs.SECOND);
    assertThat(file).hasContent(Runs.history(Runs.FIRST, Runs.SECOND).toCsv());
  }

  @Test
  void aFileThatCannotBeWrittenEndsTheRun() throws IOException {
    Path file = folder.resolve("no-folder/history.csv");
    Files.createFile(file.getParent());
    assertThatThrownBy(() -> TrainingLog.csv(file).started("a small network"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write training log %s: %s".formatted(file, file.getParent()));

    Path gone = folder.resolve("gone/history.csv");
    TrainingListener log = TrainingLog.csv(gone);
    log.started("a small network");
    Files.delete(gone);
    Files.delete(gone.getParent());
    assertThatThrownBy(() -> log.epochEnded(Runs.FIRST))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot write training log %s: ".formatted(gone));
  }
}
