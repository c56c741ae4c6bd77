package io.github.emnist.data.internal.image;

import io.github.emnist.data.GrayImage;
import java.util.Arrays;

/**
 * Bicubic resampling to any size (Keys' cubic convolution with a = -1/2). Where the picture
 * shrinks, the kernel widens with it, so that every pixel counts and nothing aliases. Beyond the
 * sides, the last pixel goes on.
 */
public final class Resampling {
  private static final int KERNEL_REACH = 2;

  private Resampling() {}

  /**
   * Resamples a whole picture.
   *
   * @param image of any size
   * @param width of the result in pixels, at least 1
   * @param height of the result in pixels, at least 1
   * @return uint8 of the new size, rounded to the nearest level
   */
  public static GrayImage resize(GrayImage image, int width, int height) {
    PixelBox all = new PixelBox(0, 0, image.width(), image.height());
    return resize(image, all, width, height);
  }

  /**
   * Resamples a part of a picture; what lies outside the part is not looked at.
   *
   * @param image of any size
   * @param box the part
   * @param width of the result in pixels, at least 1
   * @param height of the result in pixels, at least 1
   * @return uint8 of the new size, rounded to the nearest level
   */
  public static GrayImage resize(GrayImage image, PixelBox box, int width, int height) {
    Axis columns = new Axis(box.right() - box.left(), width);
    Axis rows = new Axis(box.bottom() - box.top(), height);
    byte[] pixels = image.toBytes();
    int lines = box.bottom() - box.top();
    float[] narrow = new float[lines * width];
    for (int y = 0; y < lines; y++) {
      int from = (box.top() + y) * image.width() + box.left();
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int tap = 0; tap < columns.taps; tap++) {
          sum += columns.weight[x][tap] * (pixels[from + columns.pixel[x][tap]] & 0xFF);
        }
        narrow[y * width + x] = sum;
      }
    }
    byte[] result = new byte[width * height];
    float[] line = new float[width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(line, 0.5f);
      for (int tap = 0; tap < rows.taps; tap++) {
        float weight = rows.weight[y][tap];
        int from = rows.pixel[y][tap] * width;
        for (int x = 0; x < width; x++) {
          line[x] += weight * narrow[from + x];
        }
      }
      for (int x = 0; x < width; x++) {
        result[y * width + x] = (byte) (int) Math.max(0, Math.min(255, line[x]));
      }
    }
    return GrayImage.of(width, height, result);
  }

  /** The weights along one side. */
  private static final class Axis {
    final int taps;
    final int[][] pixel;
    final float[][] weight;

    Axis(int from, int to) {
      double step = (double) from / to;
      double width = Math.max(1, step);
      taps = (int) Math.ceil(2 * KERNEL_REACH * width) + 1;
      pixel = new int[to][taps];
      weight = new float[to][taps];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * step - 0.5;
        int first = (int) Math.floor(centre - KERNEL_REACH * width) + 1;
        double sum = 0;
        double[] exact = new double[taps];
        for (int tap = 0; tap < taps; tap++) {
          exact[tap] = BicubicKernel.at((first + tap - centre) / width);
          sum += exact[tap];
          pixel[i][tap] = Math.max(0, Math.min(from - 1, first + tap));
        }
        for (int tap = 0; tap < taps; tap++) {
          weight[i][tap] = (float) (exact[tap] / sum);
        }
      }
    }
  }
}
