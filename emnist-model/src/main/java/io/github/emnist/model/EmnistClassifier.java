package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.tensorflow.FrozenNetwork;
import io.github.emnist.model.tensorflow.InferenceNetwork;
import io.github.emnist.model.tensorflow.RuntimeOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * Recognises characters with a trained model.
 *
 * <pre>{@code
 * try (EmnistClassifier classifier = EmnistClassifier.load(Path.of("my-model"))) {
 *   Prediction p = classifier.predict(ImageIO.read(file));
 *   System.out.println(p.label() + " " + p.probability() + " " + p.top(3));
 * }
 * }</pre>
 *
 * <p>Pictures, as {@link BufferedImage} or file, always go through the model's preprocessing,
 * whatever their size. A {@link GrayImage} or raw pixels go into the network as they are, and so
 * must be of its input size: upright, white ink on black.
 *
 * <p>Thread-safe: any number of threads may ask at once, and each gets the answer that it would get
 * alone. An image's answer does not depend on the others of its list beyond the last bits of float
 * arithmetic. Holds native memory until {@link #close}.
 */
public final class EmnistClassifier implements AutoCloseable {
  private final InferenceNetwork network;
  private final Optional<ModelMetadata> metadata;
  private final Pixels pixels;
  private final Pictures pictures;
  private final Predictions predictions;

  private EmnistClassifier(
      InferenceNetwork network,
      LabelMap labelMap,
      Pixels pixels,
      CharacterPreprocessor preprocessor,
      Optional<ModelMetadata> metadata) {
    this.network = network;
    this.metadata = metadata;
    this.pixels = pixels;
    this.pictures = new Pictures(preprocessor, pixels);
    this.predictions = new Predictions(network, labelMap, pixels);
  }

  /**
   * Loads a model.
   *
   * @param path a folder or ZIP, as {@link ModelBundle#save} writes them
   * @return a classifier, to be closed
   * @throws java.nio.file.NoSuchFileException if there is nothing
   * @throws io.github.emnist.model.bundle.ModelFormatException if it is not a model, damaged,
   *     altered or of a newer version
   * @throws IOException if it cannot be read
   */
  public static EmnistClassifier load(Path path) throws IOException {
    return of(ModelBundle.load(path));
  }

  /**
   * Makes a classifier of a model.
   *
   * @param model with whatever weights
   * @return a classifier, to be closed
   */
  public static EmnistClassifier of(ModelBundle model) {
    ModelMetadata metadata = model.metadata();
    TensorShape input = metadata.architecture().input();
    CharacterPreprocessor preprocessor = CharacterPreprocessor.fromId(metadata.preprocessing());
    return new EmnistClassifier(
        new FrozenNetwork(metadata.architecture(), model.weights(), RuntimeOptions.DEFAULT),
        metadata.labelMap(),
        new Pixels(input.height(), input.width()),
        preprocessor,
        Optional.of(metadata));
  }

  /**
   * Makes a classifier of a network that says nothing of itself.
   *
   * @param network of as many classes as labels; closed with the classifier
   */
  static EmnistClassifier of(
      InferenceNetwork network,
      LabelMap labelMap,
      int height,
      int width,
      CharacterPreprocessor preprocessor) {
    return new EmnistClassifier(
        network, labelMap, new Pixels(height, width), preprocessor, Optional.empty());
  }

  /**
   * Recognises an image.
   *
   * @param image of the model's input size, upright, white ink on black
   * @return what it shows
   * @throws IllegalArgumentException if it is of another size
   * @throws IllegalStateException if this is closed
   */
  public Prediction predict(GrayImage image) {
    return predictAll(List.of(image)).get(0);
  }

  /**
   * Recognises a picture.
   *
   * @param picture of any size and colour; goes through the model's preprocessing
   * @return what it shows
   * @throws IllegalStateException if this is closed
   */
  public Prediction predict(BufferedImage picture) {
    return predictPictures(List.of(picture)).get(0);
  }

  /**
   * Recognises the picture in a file.
   *
   * @param file PNG, JPEG, GIF or BMP; goes through the model's preprocessing
   * @return what it shows
   * @throws IOException if it cannot be read
   * @throws IllegalStateException if this is closed
   */
  public Prediction predict(Path file) throws IOException {
    return predictFiles(List.of(file)).get(0);
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
  public Prediction predictRaw(byte[] pixels) {
    this.pixels.checkRaw(pixels);
    return predictions.of(pixels, 1).get(0);
  }

  /**
   * Recognises many images; faster than one by one.
   *
   * @param images each of the model's input size, upright, white ink on black; may be empty
   * @return a prediction for each, in order
   * @throws IllegalArgumentException if one is of another size; the message says which
   * @throws IllegalStateException if this is closed
   */
  public List<Prediction> predictAll(List<GrayImage> images) {
    Lock held = network.hold();
    try {
      return predictions.of(images);
    } finally {
      held.unlock();
    }
  }

  /**
   * Recognises many pictures; faster than one by one.
   *
   * @param pictures of any sizes and colours; each goes through the model's preprocessing; may be
   *     empty
   * @return a prediction for each, in order
   * @throws IllegalStateException if this is closed
   */
  public List<Prediction> predictPictures(List<BufferedImage> pictures) {
    Lock held = network.hold();
    try {
      List<GrayImage> images = new ArrayList<>(pictures.size());
      for (BufferedImage picture : pictures) {
        images.add(this.pictures.process(picture));
      }
      return predictAll(images);
    } finally {
      held.unlock();
    }
  }

  /**
   * Recognises the pictures in many files; faster than one by one.
   *
   * @param files PNG, JPEG, GIF or BMP; each goes through the model's preprocessing; may be empty
   * @return a prediction for each, in order
   * @throws IOException if one cannot be read; the message says which
   * @throws IllegalStateException if this is closed
   */
  public List<Prediction> predictFiles(List<Path> files) throws IOException {
    Lock held = network.hold();
    try {
      List<GrayImage> images = new ArrayList<>(files.size());
      for (Path file : files) {
        images.add(pictures.read(file));
      }
      return predictAll(images);
    } finally {
      held.unlock();
    }
  }

  /**
   * The names of the classes.
   *
   * @return in the order of the probabilities
   */
  public LabelMap labelMap() {
    return predictions.labelMap();
  }

  /**
   * What the model is.
   *
   * @return as it was loaded
   * @throws IllegalStateException if it came without, as a SavedModel does
   */
  public ModelMetadata metadata() {
    return metadata.orElseThrow(
        () ->
            new IllegalStateException(
                "the model has no metadata: a SavedModel carries none, a model bundle does"));
  }

  /**
   * The network.
   *
   * @return the metadata's
   * @throws IllegalStateException if the model came without metadata, as a SavedModel does
   */
  public CnnArchitecture architecture() {
    return metadata().architecture();
  }

  /** Waits for the calls under way and frees all native memory; more than once does no harm. */
  @Override
  public void close() {
    network.close();
  }
}
