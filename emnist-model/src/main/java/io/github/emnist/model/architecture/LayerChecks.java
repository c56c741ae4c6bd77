package io.github.emnist.model.architecture;

import io.github.emnist.data.internal.Messages;

/** Checks the settings and the input of layers. */
final class LayerChecks {
  private LayerChecks() {}

  static void positive(String layer, String setting, int value) {
    if (value < 1) {
      throw Messages.illegal("%s: %s (%d) must be positive", layer, setting, value);
    }
  }

  static void fraction(String layer, String setting, double value) {
    if (!(value >= 0 && value < 1)) {
      throw Messages.illegal("%s: %s (%s) must be in [0, 1)", layer, setting, value);
    }
  }

  static void present(String layer, String setting, Object value) {
    if (value == null) {
      throw Messages.illegal("%s: %s must not be null", layer, setting);
    }
  }

  static void pool(String layer, int pool, int stride, Padding padding) {
    positive(layer, "pool", pool);
    positive(layer, "stride", stride);
    present(layer, "padding", padding);
  }

  static void picture(String name, TensorShape input) {
    if (input.isFlat()) {
      throw Messages.illegal("%s: needs an input (height, width, channels), found %s", name, input);
    }
  }

  /** Returns the output of a window per channel. */
  static TensorShape pooled(String name, TensorShape input, int pool, int stride, Padding padding) {
    return windowed(name, "pool", input, pool, pool, stride, padding, input.channels());
  }

  /** Returns the output of a sliding window. */
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
      throw Messages.illegal(
          "%s: %s %dx%d does not fit input %s", name, window, height, width, input);
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
