package io.github.emnist.train.config;

/** How a rate goes from one value to another over a share of a run. */
final class Progress {
  private Progress() {}

  static double clamped(double progress) {
    return Math.min(1, Math.max(0, progress));
  }

  static double straight(double from, double to, double share) {
    return from + (to - from) * share;
  }

  /** Half a cosine wave: flat at both ends. */
  static double cosine(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
  }
}
