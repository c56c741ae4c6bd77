package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.PictureReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Makes images that a network reads of pictures of any size and colour. */
record Pictures(CharacterPreprocessor preprocessor, Pixels pixels) {
  GrayImage read(Path file) throws IOException {
    return process(PictureReader.standard().read(file));
  }

  GrayImage process(BufferedImage picture) {
    GrayImage image = preprocessor.process(picture);
    if (!pixels.fit(image)) {
      throw new IllegalStateException(
          String.format(
                  Locale.ROOT,
                  "preprocessing %s makes images of %d x %d pixels, the model reads %d x %d; scale them",
                  preprocessor.id(),
                  image.width(),
                  image.height(),
                  pixels.width(),
                  pixels.height())
              + " yourself and use predict(GrayImage)");
    }
    return image;
  }
}
