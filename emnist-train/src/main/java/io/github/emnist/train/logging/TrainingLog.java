package io.github.emnist.train.logging;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.internal.Checks;
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
 * Creates listeners that log a run to files, for spreadsheets, scripts and TensorBoard:
 *
 * <pre>{@code
 * trainer
 *     .listener(TrainingLog.csv(out.resolve("history.csv")))
 *     .listener(TrainingLog.jsonLines(out.resolve("log.jsonl")))
 *     .listener(TrainingLog.tensorBoard(out.resolve("tensorboard")))
 * }</pre>
 *
 * <p>Folders are created if necessary. If a log cannot be written, the run fails with an {@link
 * java.io.UncheckedIOException} that names the file, or adds it to an earlier failure as
 * suppressed. A listener serves one run at a time.
 */
public final class TrainingLog {
  private static final int EVERY_STEPS = 100;

  private TrainingLog() {}

  /**
   * {@return a listener that writes {@link TrainingHistory#toCsv()}} The file is replaced
   * atomically when the run begins and after every epoch, so that a reader never sees a part of it.
   * A resumed run keeps its earlier epochs.
   *
   * @param file replaced if it exists
   */
  public static TrainingListener csv(Path file) {
    return new CsvLog(Objects.requireNonNull(file, "file"));
  }

  /**
   * {@return {@link #jsonLines(Path, int)} with every 100th step}
   *
   * @param file replaced if it exists, unless the run is resumed
   */
  public static TrainingListener jsonLines(Path file) {
    return jsonLines(file, EVERY_STEPS);
  }

  /**
   * {@return a listener that writes a JSON object per line} The field {@code event} determines the
   * others:
   *
   * <ul>
   *   <li>{@code started}: {@code description}
   *   <li>{@code resumed}: {@code description}, {@code epochs}, the number so far, and {@code
   *       step}, the last step of those
   *   <li>{@code step}: {@code epoch}, {@code step}, {@code imagesPerSecond}, {@code learningRate},
   *       {@code trainLoss}, {@code trainAccuracy}, {@code secondsLeft} of the {@link StepReport}
   *   <li>{@code epoch}: the fields of the {@link EpochRecord}, without images and passes
   *   <li>{@code paused}: {@code epochs}
   *   <li>{@code finished}: {@code epochs} and, if one was restored, {@code bestEpoch}
   *   <li>{@code failed}: {@code cause}
   * </ul>
   *
   * <p>Missing figures are {@code null}. Steps are written when their epoch ends; if a run is
   * killed, only the last line can be incomplete. A resumed run deletes such a line and appends; if
   * there are two lines of one step or epoch, the later one counts.
   *
   * @param file replaced if it exists, unless the run is resumed
   * @param everySteps logs every so many steps, at least 1
   * @throws IllegalArgumentException if {@code everySteps} is below 1
   */
  public static TrainingListener jsonLines(Path file, int everySteps) {
    Checks.atLeast("everySteps", everySteps, 1);
    return new JsonLinesLog(Objects.requireNonNull(file, "file"), everySteps);
  }

  /**
   * {@return a listener that writes event files for {@code tensorboard --logdir FOLDER}} Names and
   * layout are those of Keras' callback, so that training and validation share a chart: the
   * subfolder {@code train} has the scalars {@code epoch_loss}, {@code epoch_accuracy}, {@code
   * epoch_learning_rate} and {@code epoch_images_per_second}, the subfolder {@code validation} the
   * first two. Their step is the 1-based epoch. The files are flushed after every epoch. Every run
   * adds files; use a new folder for each run.
   *
   * @param folder of the run
   */
  public static TrainingListener tensorBoard(Path folder) {
    return new TensorBoardLog(Objects.requireNonNull(folder, "folder"));
  }

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

    /** Writes the file before the first epoch, so that a wrong path shows at once. */
    private void begin(List<EpochRecord> earlier) {
      epochs.clear();
      epochs.addAll(earlier);
      attempt(file, () -> createFolderOf(file));
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
      attempt(file, () -> AtomicFiles.write(file, bytes));
    }
  }

  /** Collects lines and appends them together, without keeping the file open. */
  static final class JsonLinesLog implements TrainingListener {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;
    private final int everySteps;
    private final StringBuilder lines = new StringBuilder();
    private boolean begun; // the file may be another run's until then

    JsonLinesLog(Path file, int everySteps) {
      this.file = file;
      this.everySteps = everySteps;
    }

    @Override
    public void started(String description) {
      lines.setLength(0);
      attempt(
          file,
          () -> {
            createFolderOf(file);
            Files.write(file, new byte[0]);
          });
      begun = true;
      add(event("started").put("description", description));
      append();
    }

    @Override
    public void resumed(String description, TrainingHistory history) {
      lines.setLength(0);
      attempt(
          file,
          () -> {
            createFolderOf(file);
            deleteIncompleteLine();
          });
      begun = true;
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
      begun = false;
      add(event("paused").put("epochs", history.epochs().size()));
      append();
    }

    @Override
    public void finished(TrainingHistory history) {
      begun = false;
      ObjectNode end = event("finished").put("epochs", history.epochs().size());
      history.bestEpoch().ifPresent(best -> end.put("bestEpoch", best));
      add(end);
      append();
    }

    @Override
    public void failed(Throwable cause) {
      if (begun) {
        begun = false;
        add(event("failed").put("cause", cause.toString()));
        append();
      }
    }

    private static ObjectNode event(String name) {
      return MAPPER.createObjectNode().put("event", name);
    }

    /** Adds a number, or null for NaN and infinity, which JSON lacks. */
    private static void put(ObjectNode event, String field, double value) {
      event.put(field, Double.isFinite(value) ? value : null);
    }

    private void add(ObjectNode event) {
      lines.append(event).append('\n');
    }

    private void append() {
      attempt(
          file,
          () ->
              Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      lines.setLength(0);
    }

    private void deleteIncompleteLine() throws IOException {
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
      attempt(trainFolder, train::flush);
      if (!Double.isNaN(epoch.validationLoss())) {
        if (validation == null) { // only for runs with a validation part
          validation = open(validationFolder);
        }
        validation.scalar("epoch_loss", step, epoch.validationLoss());
        validation.scalar("epoch_accuracy", step, epoch.validationAccuracy());
        attempt(validationFolder, validation::flush);
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
        throw cannotWrite(folder, e);
      }
    }

    private void close() {
      SummaryFile first = train;
      SummaryFile second = validation;
      train = null;
      validation = null;
      try (first;
          second) {
        // closes those that are open
      }
    }
  }

  private static void createFolderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) { // null for a root, for which writing fails
      Files.createDirectories(folder);
    }
  }

  private interface Write {
    void run() throws IOException;
  }

  private static void attempt(Path path, Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  private static UncheckedIOException cannotWrite(Path path, IOException cause) {
    return new UncheckedIOException(
        "cannot write training log " + path + ": " + cause.getMessage(), cause);
  }
}
