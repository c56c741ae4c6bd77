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
 * A picture, an image or pen strokes: every kind of input of a classifier. It is read and checked
 * only when it is recognised.
 */
public final class ClassifierInput {

  private final Source source;

  private ClassifierInput(Source source) {
    this.source = source;
  }

  private interface Source {
    Result read(Pictures pictures) throws IOException;
  }

  /**
   * {@return an input of an image, which goes into the network unchanged}
   *
   * @param image of the model's input size, upright, white ink on black
   */
  public static ClassifierInput of(GrayImage image) {
    Objects.requireNonNull(image, "image");
    return new ClassifierInput(pictures -> pictures.asItIs(image));
  }

  /**
   * {@return an input of a picture}
   *
   * @param picture of any size and colour; is preprocessed
   */
  public static ClassifierInput of(BufferedImage picture) {
    Objects.requireNonNull(picture, "picture");
    return new ClassifierInput(pictures -> pictures.process(picture));
  }

  /**
   * {@return an input of pen strokes}
   *
   * @param ink drawn by {@link Ink#toImage()}, without preprocessing
   */
  public static ClassifierInput of(Ink ink) {
    Objects.requireNonNull(ink, "ink");
    return new ClassifierInput(pictures -> pictures.draw(ink));
  }

  /**
   * {@return an input of the picture or the pen strokes in a file}
   *
   * @param file PNG, JPEG, GIF, BMP or TIFF, which is preprocessed, or {@link Ink} as {@code .json}
   */
  public static ClassifierInput of(Path file) {
    boolean ink = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    return new ClassifierInput(
        pictures ->
            ink
                ? pictures.draw(Ink.read(file))
                : pictures.process(PictureReader.standard().read(file)));
  }

  /**
   * {@return an input of the picture in a stream, which can be recognised once}
   *
   * @param in PNG, JPEG, GIF, BMP or TIFF, read to its end and not closed; is preprocessed
   */
  public static ClassifierInput of(InputStream in) {
    Objects.requireNonNull(in, "in");
    return new ClassifierInput(pictures -> pictures.process(PictureReader.standard().read(in)));
  }

  /**
   * {@return an input of an encoded picture}
   *
   * @param encodedPicture the bytes of a PNG, JPEG, GIF, BMP or TIFF file, not copied; is
   *     preprocessed
   */
  public static ClassifierInput of(byte[] encodedPicture) {
    Objects.requireNonNull(encodedPicture, "encodedPicture");
    return new ClassifierInput(
        pictures -> pictures.process(PictureReader.standard().read(encodedPicture)));
  }

  /**
   * {@return an input of raw pixels}
   *
   * @param pixels as for {@link CharacterClassifier#predictRaw}, not copied
   */
  public static ClassifierInput ofRaw(byte[] pixels) {
    Objects.requireNonNull(pixels, "pixels");
    return new ClassifierInput(pictures -> pictures.ofRaw(pixels));
  }

  /**
   * {@return an input of ink levels}
   *
   * @param ink as for {@link CharacterClassifier#predict(float[][])}, not copied
   */
  public static ClassifierInput of(float[][] ink) {
    Objects.requireNonNull(ink, "ink");
    return new ClassifierInput(pictures -> pictures.of(ink));
  }

  Result read(Pictures pictures) throws IOException {
    return source.read(pictures);
  }
}
