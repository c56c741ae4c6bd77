package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.CharacterPreprocessor.Result;
import io.github.emnist.data.preprocess.CharacterSegmenter;
import io.github.emnist.data.preprocess.PictureReader;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import io.github.emnist.model.internal.InferenceNetwork;
import io.github.emnist.model.internal.TensorFlowLibrary;
import io.github.emnist.model.internal.tensorflow.SavedModelNetwork;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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
 * <p>Thread-safe. A prediction depends on other images and calls only in the last bits of float
 * arithmetic. At most 65,535 threads, virtual ones included, can be in a call at once. Holds native
 * memory until {@link #close}; later calls throw {@link IllegalStateException}.
 */
public final class EmnistClassifier implements CharacterClassifier {
  private final Serving serving;
  private final Optional<ModelMetadata> metadata;
  private final PredictionOptions options;

  private final Pictures standard; // with the model's own preprocessing
  private final Pictures pictures;
  private final Predictions predictions;

  private EmnistClassifier(
      Serving serving,
      LabelMap labelMap,
      Pictures standard,
      Optional<ModelMetadata> metadata,
      PredictionOptions options) {
    this.serving = serving;
    this.metadata = metadata;
    this.options = options;
    this.standard = standard;
    this.pictures = standard.with(options.preprocessing().orElse(standard.preprocessor()));
    this.predictions =
        new Predictions(
            serving,
            labelMap,
            pictures,
            Posterior.of(options, labelMap, metadata.flatMap(ModelMetadata::calibration)),
            options.augmentation().changes());
  }

  /**
   * Loads a model with {@link ClassifierOptions#defaults()}.
   *
   * @param path a folder or ZIP, as {@link ModelBundle#save} writes them
   * @return a classifier, to be closed
   * @throws java.nio.file.NoSuchFileException if the path does not exist
   * @throws io.github.emnist.model.bundle.ModelFormatException if it is not a model, damaged,
   *     altered or of a newer version
   * @throws IOException if it cannot be read
   */
  public static EmnistClassifier load(Path path) throws IOException {
    return load(path, ClassifierOptions.defaults());
  }

  /**
   * Loads a model.
   *
   * @param path a folder or ZIP, as {@link ModelBundle#save} writes them
   * @param running engine, precision, threads, micro-batching and observer
   * @return a classifier, to be closed
   * @throws IOException as {@link #load(Path)}
   * @throws IllegalArgumentException as {@link #of(ModelBundle, ClassifierOptions)}
   * @throws IllegalStateException if the requested engine is not on the class path
   */
  public static EmnistClassifier load(Path path, ClassifierOptions running) throws IOException {
    Serving.prepare(running.engine());
    return of(ModelBundle.load(path), running);
  }

  /**
   * Loads a model from a stream with {@link ClassifierOptions#defaults()}.
   *
   * @param in as {@link #load(InputStream, ClassifierOptions)}
   * @return a classifier, to be closed
   * @throws IOException as {@link #load(Path)}
   */
  public static EmnistClassifier load(InputStream in) throws IOException {
    return load(in, ClassifierOptions.defaults());
  }

  /**
   * Loads a model from a stream.
   *
   * @param in a ZIP, as {@link ModelBundle#save} writes it; read to the end of the model, and not
   *     closed
   * @param running engine, precision, threads, micro-batching and observer
   * @return a classifier, to be closed
   * @throws IOException as {@link #load(Path)}
   * @throws IllegalArgumentException as {@link #of(ModelBundle, ClassifierOptions)}
   * @throws IllegalStateException if the requested engine is not on the class path
   */
  public static EmnistClassifier load(InputStream in, ClassifierOptions running)
      throws IOException {
    Serving.prepare(running.engine());
    return of(ModelBundle.load(in), running);
  }

  /**
   * Loads the pretrained model with {@link ClassifierOptions#defaults()}.
   *
   * @return a new classifier, to be closed; in the Java engine all share the weights
   * @throws IllegalStateException if this library's jar is damaged
   */
  public static EmnistClassifier pretrained() {
    return pretrained(ClassifierOptions.defaults());
  }

  /**
   * Loads the {@linkplain ModelBundle#pretrained pretrained} model.
   *
   * @param running engine, precision, threads, micro-batching and observer
   * @return a new classifier, to be closed; in the Java engine all share the weights
   * @throws IllegalStateException if this library's jar is damaged, or the requested engine is not
   *     on the class path
   * @throws IllegalArgumentException as {@link #of(ModelBundle, ClassifierOptions)}
   */
  public static EmnistClassifier pretrained(ClassifierOptions running) {
    Serving.prepare(running.engine());
    return of(ModelBundle.pretrained(), running);
  }

  /**
   * Loads a third-party SavedModel.
   *
   * <p><b>A SavedModel is a program.</b> Its graph can read and write files with the rights of this
   * process, and its time and memory are not limited. Load only models that you trust like a jar.
   * {@link #load(Path)} has no such risk.
   *
   * <p>The graph with the tag {@code serve} must have the signature {@code serving_default} with
   * one input: uint8, 0 to 255, or float32 in [0, 1], upright, white ink on black, of shape {@code
   * [N, height, width, 1]}, {@code [N, height, width]}, {@code [N, 1, height, width]} or {@code [N,
   * side * side]}, with N open or 1. The output is float32 {@code [N, classes]}, probabilities or
   * logits, which is detected with a few images. Of several such outputs, {@code probabilities} is
   * preferred to {@code logits}.
   *
   * <p>Pictures go through {@link CharacterPreprocessor#emnist()}. There are no {@link #metadata()}
   * and no {@link #architecture()}.
   *
   * @param folder with {@code saved_model.pb}, for example written by {@link
   *     io.github.emnist.model.export.ExportFormat#SAVED_MODEL}
   * @param labels the names of its classes, in the order of its outputs
   * @return a classifier, to be closed
   * @throws java.nio.file.NoSuchFileException if the folder does not exist
   * @throws io.github.emnist.model.bundle.ModelFormatException if it is no SavedModel, or has other
   *     inputs or outputs
   * @throws IllegalArgumentException if the number of labels is not that of the classes
   * @throws IllegalStateException if TensorFlow is not on the class path
   * @throws IOException if it cannot be read
   */
  public static EmnistClassifier loadSavedModel(Path folder, LabelMap labels) throws IOException {
    TensorFlowLibrary.require("loading a SavedModel");
    SavedModelNetwork network = SavedModelNetwork.load(folder, labels.size());
    return of(network, labels, network.height(), network.width(), CharacterPreprocessor.emnist());
  }

  /**
   * {@return a classifier with {@link ClassifierOptions#defaults()}, to be closed}
   *
   * @param model the model
   */
  public static EmnistClassifier of(ModelBundle model) {
    return of(model, ClassifierOptions.defaults());
  }

  /**
   * {@return a classifier with the given runtime options, to be closed}
   *
   * @param model the model
   * @param running engine, precision, threads, micro-batching and observer
   * @throws IllegalArgumentException if the processor, the model or the engine does not support the
   *     precision
   * @throws IllegalStateException if the requested engine is not on the class path
   */
  public static EmnistClassifier of(ModelBundle model, ClassifierOptions running) {
    ModelMetadata metadata = model.metadata();
    TensorShape input = metadata.architecture().input();
    return new EmnistClassifier(
        Serving.open(model, running),
        metadata.labelMap(),
        new Pictures(
            CharacterPreprocessor.fromId(metadata.preprocessing()), input.height(), input.width()),
        Optional.of(metadata),
        PredictionOptions.standard());
  }

  /** Creates a classifier of a network without metadata, and owns the network. */
  static EmnistClassifier of(
      InferenceNetwork network,
      LabelMap labelMap,
      int height,
      int width,
      CharacterPreprocessor preprocessor) {
    return new EmnistClassifier(
        Serving.of(network),
        labelMap,
        new Pictures(preprocessor, height, width),
        Optional.empty(),
        PredictionOptions.standard());
  }

  /**
   * {@return a view of this classifier with other prediction options} Both share the network:
   * closing either closes both.
   *
   * @param newOptions replace those of this classifier
   * @throws IllegalArgumentException if the prior is for other classes, the model does not know the
   *     characters, or it has no calibration
   */
  public EmnistClassifier with(PredictionOptions newOptions) {
    return new EmnistClassifier(serving, labelMap(), standard, metadata, newOptions);
  }

  /** {@return the prediction options in effect, {@link PredictionOptions#standard()} by default} */
  public PredictionOptions options() {
    return options;
  }

  /** {@return the engine in use: {@link Engine#TENSORFLOW} or {@link Engine#JAVA}} */
  public Engine engine() {
    return serving.engine();
  }

  /**
   * {@return the number format of convolutions and matrix products, never {@link Precision#AUTO};
   * {@link Precision#FLOAT32} for a SavedModel, whatever its graph uses}
   */
  public Precision precision() {
    return serving.precision();
  }

  /**
   * {@return the model's metadata}
   *
   * @throws IllegalStateException if it has none, as a SavedModel
   */
  public ModelMetadata metadata() {
    return metadata.orElseThrow(
        () ->
            new IllegalStateException(
                "the model has no metadata: a SavedModel carries none, a model bundle does"));
  }

  /**
   * {@return the network's architecture}
   *
   * @throws IllegalStateException if the model has no metadata, as a SavedModel
   */
  public CnnArchitecture architecture() {
    return metadata().architecture();
  }

  @Override
  public LabelMap labelMap() {
    return predictions.labelMap();
  }

  @Override
  public Prediction predict(ClassifierInput input) throws IOException {
    return serving.held(() -> predictions.of(serving.input(() -> input.read(pictures))));
  }

  /** Allocates only the prediction, apart from the engine. */
  @Override
  public Prediction predict(GrayImage image) {
    Lock held = serving.enter();
    try {
      try {
        pictures.check(image, "image");
      } catch (RuntimeException e) {
        serving.badInput();
        throw e;
      }
      return predictions.of(image);
    } finally {
      held.unlock();
    }
  }

  @Override
  public List<Prediction> predictAll(List<GrayImage> images) {
    return serving.held(() -> predictions.of(images, 0));
  }

  @Override
  public List<Prediction> predictPictures(List<BufferedImage> pictures) {
    return serving.held(
        () -> {
          List<Result> read = new ArrayList<>(pictures.size());
          for (BufferedImage picture : pictures) {
            read.add(serving.input(() -> this.pictures.process(picture)));
          }
          return predictions.ofPictures(read);
        });
  }

  @Override
  public Iterator<Prediction> predictAll(Iterator<GrayImage> images) {
    return predictions.inBatches(images, predictions::of);
  }

  @Override
  public Stream<Prediction> predictAll(Stream<GrayImage> images) {
    return stream(predictAll(images.iterator()), images);
  }

  @Override
  public List<PredictionResult<Path>> predictEach(List<Path> files) {
    return serving.held(() -> List.copyOf(predictions.each(files, ClassifierInput::of)));
  }

  @Override
  public <T> Stream<PredictionResult<T>> predictEach(
      Stream<T> items, Function<? super T, ClassifierInput> toInput) {
    Objects.requireNonNull(toInput, "toInput");
    return stream(
        predictions.inBatches(items.iterator(), (batch, first) -> predictions.each(batch, toInput)),
        items);
  }

  private static <R> Stream<R> stream(Iterator<R> answers, Stream<?> source) {
    int kind = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(answers, kind), false)
        .onClose(source::close);
  }

  /**
   * Reads a picture of separate characters: lines, or the grid of a form. {@link
   * CharacterSegmenter} finds the characters, {@link #predictPictures} recognises them, and the
   * neighbours in each word decide between look-alikes such as O and 0, I and 1, S and 5, Z and 2,
   * g and 9. {@link PredictionOptions#withContext} turns the last step off.
   *
   * @param picture of any size and colour
   * @return the characters in reading order, each with its box; none if the picture is blank
   * @throws IllegalArgumentException if it contains more pieces of ink than any text has
   * @throws IllegalStateException if this is closed
   */
  public ReadText readLine(BufferedImage picture) {
    return serving.held(() -> read(picture));
  }

  /**
   * Reads the picture of separate characters in a file.
   *
   * @param file PNG, JPEG, GIF, BMP or TIFF
   * @return as {@link #readLine(BufferedImage)}
   * @throws MalformedDataException as {@link #predict(Path)}
   * @throws IOException if it cannot be read, or contains more pieces of ink than any text has
   * @throws IllegalStateException if this is closed
   */
  public ReadText readLine(Path file) throws IOException {
    return serving.held(
        () -> {
          BufferedImage picture = serving.input(() -> PictureReader.standard().read(file));
          try {
            return read(picture);
          } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
          }
        });
  }

  private ReadText read(BufferedImage picture) {
    double temperature =
        options.calibrated()
            ? 1
            : metadata
                .flatMap(ModelMetadata::calibration)
                .map(Calibration::temperature)
                .orElse(1.0);
    return ReadText.of(
        serving.input(() -> CharacterSegmenter.standard().segment(picture)),
        characters -> predictions.of(characters.stream().map(pictures::processOne).toList(), 0),
        options.context()
            ? Optional.of(new LineContext(labelMap(), temperature))
            : Optional.empty());
  }

  /**
   * Recognises blank images, singly and in a batch, so that the engine prepares itself. The first
   * call with another number of images takes some milliseconds longer than later ones.
   *
   * @throws IllegalStateException if this is closed
   */
  public void warmUp() {
    serving.warmUp(pictures.size());
  }

  /**
   * Waits for current calls and frees all native memory. Within a call (from an observer, for
   * example) it returns at once: later calls are rejected, and the memory is freed when the last
   * current call ends. Has no effect if this is closed.
   */
  @Override
  public void close() {
    serving.close();
  }

  /** {@return such as {@code EmnistClassifier[TENSORFLOW, FLOAT32, 47 classes]}} */
  @Override
  public String toString() {
    return Messages.format(
        "EmnistClassifier[%s, %s, %d classes]", engine(), precision(), labelMap().size());
  }
}
