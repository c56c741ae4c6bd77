package io.github.emnist.train.logging;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import io.github.emnist.train.internal.tensorflow.SummaryFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Listeners that write a run's progress to files, for spreadsheets, scripts and TensorBoard:
 *
 * <pre>{@code
 * trainer
 *     .listener(TrainingLog.csv(out.resolve("history.csv")))
 *     .listener(TrainingLog.jsonLines(out.resolve("log.jsonl")))
 *     .listener(TrainingLog.tensorBoard(out.resolve("tensorboard")))
 * }</pre>
 *
 * <p>Folders are created where they are missing. A run whose log cannot be written ends, with an
 * {@link java.io.UncheckedIOException} that names the file; when it has failed already, its own
 * exception keeps the log's as a suppressed one. Each listener serves one run at a time.
 */
public final class TrainingLog {
  private static final int EVERY_STEPS = 100;

  private TrainingLog() {}

  /**
   * Writes the history as {@link io.github.emnist.train.history.TrainingHistory#toCsv()} has it:
   * the header when the run begins, then after every epoch the whole file again, in one step, so
   * that a reader finds whole epochs. A run that goes on keeps the epochs behind it.
   *
   * @param file replaced if it is there
   * @return a listener
   */
  public static TrainingListener csv(Path file) {
    return new CsvLog(Objects.requireNonNull(file, "file"));
  }

  /**
   * {@link #jsonLines(Path, int)} with every 100th step.
   *
   * @param file replaced if it is there, unless the run goes on
   * @return a listener
   */
  public static TrainingListener jsonLines(Path file) {
    return jsonLines(file, EVERY_STEPS);
  }

  /**
   * Writes a JSON object a line. Its field {@code event} says what the others are:
   *
   * <ul>
   *   <li>{@code started}: {@code description}
   *   <li>{@code resumed}: {@code description}, {@code epochs}, how many are behind it, and {@code
   *       step}, with which the last of them ended
   *   <li>{@code step}: {@code epoch}, {@code step}, {@code imagesPerSecond}, {@code learningRate},
   *       {@code trainLoss}, {@code trainAccuracy}, {@code secondsLeft}, as {@link
   *       io.github.emnist.train.history.TrainingListener.StepReport} has them
   *   <li>{@code epoch}: the fields of {@link
   *       io.github.emnist.train.history.TrainingHistory.EpochRecord}
   *   <li>{@code paused}: {@code epochs}
   *   <li>{@code finished}: {@code epochs} and, where one was restored, {@code bestEpoch}
   *   <li>{@code failed}: {@code cause}
   * </ul>
   *
   * <p>A figure that is not there is {@code null}. Steps are written when their epoch ends, so that
   * a run that is killed leaves whole lines, of which the last alone may be cut off. A run that
   * goes on cuts such a rest away and appends; of two lines of one step or epoch the later counts.
   *
   * @param file replaced if it is there, unless the run goes on
   * @param everySteps how many steps one written step stands for, at least 1
   * @return a listener
   * @throws IllegalArgumentException if {@code everySteps} is less
   */
  public static TrainingListener jsonLines(Path file, int everySteps) {
    if (everySteps < 1) {
      throw new IllegalArgumentException(
          Messages.format("everySteps (%d) must be at least 1", everySteps));
    }
    return new JsonLinesLog(Objects.requireNonNull(file, "file"), everySteps);
  }

  /**
   * Writes event files that {@code tensorboard --logdir FOLDER} shows, named and laid out as Keras'
   * callback does it, so that a run's two curves share a chart: in the subfolder {@code train} the
   * scalars {@code epoch_loss}, {@code epoch_accuracy}, {@code epoch_learning_rate} and {@code
   * epoch_images_per_second}, in {@code validation} the first two of these. Their step is the
   * 1-based epoch. What is not there, such as validation figures without a validation part, is left
   * out. The events are on the disk after every epoch.
   *
   * <p>Every run adds files and takes none away; give each run a folder of its own.
   *
   * @param folder of the run
   * @return a listener
   */
  public static TrainingListener tensorBoard(Path folder) {
    return new TensorBoardLog(Objects.requireNonNull(folder, "folder"));
  }

  /** The history so far as one CSV file, replaced whole after every epoch. */
  static final class CsvLog implements TrainingListener {
    private final Path file;
    private final List<EpochRecord> epochs = new ArrayList<>();

