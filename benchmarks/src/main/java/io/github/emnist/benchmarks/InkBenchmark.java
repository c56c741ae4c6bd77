package io.github.emnist.benchmarks;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.Ink;
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
 * Measures the conversion of pen strokes to 28x28 pixels, in microseconds; a character of UNIPEN
 * has 33 points in the median.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar InkBenchmark -prof gc</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class InkBenchmark {
  /** The number of points of the two strokes together. */
  @Param({"40", "400", "100000"})
  public int points;

  /** The pen's width, as a multiple of EMNIST's. */
  @Param({"0.33", "1", "2"})
  public double pen;

  private Ink ink;

  /** Creates a letter with a bow and a line, such as a p. */
  @Setup
  public void setUp() {
    Ink.Builder builder = Ink.builder().moveTo(0, 0);
    for (int i = 1; i < points / 2; i++) {
      builder.lineTo(0, 255.0 * i / (points / 2));
    }
    builder.moveTo(0, 10);
    for (int i = 1; i < points / 2; i++) {
      double angle = Math.PI * i / (points / 2);
      builder.lineTo(120 * Math.sin(angle), 70 - 60 * Math.cos(angle));
    }
    ink = builder.build();
  }

  /**
   * Draws the ink as an image.
   *
   * @return the image
   */
  @Benchmark
  public GrayImage toImage() {
    return ink.toImage(pen);
  }
}
