package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.preprocess.Ink;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Recognises characters. {@link EmnistClassifier} does; in the tests of a program that uses one,
 * something simpler may. All ways to ask for one picture are {@link #predict(ClassifierInput)}.
 *
 * <p>Pictures, as {@link BufferedImage}, file, stream or encoded bytes, always go through
 * preprocessing, whatever their size. Pen strokes, as {@link Ink} or a {@code .json} file of it,
 * are drawn instead. A {@link GrayImage}, raw pixels and ink levels go into the network as they
 * are, and so must be of its input size: upright, white ink on black.
 *
 * <p>A picture without ink is no error: its prediction is {@link Prediction#blank()}. An interrupt
 * does not stop a call, and stays set. Null is answered with a {@link NullPointerException}.
 */
public interface CharacterClassifier extends AutoCloseable {
  /** {@return the names of the classes, in the order of the probabilities} */
  LabelMap labelMap();

  /**
   * Recognises a picture, an image or pen strokes.
   *
   * @param input of any kind
   * @return what it shows
   * @throws MalformedDataException as {@link #predict(Path)}
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is an image of another size than the model's input
   * @throws IllegalStateException if this is closed
   */
  Prediction predict(ClassifierInput input) throws IOException;

  /**
   * Recognises an image.
   *
   * @param image of the model's input size, upright, white ink on black
   * @return what it shows
   * @throws IllegalArgumentException if it is of another size
   * @throws IllegalStateException if this is closed
   */
  default Prediction predict(GrayImage image) {
    return inMemory(ClassifierInput.of(image));
  }

  /**
   * Recognises a picture.
   *
   * @param picture of any size and colour; goes through preprocessing
   * @return what it shows
   * @throws IllegalStateException if this is closed
   */
  default Prediction predict(BufferedImage picture) {
    return inMemory(ClassifierInput.of(picture));
  }

  /**
   * Recognises pen strokes.
   *
   * @param ink drawn as an image by {@link Ink#toImage()}; goes past preprocessing
   * @return what it shows
   * @throws IllegalStateException if this is closed
   */
  default Prediction predict(Ink ink) {
    return inMemory(ClassifierInput.of(ink));
  }

  /**
   * Recognises the picture or the pen strokes in a file.
   *
   * @param file PNG, JPEG, GIF, BMP or TIFF, which goes through preprocessing, or {@link Ink} where
   *     its name ends in {@code .json}
   * @return what it shows
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws MalformedDataException if it is no whole picture of a known format, or its header says
   *     that it is gigantic: then not a pixel is decoded; or if it is no ink
   * @throws IOException if it cannot be read
   * @throws IllegalStateException if this is closed
   */
  default Prediction predict(Path file) throws IOException {
    return predict(ClassifierInput.of(file));
  }

  /**
   * Recognises the picture that a stream brings.
   *
   * @param in PNG, JPEG, GIF, BMP or TIFF, read to its end and not closed; goes through
   *     preprocessing
   * @return what it shows
   * @throws MalformedDataException as for a file
   * @throws IOException if it cannot be read
   * @throws IllegalStateException if this is closed
   */
  default Prediction predict(InputStream in) throws IOException {
    return predict(ClassifierInput.of(in));
  }

  /**
   * Recognises an encoded picture. Raw pixels are for {@link #predictRaw}.
   *
   * @param encodedPicture the bytes of a PNG, JPEG, GIF, BMP or TIFF file; goes through
   *     preprocessing
   * @return what it shows
   * @throws MalformedDataException as for a file
   * @throws IllegalStateException if this is closed
   */
  default Prediction predict(byte[] encodedPicture) throws MalformedDataException {
    try {
      return predict(ClassifierInput.of(encodedPicture));
    } catch (MalformedDataException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }

  /**
   * Recognises raw pixels.
   *
   * @param pixels uint8 {@code [height * width]} of the model's input size (784 for EMNIST),
   *     row-major from the top left, upright, white ink on black
   * @return what they show
   * @throws IllegalArgumentException if there are more or fewer
   * @throws IllegalStateException if this is closed
   */
  default Prediction predictRaw(byte[] pixels) {
    return inMemory(ClassifierInput.ofRaw(pixels));
  }

  /**
   * Recognises ink levels.
   *
   * @param ink float32 {@code [height, width]} of the model's input size (28 x 28 for EMNIST), from
   *     the top left, upright; 0 is background, 1 full ink. Each is rounded to the nearest of the
   *     256 levels that the network reads, {@code round(255 * ink)}
   * @return what they show
   * @throws IllegalArgumentException if there are more or fewer, or one is not a number in [0, 1];
   *     the message says which
   * @throws IllegalStateException if this is closed
   */
  default Prediction predict(float[][] ink) {
    return inMemory(ClassifierInput.of(ink));
  }

  /**
   * Recognises many images; faster than one by one.
   *
   * @param images each of the model's input size, upright, white ink on black; may be empty
   * @return a prediction for each, in order
   * @throws IllegalArgumentException if one is of another size; the message says which
   * @throws IllegalStateException if this is closed
   */
  List<Prediction> predictAll(List<GrayImage> images);

  /**
   * Recognises many pictures; faster than one by one.
   *
   * @param pictures of any sizes and colours; each goes through preprocessing; may be empty
   * @return a prediction for each, in order
   * @throws IllegalStateException if this is closed
   */
  List<Prediction> predictPictures(List<BufferedImage> pictures);

  /**
   * Recognises images as they are asked for, in batches. The source is read at most one batch
   * ahead, and may be infinite.
   *
   * @param images each of the model's input size, upright, white ink on black
   * @return a prediction for each, in order; {@code next} throws {@link IllegalArgumentException}
   *     for an image of another size and {@link IllegalStateException} once this is closed, and
   *     then the batch is lost. Not thread-safe
   */
  Iterator<Prediction> predictAll(Iterator<GrayImage> images);

  /**
   * Recognises a stream of images lazily, as {@link #predictAll(Iterator)} does.
   *
   * @param images each of the model's input size, upright, white ink on black
   * @return a prediction for each, in order; closing it closes {@code images}
   */
  Stream<Prediction> predictAll(Stream<GrayImage> images);

  /**
   * Recognises the pictures and pen strokes in many files; faster than one by one. One that cannot
   * be read does not lose the others.
   *
   * @param files each as {@link #predict(Path)} takes it; may be empty
   * @return for each file, in order, what it shows or what is wrong with it
   * @throws IllegalStateException if this is closed
   */
  List<PredictionResult<Path>> predictEach(List<Path> files);

  /**
   * Recognises a stream of things that have pictures lazily, in batches: files, or the records of a
   * database for example. One that cannot be read does not lose the others. The source is read at
   * most one batch ahead, and may be infinite.
   *
   * @param <T> the type of the things
   * @param items each comes back with its result
   * @param toInput takes an item to its picture, for example {@code ClassifierInput::of} for a
   *     {@link Path}; what it throws is the item's failure
   * @return for each item, in order, what it shows or what is wrong with it; closing it closes
   *     {@code items}. Reading on once this is closed throws {@link IllegalStateException}
   */
  <T> Stream<PredictionResult<T>> predictEach(
      Stream<T> items, Function<? super T, ClassifierInput> toInput);

  private Prediction inMemory(ClassifierInput input) {
    try {
      return predict(input);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }

  /** Frees what this holds; more than once does no harm. */
  @Override
  void close();
}
