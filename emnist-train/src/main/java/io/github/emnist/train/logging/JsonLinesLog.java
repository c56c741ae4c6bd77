package io.github.emnist.train.logging;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A JSON object a line. Nothing is held open: lines are collected and appended at once, so that a
 * process that is killed can only cut off the last of them.
 */
final class JsonLinesLog implements TrainingListener {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path file;
  private final int everySteps;
  private final StringBuilder lines = new StringBuilder();

  JsonLinesLog(Path file, int everySteps) {
    this.file = file;
    this.everySteps = everySteps;
  }

  @Override
  public void started(String description) {
    lines.setLength(0);
    try {
      LogFiles.createFolderOf(file);
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw LogFiles.cannotWrite(file, e);
    }
    add(event("started").put("description", description));
    append();
  }

  @Override
  public void resumed(String description, TrainingHistory history) {
    lines.setLength(0);
    try {
      LogFiles.createFolderOf(file);
      cutUnfinishedLine();
    } catch (IOException e) {
      throw LogFiles.cannotWrite(file, e);
    }
    add(
        event("resumed")
            .put("description", description)
            .put("epochs", history.epochs().size())
            .put("step", history.last().map(EpochRecord::step).orElse(0L)));
    append();
  }

  @Override
  public Decision stepEnded(StepReport report) {
    if (report.step() % everySteps == 0) {
      ObjectNode step = event("step").put("epoch", report.epoch()).put("step", report.step());
      put(step, "imagesPerSecond", report.imagesPerSecond());
      put(step, "learningRate", report.learningRate());
      put(step, "trainLoss", report.trainLoss());
      put(step, "trainAccuracy", report.trainAccuracy());
      put(step, "secondsLeft", report.secondsLeft());
      add(step);
    }
    return Decision.CONTINUE;
  }

  @Override
  public Decision epochEnded(EpochRecord record) {
    ObjectNode epoch = event("epoch").put("epoch", record.epoch()).put("step", record.step());
    put(epoch, "seconds", record.seconds());
    put(epoch, "imagesPerSecond", record.imagesPerSecond());
    put(epoch, "learningRate", record.learningRate());
    put(epoch, "trainLoss", record.trainLoss());
    put(epoch, "trainAccuracy", record.trainAccuracy());
    put(epoch, "validationLoss", record.validationLoss());
    put(epoch, "validationAccuracy", record.validationAccuracy());
    add(epoch);
    append();
    return Decision.CONTINUE;
  }

  @Override
  public void paused(TrainingHistory history) {
    add(event("paused").put("epochs", history.epochs().size()));
    append();
  }

  @Override
  public void finished(TrainingHistory history) {
    ObjectNode end = event("finished").put("epochs", history.epochs().size());
    history.bestEpoch().ifPresent(best -> end.put("bestEpoch", best));
    add(end);
    append();
  }

  @Override
  public void failed(Throwable cause) {
    add(event("failed").put("cause", cause.toString()));
    try {
      append();
    } catch (RuntimeException e) { // must not take the place of why the run failed
      cause.addSuppressed(e);
    }
  }

  private static ObjectNode event(String name) {
    return MAPPER.createObjectNode().put("event", name);
  }

  /** JSON has neither NaN nor infinity. */
  private static void put(ObjectNode event, String field, double value) {
    event.put(field, Double.isFinite(value) ? value : null);
  }

  private void add(ObjectNode event) {
    lines.append(event).append('\n');
  }

  private void append() {
    try {
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw LogFiles.cannotWrite(file, e);
    }
    lines.setLength(0);
  }

  private void cutUnfinishedLine() throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      long end = log.length();
      while (end > 0 && byteAt(log, end - 1) != '\n') {
        end--;
      }
      log.setLength(end);
    }
  }

  private static int byteAt(RandomAccessFile log, long position) throws IOException {
    log.seek(position);
    return log.read();
  }
}
