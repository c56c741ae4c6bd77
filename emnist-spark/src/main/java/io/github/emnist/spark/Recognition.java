package io.github.emnist.spark;

import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.model.CharacterSet;
import io.github.emnist.model.ClassifierInput;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.Prediction.Candidate;
import io.github.emnist.model.PredictionOptions;
import io.github.emnist.model.PredictionResult;
import io.github.emnist.model.bundle.ModelBundle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * Recognises the images of rows. The driver creates one with {@link #prepare} and sends a copy to
 * each task; all tasks of an executor share the classifiers of its JVM.
 */
final class Recognition implements Serializable {
  private static final long serialVersionUID = 1;

  private static final StructType CANDIDATE =
      new StructType()
          .add("label", DataTypes.StringType, false)
          .add("probability", DataTypes.DoubleType, false);

  /** The type of a prediction. */
  static final StructType PREDICTION =
      new StructType()
          .add("label", DataTypes.StringType)
          .add("probability", DataTypes.DoubleType)
          .add("topK", DataTypes.createArrayType(CANDIDATE, false))
          .add("error", DataTypes.StringType);

  /** The fields of Spark's image struct that are read. */
  private static final StructType IMAGE =
      new StructType()
          .add("height", DataTypes.IntegerType)
          .add("width", DataTypes.IntegerType)
          .add("mode", DataTypes.IntegerType)
          .add("data", DataTypes.BinaryType);

  /** OpenCV's types of pixels that Spark's image struct may have, and the channels of each. */
  private static final Map<Integer, Integer> CHANNELS = Map.of(0, 1, 16, 3, 24, 4);

  /** The classifiers of this JVM, closed when it ends. */
  static final ConcurrentHashMap<Key, EmnistClassifier> CLASSIFIERS = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> CLASSIFIERS.values().forEach(EmnistClassifier::close), "emnist-close"));
  }

  /** The counts of the applications in this JVM. */
  private static final Map<SparkContext, LongAccumulator> FAILURES = new WeakHashMap<>();

  /** The parameters of {@link CharacterClassifierModel} that tasks need. */
  record Settings(String modelPath, String engine, String characters, int batchSize, int topK)
      implements Serializable {}

  /**
   * Identifies a classifier of this JVM.
   *
   * @param model the model's content; empty for the pretrained model
   */
  record Key(String model, Engine engine) {}

  private final Settings settings;
  private final String model; // as in Key
  private final Broadcast<byte[]> zip; // of that model; null for the pretrained one
  private final LongAccumulator failures;

  /** The classifier, looked up once in each copy of this object, that is once per task. */
  private transient volatile EmnistClassifier classifier;

  /** Creates a recognition with the pretrained model. */
  Recognition(Settings settings, LongAccumulator failures) {
    this(settings, "", null, failures);
  }

  private Recognition(
      Settings settings, String model, Broadcast<byte[]> zip, LongAccumulator failures) {
    this.settings = settings;
    this.model = model;
    this.zip = zip;
    this.failures = failures;
  }

  /** {@return the count of an application's inputs that could not be read} */
  static LongAccumulator failures(SparkSession spark) {
    synchronized (FAILURES) {
      return FAILURES.computeIfAbsent(
          spark.sparkContext(), context -> context.longAccumulator("unreadable characters"));
    }
  }

  /**
   * Checks the model on the driver, and broadcasts it unless it is the pretrained one.
   *
   * @throws IllegalArgumentException if there is no such model or it does not know the characters
   * @throws UncheckedIOException if the model is damaged
   */
  static Recognition prepare(Settings settings, SparkSession spark) {
    LongAccumulator failures = failures(spark);
    Recognition recognition = new Recognition(settings, failures);
    if (!settings.modelPath.isEmpty()) {
      byte[] bytes = read(settings.modelPath);
      recognition =
          new Recognition(
              settings,
              UUID.nameUUIDFromBytes(bytes).toString(),
              JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(bytes),
              failures);
    }
    recognition.find(Engine.JAVA); // the driver need not have TensorFlow
    return recognition;
  }

  /**
   * Checks the type of a column of images.
   *
   * @param name of the column or function, for the message
   * @throws IllegalArgumentException if such a column cannot be recognised
   */
  static void checkType(String name, DataType type) {
    boolean readable =
        type.equals(DataTypes.BinaryType)
            || type instanceof StringType // of any collation
            || type.equals(DataTypes.NullType)
            || type instanceof StructType struct && isImage(struct);
    if (!readable) {
      throw new IllegalArgumentException(
          "%s: found %s, expected binary (784 raw pixels or an encoded picture), string (pen strokes"
                  .formatted(name, type.simpleString())
              + " as JSON) or Spark's image struct");
    }
  }

  private static boolean isImage(StructType type) {
    List<String> names = List.of(type.fieldNames());
    for (StructField field : IMAGE.fields()) {
      if (!names.contains(field.name())
          || !type.apply(field.name()).dataType().equals(field.dataType())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Recognises the rows of a partition in batches, each when its first row is requested.
   *
   * @param column the index of the column of images
   * @return the rows, each with its prediction as a further column
   */
  Iterator<Row> recognise(Iterator<Row> rows, int column) {
    return new Iterator<>() {
      private Iterator<Row> recognised = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        return recognised.hasNext() || rows.hasNext();
      }

      @Override
      public Row next() {
        if (!recognised.hasNext()) {
          List<Row> batch = new ArrayList<>();
          do {
            batch.add(rows.next());
          } while (batch.size() < settings.batchSize && rows.hasNext());
          recognised = recognise(batch, column).map(Recognition.this::withPrediction).iterator();
        }
        return recognised.next();
      }
    };
  }

  /** Recognises one image. */
  Row recognise(Object image) {
    return toRow(recognise(List.of(RowFactory.create(image)), 0).findFirst().orElseThrow());
  }

  private Stream<PredictionResult<Row>> recognise(List<Row> batch, int column) {
    EmnistClassifier found = classifier;
    if (found == null) {
      found = find(Engine.valueOf(settings.engine.toUpperCase(Locale.ROOT)));
      classifier = found;
    }
    int pixels = found.architecture().input().size();
    return found.predictEach(batch.stream(), row -> input(row.get(column), pixels));
  }

  private Row withPrediction(PredictionResult<Row> result) {
    Row row = result.input();
    Object[] values = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = toRow(result);
    return RowFactory.create(values);
  }

  private Row toRow(PredictionResult<Row> result) {
    if (result.prediction().isEmpty()) {
      failures.add(1);
      Exception e = result.exception().orElseThrow();
      return RowFactory.create(
          null, null, null, e.getMessage() == null ? e.toString() : e.getMessage());
    }
    Prediction prediction = result.prediction().get();
    List<Candidate> top = prediction.top(settings.topK);
    Row[] candidates = new Row[top.size()];
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] = RowFactory.create(top.get(i).label(), (double) top.get(i).probability());
    }
    return RowFactory.create(
        prediction.blank() ? null : prediction.label(),
        (double) prediction.probability(),
        candidates,
        null);
  }

  /**
   * Converts a value of a column of images.
   *
   * @param pixels of the model's input
   * @throws RuntimeException if it cannot be read, which becomes the row's error
   */
  private static ClassifierInput input(Object value, int pixels) {
    if (value == null) {
      throw new IllegalArgumentException("the image is null");
    } else if (value instanceof byte[] bytes) {
      return bytes.length == pixels && !isPicture(bytes)
          ? ClassifierInput.ofRaw(bytes)
          : ClassifierInput.of(bytes);
    } else if (value instanceof String json) {
      try {
        return ClassifierInput.of(Ink.fromJson(json));
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    } else if (value instanceof Row image) {
      return ClassifierInput.of(picture(image));
    }
    throw new IllegalArgumentException(
        "found a %s, expected binary, string or Spark's image struct"
            .formatted(value.getClass().getSimpleName()));
  }

  /** Returns whether bytes begin with the signature of a picture file. */
  private static boolean isPicture(byte[] bytes) {
    ByteBuffer start = ByteBuffer.wrap(bytes);
    int first = start.getInt(0);
    return first == 0x89504E47 // PNG
        || first >>> 8 == 0xFFD8FF // JPEG
        || first == 0x47494638 // GIF8
        || first == 0x49492A00 // TIFF, little-endian
        || first == 0x4D4D002A // TIFF, big-endian
        // BMP: the signature, then the size of the file
        || first >>> 16 == 0x424D && start.order(ByteOrder.LITTLE_ENDIAN).getInt(2) == bytes.length;
  }

  /** Converts Spark's image struct, whose channels are gray, BGR or BGRA, row by row. */
  private static BufferedImage picture(Row image) {
    for (String field : IMAGE.fieldNames()) {
      if (image.getAs(field) == null) {
        throw new IllegalArgumentException("image: its %s is null".formatted(field));
      }
    }
    int height = image.<Integer>getAs("height");
    int width = image.<Integer>getAs("width");
    int mode = image.<Integer>getAs("mode");
    byte[] data = image.getAs("data");
    int channels = CHANNELS.getOrDefault(mode, 0);
    if (channels == 0
        || height < 1
        || width < 1
        || (long) height * width * channels != data.length) {
      throw new IllegalArgumentException(
          ("image: found %d x %d pixels of mode %d in %d bytes, expected mode 0 (CV_8UC1), 16"
                  + " (CV_8UC3) or 24 (CV_8UC4) with 1, 3 or 4 bytes for each pixel")
              .formatted(width, height, mode, data.length));
    }
    int[] colors = new int[height * width];
    for (int i = 0; i < colors.length; i++) {
      int blue = data[i * channels] & 0xFF;
      int green = channels == 1 ? blue : data[i * channels + 1] & 0xFF;
      int red = channels == 1 ? blue : data[i * channels + 2] & 0xFF;
      int alpha = channels == 4 ? data[i * channels + 3] & 0xFF : 0xFF;
      colors[i] = alpha << 24 | red << 16 | green << 8 | blue;
    }
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, width, height, colors, 0, width);
    return picture;
  }

  /** Returns the classifier of this JVM, with the characters of the settings. */
  private EmnistClassifier find(Engine engine) {
    EmnistClassifier shared =
        CLASSIFIERS.computeIfAbsent(new Key(model, engine), key -> open(engine));
    return settings.characters.isEmpty()
        ? shared
        : shared.with(
            PredictionOptions.standard().withOnly(CharacterSet.parse(settings.characters)));
  }

  /** Loads the model. Each task computes on its own thread, since Spark runs one task per core. */
  private EmnistClassifier open(Engine engine) {
    ClassifierOptions options = ClassifierOptions.defaults().withEngine(engine).withThreads(1);
    if (zip == null) {
      return EmnistClassifier.pretrained(options);
    }
    try {
      return EmnistClassifier.load(new ByteArrayInputStream(zip.value()), options);
    } catch (IOException e) {
      throw unreadable(settings.modelPath, e);
    }
  }

  private static UncheckedIOException unreadable(String modelPath, IOException e) {
    return new UncheckedIOException("model \"%s\": %s".formatted(modelPath, e.getMessage()), e);
  }

  /** Reads a model as a ZIP. */
  private static byte[] read(String modelPath) {
    Path path = locate(modelPath);
    try {
      if (!Files.isDirectory(path)) {
        return Files.readAllBytes(path);
      }
      Path copy = Files.createTempFile("model", ".zip");
      try {
        ModelBundle.load(path).save(copy);
        return Files.readAllBytes(copy);
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw unreadable(modelPath, e);
    }
  }

  /**
   * Finds a model on the driver's machine.
   *
   * @throws IllegalArgumentException if it is not there
   */
  private static Path locate(String modelPath) {
    Path added = Path.of(SparkFiles.getRootDirectory());
    try {
      for (Path path : List.of(added.resolve(modelPath), Path.of(modelPath))) {
        if (Files.exists(path)) {
          return path;
        }
      }
    } catch (InvalidPathException e) {
      // cannot be a file here, hdfs://host/model.zip for example
    }
    throw new IllegalArgumentException(
        ("model \"%s\": found neither such a file among those added to the job nor such a path on the"
                + " driver's machine; give the path of a model folder or ZIP, or the name of a ZIP"
                + " that was added with SparkContext.addFile or spark-submit --files")
            .formatted(modelPath));
  }
}
