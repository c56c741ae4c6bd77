package io.github.emnist.benchmarks;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a side of {@link TrainingPeers} prints of itself.
 *
 * @param imagesPerSecond over the timed steps, augmentation included
 * @param parameters of the network, moving averages included
 * @param warmUpLoss mean plain cross-entropy of the steps before the clock started, in nats
 * @param loss the same of the timed steps
 * @param engine what trained, with its version
 */
record TrainingFigures(
    double imagesPerSecond, long parameters, double warmUpLoss, double loss, String engine) {
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9.]+) images/s, ([0-9,]+) parameters, mean loss ([0-9.]+), then ([0-9.]+): (.+)");

  /** Reads {@link #toString()}; empty for any other line. */
  static Optional<TrainingFigures> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new TrainingFigures(
            Double.parseDouble(matcher.group(1)),
            Long.parseLong(matcher.group(2).replace(",", "")),
            Double.parseDouble(matcher.group(3)),
            Double.parseDouble(matcher.group(4)),
            matcher.group(5)));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f images/s, %,d parameters, mean loss %.4f, then %.4f: %s",
        imagesPerSecond,
        parameters,
        warmUpLoss,
        loss,
        engine);
  }
}
