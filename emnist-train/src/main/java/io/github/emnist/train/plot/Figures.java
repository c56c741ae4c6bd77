package io.github.emnist.train.plot;

import java.util.Locale;

/** Numbers as the plots write them, and where an axis has its marks. */
final class Figures {
  private static final int[] MANTISSAS = {1, 2, 5};

  private Figures() {}

  static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** 1, 2, 5, 10, 20, 50, ...: the first of which at most so many fit. */
  static int wholeStep(int length, int most) {
    int step = 1;
    for (int i = 0; length / step > most; i++) {
      step = MANTISSAS[(i + 1) % 3] * (int) Math.pow(10, (i + 1) / 3);
    }
    return step;
  }

  /** A round step (1, 2 or 5 times a power of ten) that gives about so many marks. */
  static double step(double span, int marks) {
    double rough = span / marks;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double mantissa = rough / power;
    return power * (mantissa < 1.5 ? 1 : mantissa < 3 ? 2 : mantissa < 7 ? 5 : 10);
  }

  /** A mark with as many decimals as its step has. */
  static String mark(double value, double step) {
    if (value == 0) {
      return "0";
    }
    if (step >= 1) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int decimals = (int) Math.ceil(-Math.log10(step) - 1e-9);
    return decimals <= 4
        ? String.format(Locale.ROOT, "%." + decimals + "f", value)
        : String.format(Locale.ROOT, "%.1e", value);
  }

  /** Three or four digits, whatever the size. */
  static String value(double value) {
    double size = Math.abs(value);
    if (size >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size == 0 || size >= 0.001 ? "%.4f" : "%.3g", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
  }
}
