package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import java.util.List;
import java.util.Locale;

/**
 * The pixels that a network reads, several images one behind the other: uint8 {@code [count,
 * height, width]}, upright, white ink on black.
 */
record Pixels(int height, int width) {
  /** Of one image. */
  int size() {
    return height * width;
  }

  boolean fit(GrayImage image) {
    return image.height() == height && image.width() == width;
  }

  /**
   * Copies images.
   *
   * @param first position of the first one in the caller's list, for messages
   */
  byte[] of(List<GrayImage> images, int first) {
    byte[] pixels = new byte[images.size() * size()];
    for (int i = 0; i < images.size(); i++) {
      check(images.get(i), "image " + (first + i));
      images.get(i).copyTo(pixels, i * size());
    }
    return pixels;
  }

  /** Refuses an image of another size. */
  void check(GrayImage image, String name) {
    if (!fit(image)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is %d x %d pixels, the model reads %d x %d; make one with CharacterPreprocessor",
              name,
              image.width(),
              image.height(),
              width,
              height));
    }
  }

  /** Refuses too many or too few. */
  void checkRaw(byte[] pixels) {
    if (pixels.length != size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pixels (%d) must be the model's %d x %d = %d",
              pixels.length,
              height,
              width,
              size()));
    }
  }

  /** Whether an image has no ink at all. */
  boolean isBlank(byte[] pixels, int image) {
    for (int i = image * size(); i < (image + 1) * size(); i++) {
      if (pixels[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
