package io.github.emnist.data.table;

import io.github.emnist.data.EmnistDataset;

/** How much ink each image has, and where. */
final class InkColumns {
  private final double[] mean;
  private final int[] left;
  private final int[] top;
  private final int[] width;
  private final int[] height;

  private InkColumns(int size) {
    mean = new double[size];
    left = new int[size];
    top = new int[size];
    width = new int[size];
    height = new int[size];
  }

  static InkColumns of(EmnistDataset dataset) {
    InkColumns columns = new InkColumns(dataset.size());
    byte[] image = new byte[dataset.width() * dataset.height()];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, image, 0);
      columns.measure(i, image, dataset.width());
    }
    return columns;
  }

  private void measure(int row, byte[] image, int imageWidth) {
    long sum = 0;
    int max = 0;
    for (byte pixel : image) {
      sum += pixel & 0xFF;
      max = Math.max(max, pixel & 0xFF);
    }
    mean[row] = sum / (255.0 * image.length);
    if (max == 0) {
      return;
    }
    int threshold = (max + 1) / 2;
    int minX = imageWidth;
    int maxX = -1;
    int minY = -1;
    int maxY = -1;
    for (int start = 0, y = 0; start < image.length; start += imageWidth, y++) {
      for (int x = 0; x < imageWidth; x++) {
        if ((image[start + x] & 0xFF) >= threshold) {
          minX = Math.min(minX, x);
          maxX = Math.max(maxX, x);
          minY = minY < 0 ? y : minY;
          maxY = y;
        }
      }
    }
    left[row] = minX;
    top[row] = minY;
    width[row] = maxX - minX + 1;
    height[row] = maxY - minY + 1;
  }

  double[] mean() {
    return mean;
  }

  int[] left() {
    return left;
  }

  int[] top() {
    return top;
  }

  int[] width() {
    return width;
  }

  int[] height() {
    return height;
  }
}
