package io.github.emnist.benchmarks;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import java.awt.image.BufferedImage;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the conversion of decoded pictures to 28x28 pixels, in milliseconds, on one thread:
 * pictures of 300x260 pixels, and a photograph of 12 megapixels. The pictures are those of {@link
 * PreprocessPictures}; {@code OpenCvPreprocessBenchmark} (profile {@code peers}) measures OpenCV on
 * the same ones.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar PreprocessBenchmark -prof gc</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(3)
public class PreprocessBenchmark implements Checked {
  /** The kind of the pictures. */
  @Param({"drawing", "shadow", "photograph"})
  public String picture;

  private BufferedImage[] pictures;
  private int next;

  /** Draws the pictures. */
  @Setup
  public void setUp() {
    pictures = PreprocessPictures.draw(picture);
  }

  /**
   * Processes the next picture.
   *
   * @return 28 x 28
   */
  @Benchmark
  public GrayImage process() {
    next = (next + 1) % pictures.length;
    return CharacterPreprocessor.emnist().process(pictures[next]);
  }

  @Override
  public Map<String, double[]> outputs(String method) {
    return Map.of(
        "mean grey and centre of the " + picture + "s",
        Arrays.stream(pictures)
            .map(one -> CharacterPreprocessor.emnist().process(one).toBytes())
            .flatMapToDouble(pixels -> Arrays.stream(PreprocessPictures.summary(pixels)))
            .toArray());
  }
}
