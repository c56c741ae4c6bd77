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
 * Recognises characters. Implemented by {@link EmnistClassifier}; programs can implement it for
 * tests. All methods for one picture call {@link #predict(ClassifierInput)}.
 *
 * <p>Pictures, as {@link BufferedImage}, file, stream or encoded bytes, always go through
 * preprocessing, whatever their size. Pen strokes, as {@link Ink} or a {@code .json} file, are
 * drawn instead. A {@link GrayImage}, raw pixels and ink levels go into the network unchanged, and
 * so must be of its input size, upright, white ink on black.
 *
 * <p>A picture without ink gives a {@link Prediction#blank()} prediction. An interrupt does not
 * stop a call; the flag stays set. Null arguments cause a {@link NullPointerException}. Methods
 * that recognise throw {@link IllegalStateException} if this is closed, and so do the iterators and
 * streams that they return when they are read on.
 */
public interface CharacterClassifier extends AutoCloseable {
  /** {@return the names of the classes, in the order of the probabilities} */
  LabelMap labelMap();

  /**
   * Recognises a picture, an image or pen strokes.
   *
   * @param input of any kind
   * @return the prediction
   * @throws MalformedDataException as {@link #predict(Path)}
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is an image of another size than the model's input
   */
  Prediction predict(ClassifierInput input) throws IOException;

  /**
   * Recognises an image.
   *
   * @param image of the model's input size, upright, white ink on black
   * @return the prediction
   * @throws IllegalArgumentException if it is of another size
   */
  default Prediction predict(GrayImage image) {
    return inMemory(ClassifierInput.of(image));
  }

  /**
   * Recognises a picture.
   *
   * @param picture of any size and colour; is preprocessed
   * @return the prediction
   */
  default Prediction predict(BufferedImage picture) {
    return inMemory(ClassifierInput.of(picture));
  }

  /**
   * Recognises pen strokes.
   *
   * @param ink drawn by {@link Ink#toImage()}, without preprocessing
   * @return the prediction
   */
  default Prediction predict(Ink ink) {
    return inMemory(ClassifierInput.of(ink));
  }

  /**
   * Recognises the picture or the pen strokes in a file.
   *
   * @param file PNG, JPEG, GIF, BMP or TIFF, which is preprocessed, or {@link Ink} if its name ends
   *     in {@code .json}
   * @return the prediction
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws MalformedDataException if it is damaged or of an unknown format, or if its header
   *     declares a gigantic picture, of which no pixel is decoded
   * @throws IOException if it cannot be read
   */
  default Prediction predict(Path file) throws IOException {
    return predict(ClassifierInput.of(file));
  }

  /**
   * Recognises the picture in a stream.
   *
   * @param in PNG, JPEG, GIF, BMP or TIFF, read to its end and not closed; is preprocessed
   * @return the prediction
   * @throws MalformedDataException as for a file
   * @throws IOException if it cannot be read
   */
  default Prediction predict(InputStream in) throws IOException {
    return predict(ClassifierInput.of(in));
  }

  /**
   * Recognises an encoded picture. Raw pixels are for {@link #predictRaw}.
   *
   * @param encodedPicture the bytes of a PNG, JPEG, GIF, BMP or TIFF file; is preprocessed
   * @return the prediction
   * @throws MalformedDataException as for a file
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
   * @return the prediction
   * @throws IllegalArgumentException if their number is wrong
   */
  default Prediction predictRaw(byte[] pixels) {
    return inMemory(ClassifierInput.ofRaw(pixels));
  }

  /**
   * Recognises ink levels.
   *
   * @param ink float32 {@code [height, width]} of the model's input size (28 x 28 for EMNIST), from
   *     the top left, upright; 0 is background, 1 full ink; rounded to 256 levels, {@code round(255
   *     * ink)}
   * @return the prediction
   * @throws IllegalArgumentException if their number is wrong, or one is not in [0, 1]
   */
  default Prediction predict(float[][] ink) {
    return inMemory(ClassifierInput.of(ink));
  }

  /**
   * Recognises many images, faster than one by one.
   *
   * @param images each of the model's input size, upright, white ink on black; may be empty
   * @return a prediction for each, in order
   * @throws IllegalArgumentException if one is of another size
   */
  List<Prediction> predictAll(List<GrayImage> images);

  /**
   * Recognises many pictures, faster than one by one.
   *
   * @param pictures of any sizes and colours; preprocessed; may be empty
   * @return a prediction for each, in order
   */
  List<Prediction> predictPictures(List<BufferedImage> pictures);

  /**
   * Recognises images lazily, in batches. The source is read at most one batch ahead, and may be
   * infinite.
   *
   * @param images each of the model's input size, upright, white ink on black
   * @return a prediction for each, in order; not thread-safe. {@code next} throws {@link
   *     IllegalArgumentException} for an image of another size, and then the batch is lost
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
   * Recognises the pictures and pen strokes in many files, faster than one by one. Unreadable files
   * do not affect the others.
   *
   * @param files each as for {@link #predict(Path)}; may be empty
   * @return for each file, in order, the prediction or the exception
   */
  List<PredictionResult<Path>> predictEach(List<Path> files);

  /**
   * Recognises a stream of items with pictures lazily, in batches: files or database records, for
   * example. Unreadable items do not affect the others. The source is read at most one batch ahead,
   * and may be infinite.
   *
   * @param <T> the type of the items
   * @param items each is returned with its result
   * @param toInput returns the picture of an item, for example {@code ClassifierInput::of} for a
   *     {@link Path}; an exception becomes the item's result
   * @return for each item, in order, the prediction or the exception; closing it closes {@code
   *     items}
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

  /** Frees all resources; has no effect if this is closed. */
  @Override
  void close();
}
