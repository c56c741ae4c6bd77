package io.github.emnist.train.progress;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Terminal;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.PrintStream;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Creates listeners that show a run's progress. They start no threads and keep nothing open. A
 * listener serves one run at a time.
 */
public final class Progress {
  private Progress() {}

  /** {@return a listener for standard error: {@link #bar} on a terminal, else {@link #lines}} */
  public static TrainingListener console() {
    return Terminal.onStandardError() ? bar(System.err) : lines(System.err);
  }

  /**
   * {@return a listener that draws a bar, at most ten times a second, and replaces it with the line
   * of {@link #lines} when the epoch ends}
   *
   * @param out a terminal
   */
  public static TrainingListener bar(PrintStream out) {
    return new BarProgress(
        Objects.requireNonNull(out, "out"), Terminal.columns() - 1, System::nanoTime);
  }

  /**
   * {@return a listener that prints a description of the run, a line per epoch and one at the end}
   *
   * @param out the output
   */
  public static TrainingListener lines(PrintStream out) {
    return new LineProgress(Objects.requireNonNull(out, "out"));
  }

  /** {@return a listener that shows nothing} */
  public static TrainingListener none() {
    return new TrainingListener() {};
  }

  /** Draws a bar from the training thread; a library would do so from a thread of its own. */
  static final class BarProgress implements TrainingListener {
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
     * @param width columns of the bar: one less than the terminal's, since some terminals move to
     *     the next line after the last
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
    public void warned(String message) {
      erase();
      lines.warned(message);
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

  static final class LineProgress implements TrainingListener {
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
    public void warned(String message) {
      println("warning: " + message);
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

  /** Formats the lines, in ASCII. */
  static final class ProgressText {
    private ProgressText() {}

    /**
     * Formats the line of an epoch.
     *
     * @param last the run's last step; null if there was none
     * @param epochSeconds the time of this epoch
     */
    static String epoch(EpochRecord epoch, StepReport last, double epochSeconds) {
      StringBuilder line = new StringBuilder("epoch ").append(epoch.epoch());
      if (last != null) {
        line.append('/').append(last.epochs());
      }
      if (epoch.images() > 0 && isNotOnePass(epoch.passes())) {
        line.append(
            Messages.format(" (%,d images, %.2f times the data)", epoch.images(), epoch.passes()));
      }
      line.append(": loss ").append(figure(epoch.trainLoss()));
      line.append(", accuracy ").append(figure(epoch.trainAccuracy()));
      if (!Double.isNaN(epoch.validationLoss()) || !Double.isNaN(epoch.validationAccuracy())) {
        line.append(", validation loss ").append(figure(epoch.validationLoss()));
        line.append(", validation accuracy ").append(figure(epoch.validationAccuracy()));
      }
      line.append(", ").append(speed(epoch.imagesPerSecond()));
      line.append(Messages.format(", %.1f s", epochSeconds));
      line.append(", ").append(time(epoch.seconds())).append(" elapsed");
      if (last != null) {
        line.append(", ").append(time(last.secondsLeft())).append(" left");
      }
      return line.toString();
    }

    /** Formats the last line of a run. */
    static String finished(TrainingHistory history) {
      int epochs = history.epochs().size();
      StringBuilder line = new StringBuilder("trained ").append(epochs);
      line.append(epochs == 1 ? " epoch" : " epochs");
      history.last().ifPresent(last -> line.append(" in ").append(time(last.seconds())));
      history.bestEpoch().ifPresent(best -> line.append("; kept epoch ").append(best));
      return line.toString();
    }

    /** Formats a bar with its figures in exactly {@code width} columns. */
    static String bar(StepReport step, int width) {
      String left =
          "epoch "
              + step.epoch()
              + "/"
              + step.epochs()
              + (isNotOnePass(step.passes())
                  ? Messages.format(" (%.2fx data) ", step.passes())
                  : " ");
      double share = (double) step.stepInEpoch() / step.stepsPerEpoch();
      String right =
          Messages.format(
              " %3d%% %s loss %s acc %s %s left",
              (int) (100 * share),
              speed(step.imagesPerSecond()),
              figure(step.trainLoss()),
              figure(step.trainAccuracy()),
              time(step.secondsLeft()));
      int cells = Math.max(0, width - left.length() - right.length() - 2);
      int full = (int) (cells * share);
      String head = full < cells ? ">" : "";
      String bar = "=".repeat(full) + head + " ".repeat(cells - full - head.length());
      String line = left + "[" + bar + "]" + right;
      return line.substring(0, Math.min(width, line.length()));
    }

    /**
     * Returns whether an epoch is not about one pass over the data. It leaves out an incomplete
     * last batch, so one pass can be a bit less than the whole data.
     */
    private static boolean isNotOnePass(double passes) {
      return passes < 0.95 || passes > 1.0001;
    }

    private static String speed(double imagesPerSecond) {
      return Double.isFinite(imagesPerSecond)
          ? Messages.format("%,.0f images/s", imagesPerSecond)
          : "? images/s";
    }

    private static String figure(double value) {
      return Double.isNaN(value) ? "?" : Messages.format("%.4f", value);
    }

    /** Formats a time as {@code M:SS} or {@code H:MM:SS}. */
    static String time(double seconds) {
      if (!Double.isFinite(seconds)) {
        return "?";
      }
      long s = Math.round(seconds);
      return s < 3_600
          ? Messages.format("%d:%02d", s / 60, s % 60)
          : Messages.format("%d:%02d:%02d", s / 3_600, s % 3_600 / 60, s % 60);
    }
  }
}
