package io.github.emnist.train.progress;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.util.Locale;

/** The lines that are shown: ASCII, the same in every locale. */
final class ProgressText {
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
          String.format(
              Locale.ROOT, " (%,d images, %.2f times the data)", epoch.images(), epoch.passes()));
    }
    line.append(": loss ").append(figure(epoch.trainLoss()));
    line.append(", accuracy ").append(figure(epoch.trainAccuracy()));
    if (!Double.isNaN(epoch.validationLoss()) || !Double.isNaN(epoch.validationAccuracy())) {
      line.append(", validation loss ").append(figure(epoch.validationLoss()));
      line.append(", validation accuracy ").append(figure(epoch.validationAccuracy()));
    }
    line.append(", ").append(speed(epoch.imagesPerSecond()));
    line.append(String.format(Locale.ROOT, ", %.1f s", epochSeconds));
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
                ? String.format(Locale.ROOT, " (%.2fx data) ", step.passes())
                : " ");
    double share = (double) step.stepInEpoch() / step.stepsPerEpoch();
    String right =
        String.format(
            Locale.ROOT,
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
        ? String.format(Locale.ROOT, "%,.0f images/s", imagesPerSecond)
        : "? images/s";
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** Minutes and seconds, and hours from the first one on. */
  static String time(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "?";
    }
    long s = Math.round(seconds);
    return s < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3_600, s % 3_600 / 60, s % 60);
  }
}