    CsvLog(Path file) {
      this.file = file;
    }

    @Override
    public void started(String description) {
      begin(List.of());
    }

    @Override
    public void resumed(String description, TrainingHistory history) {
      begin(history.epochs());
    }

    /** Writes at once, since a path that is wrong should not cost an epoch. */
    private void begin(List<EpochRecord> behind) {
      epochs.clear();
      epochs.addAll(behind);
      LogFiles.write(file, () -> LogFiles.createFolderOf(file));
      write();
    }

    @Override
    public Decision epochEnded(EpochRecord epoch) {
      epochs.add(epoch);
      write();
      return Decision.CONTINUE;
    }

    private void write() {
      String csv = new TrainingHistory(epochs, OptionalInt.empty()).toCsv();
      byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
      LogFiles.write(file, () -> AtomicFiles.write(file, bytes));
    }
  }

  /**
   * A JSON object a line. Nothing is held open: lines are collected and appended at once, so that a
   * process that is killed can only cut off the last of them.
   */
  static final class JsonLinesLog implements TrainingListener {
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
      LogFiles.write(
          file,
          () -> {
            LogFiles.createFolderOf(file);
            Files.write(file, new byte[0]);
          });
      add(event("started").put("description", description));
      append();
    }

    @Override
    public void resumed(String description, TrainingHistory history) {
      lines.setLength(0);
      LogFiles.write(
          file,
          () -> {
            LogFiles.createFolderOf(file);
            cutUnfinishedLine();
          });
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
      LogFiles.write(
          file,
          () ->
              Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
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

  /**
   * Event files for TensorBoard, with the tags and the two subfolders that Keras' {@code
   * TensorBoard} callback writes (keras.io, "TensorBoard").
   */
  static final class TensorBoardLog implements TrainingListener {
    private final Path trainFolder;
    private final Path validationFolder;
    private SummaryFile train;
    private SummaryFile validation;

    TensorBoardLog(Path folder) {
      trainFolder = folder.resolve("train");
      validationFolder = folder.resolve("validation");
    }

    @Override
    public void started(String description) {
      close();
      train = open(trainFolder);
    }

    @Override
    public Decision epochEnded(EpochRecord epoch) {
      int step = epoch.epoch();
      train.scalar("epoch_loss", step, epoch.trainLoss());
      train.scalar("epoch_accuracy", step, epoch.trainAccuracy());
      train.scalar("epoch_learning_rate", step, epoch.learningRate());
      train.scalar("epoch_images_per_second", step, epoch.imagesPerSecond());
      LogFiles.write(trainFolder, train::flush);
      if (!Double.isNaN(epoch.validationLoss())) {
        if (validation == null) { // only now, or a run without a validation part would show one
          validation = open(validationFolder);
        }
        validation.scalar("epoch_loss", step, epoch.validationLoss());
        validation.scalar("epoch_accuracy", step, epoch.validationAccuracy());
        LogFiles.write(validationFolder, validation::flush);
      }
      return Decision.CONTINUE;
    }

    @Override
    public void paused(TrainingHistory history) {
      finished(history);
    }

    @Override
    public void finished(TrainingHistory history) {
      close();
    }

    @Override
    public void failed(Throwable cause) {
      close();
    }

    private static SummaryFile open(Path folder) {
      try {
        return SummaryFile.create(folder);
      } catch (IOException e) {
        throw LogFiles.cannotWrite(folder, e);
      }
    }

    /** Every epoch is on the disk already. */
    private void close() {
      if (train != null) {
        train.close();
        train = null;
      }
      if (validation != null) {
        validation.close();
        validation = null;
      }
    }
  }

  /** What the logs have in common. */
  static final class LogFiles {
    private LogFiles() {}

    static void createFolderOf(Path file) throws IOException {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) { // none above a root, which is no file and is refused when it is written
        Files.createDirectories(folder);
      }
    }

    /** A write that may fail. */
    interface Write {
      void run() throws IOException;
    }

    static void write(Path path, Write write) {
      try {
        write.run();
      } catch (IOException e) {
        throw cannotWrite(path, e);
      }
    }

    static UncheckedIOException cannotWrite(Path path, IOException cause) {
      return new UncheckedIOException(
          "cannot write training log " + path + ": " + cause.getMessage(), cause);
    }
  }
}
