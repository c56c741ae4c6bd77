package io.github.emnist.benchmarks;

import io.github.emnist.benchmarks.ComposedLines.Kind;
import io.github.emnist.benchmarks.ComposedLines.Layout;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures a user's complete tasks, in milliseconds on one thread: from a PNG file of 300x260
 * pixels to a prediction, from a line of two to four words to its text, from a model file to a
 * classifier.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar RecogniseBenchmark -p model=FILE -p folder=FOLDER
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
@Fork(1)
public class RecogniseBenchmark implements Checked {
  /** The name of the output that is compared for {@link #picture()}. */
  static final String RIGHT = "share of the pictures answered rightly";

  /** The engine of the classifier. */
  @Param({"java", "tensorflow"})
  public String engine;

  /** The model bundle. */
  @Param("pretrained")
  public String model;

  /** The folder of {@link PreprocessPictures#write the pictures}. */
  @Param("pictures")
  public String folder;

  private ClassifierOptions options;
  private EmnistClassifier classifier;
  private EmnistDataset drawn;
  private BufferedImage line;
  private int next;

  /**
   * Loads the model and draws the line.
   *
   * @throws IOException if the model cannot be loaded
   */
  @Setup
  public void setUp() throws IOException {
    options =
        ClassifierOptions.defaults()
            .withEngine(Engine.valueOf(engine.toUpperCase(Locale.ROOT)))
            .withThreads(1);
    classifier = open();
    drawn = SyntheticEmnist.balanced().withImagesPerClass(1, 10).test();
    line = new ComposedLines(drawn, 1).compose(Kind.CAPITALISED, Layout.WRITTEN, 0).picture();
  }

  /** Closes the model. */
  @TearDown
  public void tearDown() {
    classifier.close();
  }

  /**
   * Recognises a picture from its file.
   *
   * @return its class
   * @throws IOException if the file cannot be read
   */
  @Benchmark
  public String picture() throws IOException {
    next = (next + 1) % PreprocessPictures.COUNT;
    return classifier.predict(PreprocessPictures.file(Path.of(folder), next)).label();
  }

  /**
   * Reads a line of text.
   *
   * @return the text
   */
  @Benchmark
  public String line() {
    return classifier.readLine(line).text();
  }

  /**
   * Loads a classifier from a model file and predicts once.
   *
   * @return the prediction
   * @throws IOException if the model cannot be loaded
   */
  @Benchmark
  public String load() throws IOException {
    try (EmnistClassifier loaded = open()) {
      return loaded.predictRaw(new byte[Predictor.LENGTH]).label();
    }
  }

  private EmnistClassifier open() throws IOException {
    return Predictor.Ours.open(Path.of(model), options);
  }

  @Override
  public Map<String, double[]> outputs(String method) throws IOException {
    return switch (method) {
      case "line" -> Map.of("text of the line", line().chars().asDoubleStream().toArray());
      case "picture" -> {
        double right = 0;
        for (int i = 0; i < PreprocessPictures.COUNT; i++) {
          int label = classifier.predict(PreprocessPictures.file(Path.of(folder), i)).classIndex();
          right += label == i ? 1 : 0; // one picture of each class, in their order
        }
        yield Map.of(RIGHT, new double[] {right / PreprocessPictures.COUNT});
      }
      default -> Map.of();
    };
  }

  @Override
  public String engine() {
    return "EmnistClassifier, " + classifier.engine() + ", " + classifier.precision();
  }
}
