package io.github.emnist.train.logging;

import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The history so far as one CSV file, replaced whole after every epoch. */
final class CsvLog implements TrainingListener {
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
    try {
      LogFiles.createFolderOf(file);
      write();
    } catch (IOException e) {
      throw LogFiles.cannotWrite(file, e);
    }
  }

  @Override
  public Decision epochEnded(EpochRecord epoch) {
    epochs.add(epoch);
    try {
      write();
    } catch (IOException e) {
      throw LogFiles.cannotWrite(file, e);
    }
    return Decision.CONTINUE;
  }

  private void write() throws IOException {
    String csv = new TrainingHistory(epochs, OptionalInt.empty()).toCsv();
    AtomicFiles.write(file, csv.getBytes(StandardCharsets.UTF_8));
  }
}
