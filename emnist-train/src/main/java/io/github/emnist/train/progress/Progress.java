package io.github.emnist.train.progress;

import io.github.emnist.train.history.TrainingListener;
import java.io.PrintStream;
import java.util.Objects;

/**
 * Listeners that show a run's progress to people. They start no threads and hold nothing open, so
 * that a run may end in any way. Each serves one run at a time.
 */
public final class Progress {
  private Progress() {}

  /**
   * Shows progress on standard error: {@link #bar} where that is a terminal, else {@link #lines}.
   *
   * @return a listener
   */
  public static TrainingListener console() {
    return Terminal.onStandardError() ? bar(System.err) : lines(System.err);
  }

  /**
   * Shows a bar that is redrawn in place at most ten times a second, and replaced by a line as
   * {@link #lines} writes it when its epoch ends.
   *
   * @param out a terminal; gets carriage returns
   * @return a listener
   */
  public static TrainingListener bar(PrintStream out) {
    return new BarProgress(
        Objects.requireNonNull(out, "out"), Terminal.columns() - 1, System::nanoTime);
  }

  /**
   * Writes the run's description when it begins, a line after each epoch and one when the run ends.
   *
   * @param out anything, for example a log
   * @return a listener
   */
  public static TrainingListener lines(PrintStream out) {
    return new LineProgress(Objects.requireNonNull(out, "out"));
  }

  /**
   * Shows nothing.
   *
   * @return a listener
   */
  public static TrainingListener none() {
    return new TrainingListener() {};
  }
}
