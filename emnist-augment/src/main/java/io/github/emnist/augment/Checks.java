package io.github.emnist.augment;

import java.util.Objects;

/** The package's argument checks. */
final class Checks {
  /** Keeps a padded image's size and the 32.32 fixed-point coordinates far from overflow. */
  private static final int MAX_SIDE = 32_767;

  private Checks() {}

  /** Returns the value if it lies in [low, high]; NaN lies nowhere. */
  static double in(String name, double value, double low, double high, String unit) {
    if (value >= low && value <= high) {
      return value;
    }
    throw new IllegalArgumentException(
        "%s (%s) must lie in [%s, %s] %s".formatted(name, value, low, high, unit).stripTrailing());
  }

  /** Returns the value if it lies in [low, high]. */
  static int in(String name, int value, int low, int high) {
    if (value >= low && value <= high) {
      return value;
    }
    throw new IllegalArgumentException(
        "%s (%s) must lie in [%s, %s]".formatted(name, value, low, high));
  }

  /** Checks that a label is one of so many classes. */
  static void label(String name, int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new IndexOutOfBoundsException(
          "%s (%s) must lie in [0, %s)".formatted(name, label, classes));
    }
  }

  /** Checks that {@code count} images lie in each array and that the two ranges are apart. */
  static void images(
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int count,
      int width,
      int height) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          "image size (%s x %s) must lie in 1 x 1 to %s x %s"
              .formatted(width, height, MAX_SIDE, MAX_SIDE));
    }
    if (count < 0) {
      throw new IllegalArgumentException("count (%s) must be at least 0".formatted(count));
    }
    long length = (long) count * width * height;
    range("source", source, sourceOffset, count, width, height);
    range("target", target, targetOffset, count, width, height);
    if (source == target && Math.abs((long) sourceOffset - targetOffset) < length) {
      throw new IllegalArgumentException(
          "source and target overlap: %s bytes from %s and from %s of one array"
              .formatted(length, sourceOffset, targetOffset));
    }
  }

  private static void range(
      String name, byte[] array, int offset, int count, int width, int height) {
    if (offset < 0 || (long) count * width * height > array.length - offset) {
      throw new IllegalArgumentException(
          "%s (%s bytes) must hold %s images of %s x %s from offset %s"
              .formatted(name, array.length, count, width, height, offset));
    }
  }
}
