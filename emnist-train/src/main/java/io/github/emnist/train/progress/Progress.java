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

  /**
   * A bar that is redrawn in place.
   *
   * <p>Drawn by hand, on the thread that trains: the bar of the library that was tried goes on from
   * a thread of its own, which stays alive after it is closed.
   */
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

  /** A line an epoch. */
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

  /** The lines that are shown: ASCII, the same in every locale. */
  static final class ProgressText {
    private ProgressText() {}

    /**
     * What an epoch came to.
     *
     * @param last the run's last step; null where there was none
     * @param epochSeconds what this epoch took
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

    /** How the run ended. */
    static String finished(TrainingHistory history) {
      int epochs = history.epochs().size();
      StringBuilder line = new StringBuilder("trained ").append(epochs);
      line.append(epochs == 1 ? " epoch" : " epochs");
      history.last().ifPresent(last -> line.append(" in ").append(time(last.seconds())));
      history.bestEpoch().ifPresent(best -> line.append("; kept epoch ").append(best));
      return line.toString();
    }

    /**
     * A bar with its figures.
     *
     * @param width what the line takes, exactly; the bar gets what the figures leave
     */
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

    /** A pass leaves out the rest that fills no batch. */
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

    /** Minutes and seconds, and hours from the first one on. */
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
