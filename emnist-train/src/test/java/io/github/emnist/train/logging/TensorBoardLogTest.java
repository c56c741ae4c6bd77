package io.github.emnist.train.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.internal.tensorflow.EventFiles;
import io.github.emnist.train.internal.tensorflow.EventFiles.Scalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;

class TensorBoardLogTest {
  @TempDir Path folder;
  private Path train;
  private Path validation;
  private TrainingListener log;

  @BeforeEach
  void begin() {
    train = folder.resolve("run/train");
    validation = folder.resolve("run/validation");
    log = TrainingLog.tensorBoard(folder.resolve("run"));
  }

  @Test
  void tensorFlowReadsTheFiguresOfEveryEpoch() throws IOException {
    log.started("a small network");
    assertThat(log.epochEnded(Runs.FIRST)).isEqualTo(TrainingListener.Decision.CONTINUE);

    List<Scalar> first =
        List.of(
            new Scalar("epoch_loss", 1, 1.25f),
            new Scalar("epoch_accuracy", 1, 0.5f),
            new Scalar("epoch_learning_rate", 1, 0.004f),
            new Scalar("epoch_images_per_second", 1, 1600));
    assertThat(EventFiles.scalars(train)).isEqualTo(first); // while the run goes on
    log.epochEnded(Runs.SECOND);
    log.finished(Runs.history(Runs.FIRST, Runs.SECOND));
    assertThat(EventFiles.scalars(train))
        .startsWith(first.toArray(Scalar[]::new))
        .endsWith(
            new Scalar("epoch_loss", 2, 0.5f),
            new Scalar("epoch_accuracy", 2, 0.875f),
            new Scalar("epoch_learning_rate", 2, 0.002f),
            new Scalar("epoch_images_per_second", 2, 1500.5f))
        .hasSize(8);
    assertThat(EventFiles.scalars(validation))
        .containsExactly(
            new Scalar("epoch_loss", 1, 0.75f),
            new Scalar("epoch_accuracy", 1, 0.8125f),
            new Scalar("epoch_loss", 2, 0.25f),
            new Scalar("epoch_accuracy", 2, 0.9375f));
  }

  @Test
  void theFileIsOneThatTensorBoardLooksFor() throws IOException {
    log.started("a small network");
    log.epochEnded(Runs.FIRST);
    log.finished(Runs.history(Runs.FIRST));

    List<Path> files = EventFiles.in(train);
    assertThat(files).hasSize(1);
    assertThat(files.get(0).getFileName().toString())
        .matches("events\\.out\\.tfevents\\.\\d{10}\\..*\\.v2");
    List<Event> events = EventFiles.events(files.get(0));
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    double created = Files.getLastModifiedTime(files.get(0)).toMillis() / 1e3;
    assertThat(events)
        .allSatisfy(event -> assertThat(event.getWallTime()).isBetween(created - 60, created + 1));
  }

  @Test
  void aRunWithoutAValidationPartHasNoSuchCurve() throws IOException {
    log.started("a small network");
    log.epochEnded(Runs.BLIND);
    log.finished(Runs.history(Runs.BLIND));

    assertThat(EventFiles.scalars(train)).hasSize(4);
    assertThat(validation).doesNotExist();
  }

  @Test
  void everyRunAddsAFile() throws IOException {
    log.started("a run that ends without a word");
    log.epochEnded(Runs.FIRST);
    log.resumed("a small network", Runs.history(Runs.FIRST));
    log.epochEnded(Runs.SECOND);
    log.failed(new IllegalStateException("after the second epoch"));

    assertThat(EventFiles.in(train)).hasSize(2);
    assertThat(EventFiles.scalars(train)).extracting(Scalar::step).containsOnly(1L, 2L).hasSize(8);
    assertThat(EventFiles.scalars(validation)).hasSize(4);
  }

  @Test
  void aFolderThatCannotBeMadeEndsTheRun() throws IOException {
    Files.createFile(folder.resolve("run"));
    assertThatThrownBy(() -> log.started("a small network"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot write training log %s: %s".formatted(train, train));
  }
}
