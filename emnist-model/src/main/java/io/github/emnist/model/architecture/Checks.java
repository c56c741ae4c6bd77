package io.github.emnist.model.architecture;

import io.github.emnist.data.internal.Messages;

/** What layers check of their settings and of their input. */
final class Checks {
  private Checks() {}

  static void positive(String layer, String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          Messages.format("%s: %s (%d) must be positive", layer, setting, value));
    }
  }

  static void fraction(String layer, String setting, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s: %s (%s) must be in [0, 1)".formatted(layer, setting, value));
    }
  }

  static void present(String layer, String setting, Object value) {
    if (value == null) {
      throw new IllegalArgumentException("%s: %s must not be null".formatted(layer, setting));
    }
  }

  static void pool(String layer, int pool, int stride, Padding padding) {
    positive(layer, "pool", pool);
    positive(layer, "stride", stride);
    present(layer, "padding", padding);
  }

  static void picture(String name, TensorShape input) {
    if (input.isFlat()) {
      throw new IllegalArgumentException(
          "%s: needs an input (height, width, channels), found %s".formatted(name, input));
    }
  }

  /** The output of a window that keeps the channels apart. */
  static TensorShape pooled(String name, TensorShape input, int pool, int stride, Padding padding) {
    return windowed(name, "pool", input, pool, pool, stride, padding, input.channels());
  }

  /** The output of a window that slides over a picture. */
  static TensorShape windowed(
      String name,
      String window,
      TensorShape input,
      int height,
      int width,
      int stride,
      Padding padding,
      int channels) {
    picture(name, input);
    if (padding == Padding.VALID && (height > input.height() || width > input.width())) {
      throw new IllegalArgumentException(
          Messages.format(
              "%s: %s %dx%d does not fit input %s", name, window, height, width, input));
    }
    int rows = padding.outputSize(input.height(), height, stride);
    int columns = padding.outputSize(input.width(), width, stride);
    try {
      return TensorShape.of(rows, columns, channels);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
