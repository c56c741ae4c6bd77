package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.CharacterPreprocessor.Result;
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

  Result read(Path file) throws IOException {
    return pixels.read(
        () ->
            file.toString().toLowerCase(Locale.ROOT).endsWith(INK_SUFFIX)
                ? drawn(Ink.read(file))
                : image(PictureReader.standard().read(file)));
  }

  Result draw(Ink ink) {
    return pixels.read(() -> drawn(ink));
  }

  /** One image for each file; the first that cannot be read ends it. */
  List<Result> readAll(List<Path> files) throws IOException {
    List<Result> images = new ArrayList<>(files.size());
    for (Path file : files) {
      images.add(read(file));
    }
    return images;
  }

  /** One image for each picture. */
  List<Result> processAll(List<BufferedImage> pictures) {
    return pictures.stream().map(this::process).toList();
  }

  Result read(InputStream in) throws IOException {
    return pixels.read(() -> image(PictureReader.standard().read(in)));
  }

  Result read(byte[] encoded) throws MalformedDataException {
    return pixels.read(() -> image(PictureReader.standard().read(encoded)));
  }

  /** An image that goes in as it is. */
  Result check(GrayImage image) {
    return pixels.read(
        () -> {
          pixels.check(image, "image");
          return asItIs(image);
        });
  }

  Result process(BufferedImage picture) {
    return pixels.read(() -> image(picture));
  }

  /** A picture of what is known to be one character. */
  GrayImage processOne(GrayImage picture) {
    return pixels.read(
        () ->
            asItIs(preprocessor.process(picture))
                .scaledTo(pixels.width(), pixels.height())
                .image());
  }

  /** Raw pixels of one image. */
  Result ofRaw(byte[] raw) {
    return asItIs(pixels.read(() -> pixels.imageOfRaw(raw)));
  }

  /** Ink levels of one image. */
  Result of(float[][] ink) {
    return asItIs(pixels.read(() -> pixels.imageOf(ink)));
  }

  /** What goes into the network unprocessed is taken for one character. */
  private static Result asItIs(GrayImage image) {
    return new Result(image, false);
  }

  private Result drawn(Ink ink) {
    return asItIs(ink.toImage()).scaledTo(pixels.width(), pixels.height());
  }

  private Result image(BufferedImage picture) {
    return preprocessor
        .analyse(Objects.requireNonNull(picture, "picture"))
        .scaledTo(pixels.width(), pixels.height());
  }
}
