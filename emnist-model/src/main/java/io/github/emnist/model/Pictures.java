package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.CharacterPreprocessor.Result;
import io.github.emnist.data.preprocess.Ink;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;

/**
 * Converts every kind of input to the images that a network reads, upright and white on black.
 *
 * @param preprocessor for pictures
 * @param height of the network's input
 * @param width of the network's input
 */
record Pictures(CharacterPreprocessor preprocessor, int height, int width) {
  /** Returns the number of pixels of an image. */
  int size() {
    return height * width;
  }

  Pictures with(CharacterPreprocessor other) {
    return new Pictures(other, height, width);
  }

  Result asItIs(GrayImage image) {
    check(image, "image");
    return new Result(image, false);
  }

  Result process(BufferedImage picture) {
    return preprocessor.analyse(Objects.requireNonNull(picture, "picture")).scaledTo(width, height);
  }

  Result draw(Ink ink) {
    return new Result(ink.toImage(), false).scaledTo(width, height);
  }

  /** Preprocesses a picture that is known to be one character. */
  GrayImage processOne(GrayImage picture) {
    return new Result(preprocessor.process(picture), false).scaledTo(width, height).image();
  }

  /** Throws an exception if an image is null or of another size. */
  void check(GrayImage image, String name) {
    if (image == null) {
      throw new NullPointerException(name + " is null");
    }
    if (image.height() != height || image.width() != width) {
      throw Messages.illegal(
          "%s is %d x %d pixels, the model reads %d x %d; make one with CharacterPreprocessor",
          name, image.width(), image.height(), width, height);
    }
  }

  Result ofRaw(byte[] pixels) {
    if (pixels.length != size()) {
      throw Messages.illegal(
          "pixels (%d) must be the model's %d x %d = %d", pixels.length, height, width, size());
    }
    return new Result(GrayImage.of(width, height, pixels), false);
  }

  /** Rounds ink levels to the nearest of 256. */
  Result of(float[][] ink) {
    if (ink.length != height) {
      throw Messages.illegal("rows (%d) must be the model's height (%d)", ink.length, height);
    }
    byte[] pixels = new byte[size()];
    for (int row = 0; row < height; row++) {
      if (ink[row].length != width) {
        throw Messages.illegal(
            "row %d has %d columns, the model's width is %d", row, ink[row].length, width);
      }
      for (int column = 0; column < width; column++) {
        float value = ink[row][column];
        if (!(value >= 0 && value <= 1)) { // or NaN
          throw Messages.illegal(
              "row %d, column %d: found %s, expected ink in [0, 1]", row, column, value);
        }
        pixels[row * width + column] = (byte) Math.round(value * 255);
      }
    }
    return new Result(GrayImage.of(width, height, pixels), false);
  }

  /**
   * Copies images into one array.
   *
   * @param first index of the first one in the caller's list, for messages
   */
  byte[] pixels(List<GrayImage> images, long first) {
    byte[] pixels = new byte[images.size() * size()];
    for (int i = 0; i < images.size(); i++) {
      GrayImage image = images.get(i);
      check(image, "image " + (first + i));
      image.copyTo(pixels, i * size());
    }
    return pixels;
  }
}
