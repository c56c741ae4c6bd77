package io.github.emnist.augment;

import java.util.Arrays;

/** Where each pixel of the result is read: a source coordinate for each, row-major. */
final class Planes {
  private int width;
  private int height;
  private float[] x = {};
  private float[] y = {};

  /** The pixels' own coordinates, kept for images of the same size. */
  private float[] gridX = {};

  private float[] gridY = {};

  /** Lets each pixel be read where it is. */
  void reset(int newWidth, int newHeight) {
    int length = newWidth * newHeight;
    if (newWidth != width || newHeight != height) {
      width = newWidth;
      height = newHeight;
      if (x.length < length) {
        x = new float[length];
        y = new float[length];
        gridX = new float[length];
        gridY = new float[length];
      }
      for (int row = 0; row < height; row++) {
        Arrays.fill(gridY, row * width, (row + 1) * width, row);
        for (int column = 0; column < width; column++) {
          gridX[row * width + column] = column;
        }
      }
    }
    System.arraycopy(gridX, 0, x, 0, length);
    System.arraycopy(gridY, 0, y, 0, length);
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
}
