package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import java.util.List;
import java.util.Locale;

/**
 * The pixels that a network reads, several images one behind the other: uint8 {@code [count,
 * height, width]}, upright, white ink on black.
 *
 * @param observer hears of input that is refused
 */
record Pixels(int height, int width, PredictionObserver observer) {
  /** Makes something of a user's input. */
  interface Input<T, E extends Exception> {
    T read() throws E;
  }

  /** Reads input, and reports it if that fails. */
  <T, E extends Exception> T read(Input<T, E> input) throws E {
    try {
      return input.read();
    } catch (Exception e) {
      observer.rejected(PredictionObserver.Rejection.BAD_INPUT);
      throw e;
    }
  }

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
  byte[] of(List<GrayImage> images, long first) {
    return read(() -> copy(images, first));
  }

  private byte[] copy(List<GrayImage> images, long first) {
    byte[] pixels = new byte[images.size() * size()];
    for (int i = 0; i < images.size(); i++) {
      GrayImage image = images.get(i);
      check(image, "image " + (first + i));
      image.copyTo(pixels, i * size());
    }
    return pixels;
  }

  /** Refuses an image of another size. */
  void check(GrayImage image, String name) {
    if (image == null) {
      throw new NullPointerException(name + " is null");
    }
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
  GrayImage imageOfRaw(byte[] pixels) {
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
    return GrayImage.of(width, height, pixels);
  }

  /** Rounds to the nearest of 256 levels. */
  GrayImage imageOf(float[][] ink) {
    if (ink.length != height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "rows (%d) must be the model's height (%d)", ink.length, height));
    }
    byte[] pixels = new byte[size()];
    for (int row = 0; row < height; row++) {
      if (ink[row].length != width) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row %d has %d columns, the model's width is %d",
                row,
                ink[row].length,
                width));
      }
      for (int column = 0; column < width; column++) {
        float value = ink[row][column];
        if (!(value >= 0 && value <= 1)) { // not a number is neither
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "row %d, column %d: found %s, expected ink in [0, 1]",
                  row,
                  column,
                  value));
        }
        pixels[row * width + column] = (byte) Math.round(value * 255);
      }
    }
    return GrayImage.of(width, height, pixels);
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
