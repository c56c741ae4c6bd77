package io.github.emnist.data.preprocess;

/**
 * A box of whole pixels.
 *
 * @param left the first column
 * @param top the first row
 * @param right the column after the last
 * @param bottom the row after the last
 */
record Box(int left, int top, int right, int bottom) {
  int width() {
    return right - left;
  }

  int height() {
    return bottom - top;
  }

  int longer() {
    return Math.max(width(), height());
  }

  int shorter() {
    return Math.min(width(), height());
  }

  double centreX() {
    return (left + right) / 2.0;
  }

  double centreY() {
    return (top + bottom) / 2.0;
  }

  long pixels() {
    return (long) width() * height();
  }

  /** The smallest box around both. */
  Box with(Box other) {
    return new Box(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  boolean contains(Box other) {
    return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
  }

  /** The columns that both have; where they have none, minus those between them. */
  int overlapX(Box other) {
    return Math.min(right, other.right) - Math.max(left, other.left);
  }

  /** The rows that both have; where they have none, minus those between them. */
  int overlapY(Box other) {
    return Math.min(bottom, other.bottom) - Math.max(top, other.top);
  }

  /** The part of the narrower box's columns that both have, at most 1, below 0 where apart. */
  double sharedX(Box other) {
    return (double) overlapX(other) / Math.min(width(), other.width());
  }

  /** The part of the lower box's rows that both have, at most 1, below 0 where apart. */
  double sharedY(Box other) {
    return (double) overlapY(other) / Math.min(height(), other.height());
  }
}
