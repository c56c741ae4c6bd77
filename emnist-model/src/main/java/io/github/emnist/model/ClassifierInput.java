package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.CharacterPreprocessor.Result;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.data.preprocess.PictureReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * A picture, an image or pen strokes of any kind that a classifier takes, so that one list can hold
 * several kinds. It is read and checked only when it is recognised.
 */
public final class ClassifierInput {
  /** What the name of a file ends in that holds ink instead of a picture. */
  private static final String INK_SUFFIX = ".json";

  private final Source source;

  private ClassifierInput(Source source) {
    this.source = source;
  }

  /** The way from what a user has to the image that a network reads. */
  private interface Source {
    Result read(Pictures pictures) throws IOException;
  }

  /**
   * An image that goes into the network as it is.
   *
   * @param image of the model's input size, upright, white ink on black
   * @return the input
   */
  public static ClassifierInput of(GrayImage image) {
    Objects.requireNonNull(image, "image");
    return new ClassifierInput(pictures -> pictures.asItIs(image));
  }

  /**
   * A picture.
   *
   * @param picture of any size and colour; goes through preprocessing
   * @return the input
   */
  public static ClassifierInput of(BufferedImage picture) {
    Objects.requireNonNull(picture, "picture");
    return new ClassifierInput(pictures -> pictures.process(picture));
  }

  /**
   * Pen strokes.
   *
   * @param ink drawn by {@link Ink#toImage()}, past preprocessing
   * @return the input
   */
  public static ClassifierInput of(Ink ink) {
    Objects.requireNonNull(ink, "ink");
    return new ClassifierInput(pictures -> pictures.draw(ink));
  }

  /**
   * The picture or the pen strokes in a file.
   *
   * @param file PNG, JPEG, GIF, BMP or TIFF, which goes through preprocessing, or {@link Ink} as
   *     {@code .json}
   * @return the input
   */
  public static ClassifierInput of(Path file) {
    boolean ink = file.toString().toLowerCase(Locale.ROOT).endsWith(INK_SUFFIX);
    return new ClassifierInput(
        pictures ->
            ink
                ? pictures.draw(Ink.read(file))
                : pictures.process(PictureReader.standard().read(file)));
  }

  /**
   * The picture that a stream brings.
   *
   * @param in PNG, JPEG, GIF, BMP or TIFF, read to its end when it is recognised, which can be done
   *     once; not closed; goes through preprocessing
   * @return the input
   */
  public static ClassifierInput of(InputStream in) {
    Objects.requireNonNull(in, "in");
    return new ClassifierInput(pictures -> pictures.process(PictureReader.standard().read(in)));
  }

  /**
   * An encoded picture.
   *
   * @param encodedPicture the bytes of a PNG, JPEG, GIF, BMP or TIFF file, not copied; goes through
   *     preprocessing
   * @return the input
   */
  public static ClassifierInput of(byte[] encodedPicture) {
    Objects.requireNonNull(encodedPicture, "encodedPicture");
    return new ClassifierInput(
        pictures -> pictures.process(PictureReader.standard().read(encodedPicture)));
  }

  /**
   * Raw pixels.
   *
   * @param pixels as {@link CharacterClassifier#predictRaw} takes them, not copied
   * @return the input
   */
  public static ClassifierInput ofRaw(byte[] pixels) {
    Objects.requireNonNull(pixels, "pixels");
    return new ClassifierInput(pictures -> pictures.ofRaw(pixels));
  }

  /**
   * Ink levels.
   *
   * @param ink as {@link CharacterClassifier#predict(float[][])} takes them, not copied
   * @return the input
   */
  public static ClassifierInput of(float[][] ink) {
    Objects.requireNonNull(ink, "ink");
    return new ClassifierInput(pictures -> pictures.of(ink));
  }

  Result read(Pictures pictures) throws IOException {
    return source.read(pictures);
  }
}
