package io.github.emnist.augment;

/** Where each pixel of the result is read: a source coordinate for each. */
final class Planes {
  private final RowOrder order = new RowOrder();
  private int width;
  private int height;
  private float[] x = {};
  private float[] y = {};

  /** Receives new coordinates, to take the place of the old ones. */
  private float[] nextX = {};

  private float[] nextY = {};
  private float[] divisors = {};

  /** The pixels' own coordinates, kept for the next image. */
  private float[] gridX = {};

  private float[] gridY = {};

  /** Lets each pixel be read where it is; the rows lie in the order of that interval. */
  void reset(int newWidth, int newHeight, int interval) {
    int length = newWidth * newHeight;
    boolean another = order.set(newHeight, interval) || newWidth != width;
    width = newWidth;
    height = newHeight;
    if (another) {
      layOut(length);
    }
    System.arraycopy(gridX, 0, x, 0, length);
    System.arraycopy(gridY, 0, y, 0, length);
  }

  private void layOut(int length) {
    if (x.length < length) {
      x = new float[length];
      y = new float[length];
      nextX = new float[length];
      nextY = new float[length];
      divisors = new float[length];
      gridX = new float[length];
      gridY = new float[length];
    }
    for (int row = 0; row < height; row++) {
      int at = order.place(row) * width;
      for (int column = 0; column < width; column++) {
        gridX[at + column] = column;
        gridY[at + column] = row;
      }
    }
  }

  RowOrder order() {
    return order;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  float[] x() {
    return x;
  }

  float[] y() {
    return y;
  }

  float[] nextX() {
    return nextX;
  }

  float[] nextY() {
    return nextY;
  }

  float[] divisors() {
    return divisors;
  }

  /** Lets the new coordinates take the place of the old ones. */
  void turn() {
    float[] oldX = x;
    float[] oldY = y;
    x = nextX;
    y = nextY;
    nextX = oldX;
    nextY = oldY;
  }
}
