package io.github.emnist.data;

import java.util.Locale;

/**
 * Makes data sets of a user's own arrays, which are copied.
 *
 * <pre>{@code
 * EmnistDataset own =
 *     EmnistDatasets.ofPixels(LabelMap.ofCharacters("AB"), 28, 28, pixels, new int[] {0, 1, 1});
 * }</pre>
 */
public final class EmnistDatasets {
  private EmnistDatasets() {}

  /**
   * Makes a data set of images in one array.
   *
   * @param labelMap the class names
   * @param width of every image, in pixels
   * @param height of every image, in pixels
   * @param pixels uint8 {@code [images, height, width]}, upright, row-major, white (255) on black
   *     (0) as in EMNIST
   * @param labels int {@code [images]}, 0-based
   * @return the data set
   * @throws IllegalArgumentException if a side is below 1 or above 32,767, the arrays do not fit
   *     each other, or a label is not in the label map
   */
  public static EmnistDataset ofPixels(
      LabelMap labelMap, int width, int height, byte[] pixels, int[] labels) {
    EmnistDataset.Builder builder = builder(labelMap, width, height, labels);
    long expected = (long) labels.length * width * height;
    if (pixels.length != expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pixels (%d) must be %d: %d labels of %dx%d",
              pixels.length,
              expected,
              labels.length,
              width,
              height));
    }
    for (int i = 0; i < labels.length; i++) {
      builder.add(pixels, i * width * height, labels[i]);
    }
    return builder.build();
  }

  /**
   * Makes a data set of an array for each image.
   *
   * @param labelMap the class names
   * @param width of every image, in pixels
   * @param height of every image, in pixels
   * @param images uint8 {@code [images][height * width]}, upright, row-major, white (255) on black
   *     (0) as in EMNIST
   * @param labels int {@code [images]}, 0-based
   * @return the data set
   * @throws IllegalArgumentException if a side is below 1 or above 32,767, the arrays do not fit
   *     each other, or a label is not in the label map
   */
  public static EmnistDataset ofImages(
      LabelMap labelMap, int width, int height, byte[][] images, int[] labels) {
    EmnistDataset.Builder builder = builder(labelMap, width, height, labels);
    checkCount(images.length, labels);
    for (int i = 0; i < labels.length; i++) {
      checkLength(i, images[i].length, width, height);
      builder.add(images[i], 0, labels[i]);
    }
    return builder.build();
  }

  /**
   * Makes a data set of an array for each image, as networks take them.
   *
   * @param labelMap the class names
   * @param width of every image, in pixels
   * @param height of every image, in pixels
   * @param images float32 {@code [images][height * width]} in [0, 1], upright, row-major, white (1)
   *     on black (0); rounded to the nearest of 256 levels
   * @param labels int {@code [images]}, 0-based
   * @return the data set
   * @throws IllegalArgumentException if a side is below 1 or above 32,767, the arrays do not fit
   *     each other, a pixel is not in [0, 1], or a label is not in the label map
   */
  public static EmnistDataset ofFloats(
      LabelMap labelMap, int width, int height, float[][] images, int[] labels) {
    EmnistDataset.Builder builder = builder(labelMap, width, height, labels);
    checkCount(images.length, labels);
    byte[] levels = new byte[width * height];
    for (int i = 0; i < labels.length; i++) {
      checkLength(i, images[i].length, width, height);
      for (int pixel = 0; pixel < levels.length; pixel++) {
        float value = images[i][pixel];
        if (!(value >= 0 && value <= 1)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT, "image %d, pixel %d (%s) must be in [0, 1]", i, pixel, value));
        }
        levels[pixel] = (byte) Math.round(255 * value);
      }
      builder.add(levels, 0, labels[i]);
    }
    return builder.build();
  }

  private static EmnistDataset.Builder builder(
      LabelMap labelMap, int width, int height, int[] labels) {
    return EmnistDataset.builder(labelMap, width, height).expect(labels.length);
  }

  private static void checkCount(int images, int[] labels) {
    if (images != labels.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "labels (%d) must be as many as images (%d)", labels.length, images));
    }
  }

  private static void checkLength(int image, int length, int width, int height) {
    if (length != width * height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "image %d, pixels (%d) must be %d: %dx%d",
              image,
              length,
              width * height,
              width,
              height));
    }
  }
}
