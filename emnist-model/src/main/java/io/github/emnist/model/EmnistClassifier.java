package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
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
 * <p>Thread-safe: any number of threads may ask at once, and each gets the answer that it would get
 * alone. An image's answer does not depend on the others of its list beyond the last bits of float
 * arithmetic. Holds native memory until {@link #close}; later calls end in an {@link
 * IllegalStateException}.
 */
public final class EmnistClassifier implements CharacterClassifier {
  private final Serving serving;
  private final Optional<ModelMetadata> metadata;
  private final PredictionOptions options;

  /** With the model's own preprocessing. */
  private final Pictures standard;

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
   * Loads a model to run with {@link ClassifierOptions#defaults()}.
   *
   * @param path a folder or ZIP, as {@link ModelBundle#save} writes them
   * @return a classifier, to be closed
   * @throws java.nio.file.NoSuchFileException if there is nothing
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
   * @throws IllegalStateException if the engine asked for is not on the class path
   */
  public static EmnistClassifier load(Path path, ClassifierOptions running) throws IOException {
    Serving.prepare(running.engine());
    return of(ModelBundle.load(path), running);
  }

  /**
   * Loads a model from anywhere to run with {@link ClassifierOptions#defaults()}.
   *
   * @param in as {@link #load(InputStream, ClassifierOptions)}
   * @return a classifier, to be closed
   * @throws IOException as {@link #load(Path)}
   */
  public static EmnistClassifier load(InputStream in) throws IOException {
    return load(in, ClassifierOptions.defaults());
  }

  /**
   * Loads a model from anywhere.
   *
   * @param in a ZIP, as {@link ModelBundle#save} writes it; read as far as the model reaches, and
   *     not closed
   * @param running engine, precision, threads, micro-batching and observer
   * @return a classifier, to be closed
   * @throws IOException as {@link #load(Path)}
   * @throws IllegalArgumentException as {@link #of(ModelBundle, ClassifierOptions)}
   * @throws IllegalStateException if the engine asked for is not on the class path
   */
  public static EmnistClassifier load(InputStream in, ClassifierOptions running)
      throws IOException {
    Serving.prepare(running.engine());
    return of(ModelBundle.load(in), running);
  }

  /**
   * Loads the model that comes with this library to run with {@link ClassifierOptions#defaults()}.
   *
   * @return a new classifier each time, to be closed; in the Java engine all share the weights
   * @throws IllegalStateException if this library's jar is damaged
   */
  public static EmnistClassifier pretrained() {
    return pretrained(ClassifierOptions.defaults());
  }

  /**
   * Loads the model that comes with this library: {@link ModelBundle#pretrained}.
   *
   * @param running engine, precision, threads, micro-batching and observer
   * @return a new classifier each time, to be closed; in the Java engine all share the weights
   * @throws IllegalStateException if this library's jar is damaged, or the engine asked for is not
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
   * <p><b>A SavedModel is a program.</b> It does whatever its graph says, reading and writing files
   * included, with the rights of this process; nothing bounds its time or memory. Load only what
   * you trust as you would trust a jar. {@link #load(Path)} has no such power over you.
   *
   * <p>The graph with the tag {@code serve} must have the signature {@code serving_default} with
   * one input: uint8, 0 to 255, or float32 in [0, 1], upright, white ink on black, of shape {@code
   * [N, height, width, 1]}, {@code [N, height, width]}, {@code [N, 1, height, width]} or {@code [N,
   * side * side]}, with N open or 1. It answers float32 {@code [N, classes]}, probabilities or
   * logits; which of them is learnt by trying a few images. Of several such outputs, {@code
   * probabilities} is taken before {@code logits}.
   *
   * <p>Pictures go through {@link CharacterPreprocessor#emnist()}. There are no {@link #metadata()}
   * and no {@link #architecture()}.
   *
   * @param folder with {@code saved_model.pb}, for example written by {@link
   *     io.github.emnist.model.export.ExportFormat#SAVED_MODEL}
   * @param labels the names of its classes, in the order of its outputs
   * @return a classifier, to be closed
   * @throws java.nio.file.NoSuchFileException if there is nothing
   * @throws io.github.emnist.model.bundle.ModelFormatException if it is no SavedModel, or one with
   *     other inputs or outputs
   * @throws IllegalArgumentException if there are more or fewer labels than classes
   * @throws IllegalStateException if TensorFlow is not on the class path
   * @throws IOException if it cannot be read
   */
  public static EmnistClassifier loadSavedModel(Path folder, LabelMap labels) throws IOException {
    TensorFlowLibrary.require("loading a SavedModel");
    SavedModelNetwork network = SavedModelNetwork.load(folder, labels.size());
    return of(network, labels, network.height(), network.width(), CharacterPreprocessor.emnist());
  }

  /**
   * Creates a classifier of a model with {@link ClassifierOptions#defaults()}.
   *
   * @param model with whatever weights
   * @return a classifier, to be closed
   */
  public static EmnistClassifier of(ModelBundle model) {
    return of(model, ClassifierOptions.defaults());
  }

  /**
   * Creates a classifier of a model.
   *
   * @param model with whatever weights
   * @param running engine, precision, threads, micro-batching and observer
   * @return a classifier, to be closed
   * @throws IllegalArgumentException if the processor, the model or the engine is not up to the
   *     precision
   * @throws IllegalStateException if the engine asked for is not on the class path
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

  /** Creates a classifier of a network without metadata, which is closed with it. */
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
   * Returns a view of the same model that is asked in another way. Both share the network: closing
   * either closes both.
   *
   * @param newOptions that replace this one's
   * @return a view
   * @throws IllegalArgumentException if the model cannot answer so: its classes are not the
   *     prior's, it knows none of the characters asked for, or it has no calibration
   */
  public EmnistClassifier with(PredictionOptions newOptions) {
    return new EmnistClassifier(serving, labelMap(), standard, metadata, newOptions);
  }

  /**
   * {@return the prediction options in effect, {@link PredictionOptions#standard()} unless others
   * were asked for}
   */
  public PredictionOptions options() {
    return options;
  }

  /** {@return the engine that computes: {@link Engine#TENSORFLOW} or {@link Engine#JAVA}} */
  public Engine engine() {
    return serving.engine();
  }

  /**
   * {@return the number format that convolutions and matrix products are computed in: never {@link
   * Precision#AUTO}; {@link Precision#FLOAT32} for a SavedModel, which runs as its graph has it}
   */
  public Precision precision() {
    return serving.precision();
  }

  /**
   * Returns the model's metadata.
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
   * Returns the network's architecture.
   *
   * @return the metadata's
   * @throws IllegalStateException if the model came without metadata, as a SavedModel does
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

  /** Allocates nothing but the prediction, where the engine does so. */
  @Override
  public Prediction predict(GrayImage image) {
    Lock held = serving.enter();
    try {
      check(image);
      return predictions.of(image);
    } finally {
      held.unlock();
    }
  }

  private void check(GrayImage image) {
    try {
      pictures.check(image, "image");
    } catch (RuntimeException e) {
      serving.badInput();
      throw e;
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
   * Reads a picture of separate characters, a line, several or the grid of a form: {@link
   * CharacterSegmenter} cuts it up, {@link #predictPictures} recognises what it cuts out, and the
   * neighbours in each word decide between look-alikes such as O and 0, I and 1, S and 5, Z and 2,
   * g and 9: among digits it is a digit, among letters a letter, where the model is not sure.
   * {@link PredictionOptions#withContext} turns that off.
   *
   * @param picture of any size and colour
   * @return the characters in reading order, each with its box; none where the picture is blank
   * @throws IllegalArgumentException if it shows more pieces of ink than any text has
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
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it shows more pieces of ink than any text has
   * @throws IllegalStateException if this is closed
   */
  public ReadText readLine(Path file) throws IOException {
    return serving.held(() -> read(serving.input(() -> PictureReader.standard().read(file))));
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
   * Recognises blank images, one alone and 32 at a time, until the engine has prepared what it
   * computes these with. The first call of another size takes some milliseconds longer than later
   * ones. More than once does no harm.
   *
   * @throws IllegalStateException if this is closed
   */
  public void warmUp() {
    serving.warmUp(pictures.size());
  }

  /**
   * Waits for the calls under way and frees all native memory; more than once does no harm. Called
   * from within a call (by an observer or by the stream that is read, for example), it returns at
   * once: later calls are turned away, and the memory is freed when the last call under way ends.
   */
  @Override
  public void close() {
    serving.close();
  }
}
