package io.github.emnist.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Recognises the characters of a column: a Spark ML transformer over {@link
 * io.github.emnist.model.EmnistClassifier}.
 *
 * <pre>{@code
 * Dataset<Row> recognised =
 *     new CharacterClassifierModel().setInputCol("image").transform(images);
 * recognised.select("id", "prediction.label", "prediction.probability").show();
 * }</pre>
 *
 * <p>The input column is one of these:
 *
 * <ul>
 *   <li>binary with the raw pixels of one image, 784 bytes for EMNIST: row-major from the top left,
 *       upright, white ink on black;
 *   <li>binary with an encoded picture (PNG, JPEG, GIF, BMP or TIFF) of any size; 784 bytes that
 *       begin like such a file count as one;
 *   <li>Spark's {@code image} struct, in the modes CV_8UC1, CV_8UC3 and CV_8UC4: a picture of any
 *       size;
 *   <li>string with pen strokes as JSON, in the forms of {@link
 *       io.github.emnist.data.preprocess.Ink#fromJson}.
 * </ul>
 *
 * <p>The output column is a struct of {@code label} (string), {@code probability} (double in [0,
 * 1]), {@code topK} (the most probable classes first, each a {@code label} and a {@code
 * probability}) and {@code error} (string). A picture without ink has no label, probability 0 and
 * an empty {@code topK}. An input that cannot be read, null for example, has an {@code error} and
 * nothing else; it never fails the job, and is counted in {@link #failures}.
 *
 * <p>Each executor loads the model once, when it first needs it, for all its tasks, and keeps it
 * until it ends. A task computes on its own thread, in batches; only one batch is held at a time.
 *
 * <p>The driver reads the model and broadcasts it. {@link #transform} throws if it is missing or
 * damaged. The job fails if an executor lacks the engine.
 *
 * <p>Mutable, as Spark's own transformers are, and not thread-safe.
 */
public final class CharacterClassifierModel extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> modelPath;
  private final Param<String> engine;
  private final Param<String> characters;
  private final IntParam batchSize;
  private final IntParam topK;

  /** Creates a transformer of the pretrained model with a random identifier. */
  public CharacterClassifierModel() {
    this(Identifiable$.MODULE$.randomUID("CharacterClassifierModel"));
  }

  /**
   * Creates a transformer of the pretrained model.
   *
   * @param uid identifies it among the stages of a pipeline
   */
  public CharacterClassifierModel(String uid) {
    this.uid = uid;
    inputCol = new Param<>(this, "inputCol", "column of images");
    outputCol = new Param<>(this, "outputCol", "column of predictions to add");
    modelPath =
        new Param<>(
            this,
            "modelPath",
            "model folder or ZIP on the driver's machine: a path, or the name of a file that was"
                + " added with addFile or --files; empty for the pretrained model");
    engine =
        new Param<>(
            this,
            "engine",
            "engine that runs the model: auto, java or tensorflow",
            ParamValidators.inArray(List.of("auto", "java", "tensorflow")));
    characters =
        new Param<>(
            this,
            "characters",
            "characters that predictions are limited to: digits, upper, lower or the characters"
                + " themselves; empty for all");
    batchSize =
        new IntParam(this, "batchSize", "images in one batch, at least 1", ParamValidators.gtEq(1));
    topK =
        new IntParam(
            this,
            "topK",
            "classes to list with each prediction, at least 1",
            ParamValidators.gtEq(1));
    setDefault(inputCol, "image");
    setDefault(outputCol, "prediction");
    setDefault(modelPath, "");
    setDefault(engine, "auto");
    setDefault(characters, "");
    setDefault(batchSize, 256);
    setDefault(topK, 3);
  }

  /**
   * Loads a transformer.
   *
   * @param path the folder that {@link #save} wrote
   * @return a transformer with the same parameters; of the model, only the path is saved
   */
  public static CharacterClassifierModel load(String path) {
    return read().load(path);
  }

  /** {@return a reader of saved transformers} */
  public static MLReader<CharacterClassifierModel> read() {
    return new DefaultParamsReader<>();
  }

  /**
   * Returns the number of inputs that the transformers and SQL functions of an application could
   * not read so far. The Spark UI shows the count too. Tasks that Spark runs twice count twice; the
   * rows with an error in a result are the exact number.
   *
   * @param spark a session of the application
   * @return the number, complete when the jobs have ended
   */
  public static long failures(SparkSession spark) {
    return Recognition.failures(spark).value();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    Recognition recognition = recognition(dataset.sparkSession());
    int column = dataset.schema().fieldIndex(getInputCol());
    MapPartitionsFunction<Row, Row> partition = rows -> recognition.recognise(rows, column);
    return dataset.toDF().mapPartitions(partition, Encoders.row(schema));
  }

  /** Checks the model and the characters on the driver. */
  Recognition recognition(SparkSession spark) {
    return Recognition.prepare(
        new Recognition.Settings(
            getModelPath(), getEngine(), getCharacters(), getBatchSize(), getTopK()),
        spark);
  }

  /**
   * Adds the output column.
   *
   * @param schema with the input column
   * @return a copy with the output column last
   * @throws IllegalArgumentException if there is no input column, if it is of another type, or if
   *     there is an output column already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    List<String> columns = Arrays.asList(schema.fieldNames());
    if (!columns.contains(getInputCol())) {
      throw new IllegalArgumentException(
          "inputCol \"%s\": found the columns %s; set inputCol to one of them"
              .formatted(getInputCol(), columns));
    }
    if (columns.contains(getOutputCol())) {
      throw new IllegalArgumentException(
          "outputCol \"%s\": there is such a column already; set outputCol to another name"
              .formatted(getOutputCol()));
    }
    Recognition.checkType(
        "inputCol \"%s\"".formatted(getInputCol()), schema.apply(getInputCol()).dataType());
    return schema.add(getOutputCol(), Recognition.PREDICTION, false);
  }

  @Override
  public CharacterClassifierModel copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** {@return the parameter of {@link #setInputCol}} */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** {@return the parameter of {@link #setOutputCol}} */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** {@return the parameter of {@link #setModelPath}} */
  public Param<String> modelPath() {
    return modelPath;
  }

  /** {@return the parameter of {@link #setEngine}} */
  public Param<String> engine() {
    return engine;
  }

  /** {@return the parameter of {@link #setCharacters}} */
  public Param<String> characters() {
    return characters;
  }

  /** {@return the parameter of {@link #setBatchSize}} */
  public IntParam batchSize() {
    return batchSize;
  }

  /** {@return the parameter of {@link #setTopK}} */
  public IntParam topK() {
    return topK;
  }

  /** {@return the name of the column of images} */
  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  /**
   * Sets the column of images; {@code image} by default.
   *
   * @param name of a column of binary, string or image struct
   * @return this
   */
  public CharacterClassifierModel setInputCol(String name) {
    set(inputCol, name);
    return this;
  }

  /** {@return the name of the column of predictions} */
  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  /**
   * Sets the column of predictions to add; {@code prediction} by default.
   *
   * @param name of a new column
   * @return this
   */
  public CharacterClassifierModel setOutputCol(String name) {
    set(outputCol, name);
    return this;
  }

  /** {@return the model's path; empty for the pretrained model} */
  public String getModelPath() {
    return getOrDefault(modelPath);
  }

  /**
   * Sets the model's path; empty, the default, for the pretrained model of the library's jar. Only
   * the driver reads it, in each {@link #transform}, and broadcasts it to the executors.
   *
   * @param path a folder or ZIP as {@link io.github.emnist.model.bundle.ModelBundle#save} writes
   *     them, on the driver's machine, or the name of a ZIP that was added with {@code
   *     SparkContext.addFile} or {@code spark-submit --files}
   * @return this
   */
  public CharacterClassifierModel setModelPath(String path) {
    set(modelPath, path);
    return this;
  }

  /** {@return the engine} */
  public String getEngine() {
    return getOrDefault(engine);
  }

  /**
   * Sets the engine that runs the model, as {@link io.github.emnist.model.Engine}.
   *
   * @param name {@code java}, {@code tensorflow}, or {@code auto}, the default, which takes
   *     TensorFlow where an executor has it
   * @return this
   * @throws IllegalArgumentException if it is none of these
   */
  public CharacterClassifierModel setEngine(String name) {
    set(engine, name);
    return this;
  }

  /** {@return the characters that predictions are limited to; empty for all} */
  public String getCharacters() {
    return getOrDefault(characters);
  }

  /**
   * Sets the characters that predictions are limited to; empty, the default, for all.
   *
   * @param names {@code digits}, {@code upper}, {@code lower}, or the characters themselves, all of
   *     which the model must know
   * @return this
   */
  public CharacterClassifierModel setCharacters(String names) {
    set(characters, names);
    return this;
  }

  /** {@return the number of images in one batch} */
  public int getBatchSize() {
    return (Integer) getOrDefault(batchSize);
  }

  /**
   * Sets the number of rows that a task holds and recognises at a time; 256 by default. Fewer save
   * memory if the pictures are large; more than 256 are no faster.
   *
   * @param images at least 1
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public CharacterClassifierModel setBatchSize(int images) {
    set(batchSize, images);
    return this;
  }

  /** {@return the number of classes listed with each prediction} */
  public int getTopK() {
    return (Integer) getOrDefault(topK);
  }

  /**
   * Sets the number of classes in {@code topK}; 3 by default.
   *
   * @param classes at least 1
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public CharacterClassifierModel setTopK(int classes) {
    set(topK, classes);
    return this;
  }
}
