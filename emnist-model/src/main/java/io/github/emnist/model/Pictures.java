package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.data.preprocess.PictureReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Makes images that a network reads of pictures of any size and colour, and of pen strokes. */
record Pictures(CharacterPreprocessor preprocessor, Pixels pixels) {
  /** What the name of a file ends in that holds ink instead of a picture. */
  private static final String INK_SUFFIX = ".json";

  GrayImage read(Path file) throws IOException {
    return pixels.read(
        () ->
            file.toString().toLowerCase(Locale.ROOT).endsWith(INK_SUFFIX)
                ? fitting(Ink.read(file).toImage())
                : image(PictureReader.standard().read(file)));
  }

  GrayImage draw(Ink ink) {
    return pixels.read(() -> fitting(ink.toImage()));
  }

  /** One image for each file; the first that cannot be read ends it. */
  List<GrayImage> readAll(List<Path> files) throws IOException {
    List<GrayImage> images = new ArrayList<>(files.size());
    for (Path file : files) {
      images.add(read(file));
    }
    return images;
  }

  /** One image for each picture. */
  List<GrayImage> processAll(List<BufferedImage> pictures) {
    return pictures.stream().map(this::process).toList();
  }

  GrayImage read(InputStream in) throws IOException {
    return pixels.read(() -> image(PictureReader.standard().read(in)));
  }

  GrayImage read(byte[] encoded) throws MalformedDataException {
    return pixels.read(() -> image(PictureReader.standard().read(encoded)));
  }

  /** An image that goes in as it is. */
  GrayImage check(GrayImage image) {
    return pixels.read(
        () -> {
          pixels.check(image, "image");
          return image;
        });
  }

  GrayImage process(BufferedImage picture) {
    return pixels.read(() -> image(picture));
  }

  /** Raw pixels of one image. */
  GrayImage ofRaw(byte[] raw) {
    return pixels.read(() -> pixels.imageOfRaw(raw));
  }

  /** Ink levels of one image. */
  GrayImage of(float[][] ink) {
    return pixels.read(() -> pixels.imageOf(ink));
  }

  private GrayImage image(BufferedImage picture) {
    return fitting(preprocessor.process(Objects.requireNonNull(picture, "picture")));
  }

  private GrayImage fitting(GrayImage image) {
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
