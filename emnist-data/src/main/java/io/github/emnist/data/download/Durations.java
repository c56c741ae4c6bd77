package io.github.emnist.data.download;

import java.time.Duration;
import java.util.Locale;

/** Durations as messages show them. */
final class Durations {
  private Durations() {}

  static String show(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0
        ? String.format(Locale.ROOT, "%d s", millis / 1000)
        : String.format(Locale.ROOT, "%d ms", millis);
  }
}
