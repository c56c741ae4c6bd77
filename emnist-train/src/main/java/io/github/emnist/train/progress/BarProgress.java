package io.github.emnist.train.progress;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * A bar that is redrawn in place.
 *
 * <p>Drawn by hand, on the thread that trains: the bar of the library that was tried goes on from a
 * thread of its own, which stays alive after it is closed.
 */
final class BarProgress implements TrainingListener {
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintStream out;
  private final int width;
  private final LongSupplier nanoClock;
  private final LineProgress lines;
  private boolean drawn;
  private long drawnAt;

  /**
   * Creates the listener.
   *
   * @param width columns that the bar may take; one less than the terminal has, since writing the
   *     last one moves some terminals to the next line
   */
  BarProgress(PrintStream out, int width, LongSupplier nanoClock) {
    this.out = out;
    this.width = width;
    this.nanoClock = nanoClock;
    this.lines = new LineProgress(out);
  }

  @Override
  public void started(String description) {
    drawn = false;
    lines.started(description);
  }

  @Override
  public void resumed(String description, TrainingHistory history) {
    drawn = false;
    lines.resumed(description, history);
  }

  @Override
  public Decision stepEnded(StepReport report) {
    lines.stepEnded(report);
    long now = nanoClock.getAsLong();
    boolean ends = report.stepInEpoch() == report.stepsPerEpoch();
    if (!drawn || ends || now - drawnAt >= REDRAW_NANOS) {
      out.print("\r" + ProgressText.bar(report, width));
      out.flush();
      drawn = true;
      drawnAt = now;
    }
    return Decision.CONTINUE;
  }

  @Override
  public Decision epochEnded(EpochRecord epoch) {
    erase();
    return lines.epochEnded(epoch);
  }

  @Override
  public void paused(TrainingHistory history) {
    erase();
    out.flush();
  }

  @Override
  public void finished(TrainingHistory history) {
    erase();
    lines.finished(history);
  }

  @Override
  public void failed(Throwable cause) {
    erase();
    out.flush();
  }

  private void erase() {
    if (drawn) {
      out.print("\r" + " ".repeat(width) + "\r");
      drawn = false;
    }
  }
}
