package io.github.emnist.model.export;

import io.github.emnist.model.architecture.CnnArchitecture;
import java.util.Locale;

/** Protobuf messages, which ONNX and SavedModel are, stay below 2^31 bytes. */
final class ExportSize {
  /** Room for what is not weights. */
  private static final long MOST_WEIGHTS = Integer.MAX_VALUE - (64L << 20);

  private ExportSize() {}

  static void check(String format, CnnArchitecture architecture) {
    long size = architecture.parameterCount() * Float.BYTES;
    if (size > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the weights have %,d bytes, at most %,d are possible",
              format,
              size,
              MOST_WEIGHTS));
    }
  }
}
