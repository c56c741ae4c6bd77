package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the number of synthetic images drawn per second, on all processors.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar SyntheticBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SyntheticBenchmark {
  private static final int PER_CLASS = 200;
  private static final int IMAGES = 47 * PER_CLASS;

  private final SyntheticEmnist source =
      SyntheticEmnist.balanced().withImagesPerClass(PER_CLASS, 1);

  /**
   * Draws a training partition of EMNIST Balanced.
   *
   * @return the images
   */
  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public EmnistDataset draw() {
    return source.train();
  }
}
