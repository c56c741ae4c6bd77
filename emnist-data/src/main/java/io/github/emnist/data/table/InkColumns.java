package io.github.emnist.data.table;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.image.PixelBox;

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
      columns.measure(i, image, dataset.width(), dataset.height());
    }
    return columns;
  }

  private void measure(int row, byte[] image, int imageWidth, int imageHeight) {
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
    PixelBox box = PixelBox.find(image, imageWidth, imageHeight, (max + 1) / 2);
    left[row] = box.left();
    top[row] = box.top();
    width[row] = box.right() - box.left();
    height[row] = box.bottom() - box.top();
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
