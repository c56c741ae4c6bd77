package io.github.emnist.benchmarks;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a side of {@link InferencePeers} prints of itself.
 *
 * @param p50 of one image a call, in microseconds
 * @param p99 of the same
 * @param batchRate images a second, 512 a call
 * @param callersRate images a second, 8 threads with one image a call
 * @param answers the most probable classes of the 512 images, as a hash
 * @param engine what answered, and how
 */
record InferenceFigures(
    double p50, double p99, double batchRate, double callersRate, String answers, String engine) {
  private static final Pattern LINE =
      Pattern.compile(
          "p50 ([0-9.]+) us, p99 ([0-9.]+) us, batches ([0-9.]+)/s, callers ([0-9.]+)/s,"
              + " answers ([0-9a-f]+): (.+)");

  /** Reads {@link #toString()}; empty for any other line. */
  static Optional<InferenceFigures> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new InferenceFigures(
            Double.parseDouble(matcher.group(1)),
            Double.parseDouble(matcher.group(2)),
            Double.parseDouble(matcher.group(3)),
            Double.parseDouble(matcher.group(4)),
            matcher.group(5),
            matcher.group(6)));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.1f us, p99 %.1f us, batches %.0f/s, callers %.0f/s, answers %s: %s",
        p50,
        p99,
        batchRate,
        callersRate,
        answers,
        engine);
  }
}
