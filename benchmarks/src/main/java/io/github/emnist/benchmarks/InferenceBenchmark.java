package io.github.emnist.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Measures a model's predictions for 28x28 pixels, by this library or a peer, in microseconds per
 * call: one image, or a batch. JMH's threads are the concurrent callers.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar InferenceBenchmark -p model=FILE -p engine=java -t 8
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
@Fork(1)
public class InferenceBenchmark implements Checked {
  private static final int COMPARED = 94;

  /** The engine, as {@link Predictor#open} takes it. */
  @Param({"java", "tensorflow-float32"})
  public String engine;

  /** The number of threads of one call. */
  @Param("1")
  public int threads;

  /** The number of images of one call. */
  @Param("512")
  public int batch;

  /** The model: a bundle, or the same in a peer's format. */
  @Param("pretrained")
  public String model;

  private Predictor predictor;
  private List<byte[]> images;

  /**
   * Loads the model and draws the images.
   *
   * @throws Exception if the model cannot be loaded
   */
  @Setup
  public void setUp() throws Exception {
    predictor = Predictor.open(engine, threads, Path.of(model));
    images = draw();
  }

  private static List<byte[]> draw() {
    byte[] all = SyntheticImages.draw();
    return IntStream.range(0, SyntheticImages.COUNT)
        .mapToObj(i -> Arrays.copyOfRange(all, i * Predictor.LENGTH, (i + 1) * Predictor.LENGTH))
        .toList();
  }

  /** Closes the model. */
  @TearDown
  public void tearDown() {
    predictor.close();
  }

  /** The image that the calling thread predicts next. */
  @State(Scope.Thread)
  public static class Next {
    private int next;
  }

  /**
   * Predicts one image.
   *
   * @param caller the calling thread's next image
   * @return its probabilities
   * @throws Exception if the library fails
   */
  @Benchmark
  public float[][] one(Next caller) throws Exception {
    caller.next = (caller.next + 1) % SyntheticImages.COUNT;
    return predictor.predict(images.subList(caller.next, caller.next + 1));
  }

  /**
   * Predicts a batch.
   *
   * @return its probabilities
   * @throws Exception if the library fails
   */
  @Benchmark
  public float[][] batch() throws Exception {
    return predictor.predict(images.subList(0, batch));
  }

  @Override
  public Map<String, double[]> outputs(String method) throws Exception {
    float[][] found = predictor.predict(images.subList(0, COMPARED));
    return Map.of(
        "probabilities",
        Arrays.stream(found)
            .flatMap(row -> IntStream.range(0, row.length).mapToObj(i -> row[i]))
            .mapToDouble(Float::doubleValue)
            .toArray());
  }

  @Override
  public String engine() {
    return predictor.engine();
  }
}
