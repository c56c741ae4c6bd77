package io.github.emnist.train.progress;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.PrintStream;

/** A line an epoch. */
final class LineProgress implements TrainingListener {
  private final PrintStream out;
  private StepReport last;
  private double secondsBefore;

  LineProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(String description) {
    last = null;
    secondsBefore = 0;
    println(description);
  }

  @Override
  public void resumed(String description, TrainingHistory history) {
    started(description);
    secondsBefore = history.last().map(EpochRecord::seconds).orElse(0.0);
  }

  @Override
  public Decision stepEnded(StepReport report) {
    last = report;
    return Decision.CONTINUE;
  }

  @Override
  public Decision epochEnded(EpochRecord epoch) {
    println(ProgressText.epoch(epoch, last, epoch.seconds() - secondsBefore));
    secondsBefore = epoch.seconds();
    return Decision.CONTINUE;
  }

  @Override
  public void finished(TrainingHistory history) {
    println(ProgressText.finished(history));
  }

  private void println(String line) {
    out.println(line);
    out.flush();
  }
}
