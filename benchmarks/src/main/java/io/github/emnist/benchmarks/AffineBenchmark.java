package io.github.emnist.benchmarks;

import io.github.emnist.augment.Augmentation;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Random affine augmentation of 28x28 images on one thread, in images per second:
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar AffineBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
@Fork(1)
public class AffineBenchmark {
  private static final int IMAGES = 1_024;
  private static final int SIDE = 28;

  private final Augmentation augmentation = Augmentation.standard();
  private final byte[] target = new byte[SIDE * SIDE];
  private byte[] images;
  private long epoch;

  /** Draws the images. */
  @Setup
  public void setUp() {
    EmnistDataset dataset = SyntheticEmnist.balanced().test();
    images = new byte[IMAGES * target.length];
    for (int i = 0; i < IMAGES; i++) {
      dataset.copyImage(i, images, i * target.length);
    }
  }

  /**
   * The standard augmentation.
   *
   * @return the last image
   */
  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public byte[] standard() {
    epoch++;
    for (int i = 0; i < IMAGES; i++) {
      augmentation.apply(images, i * target.length, target, 0, SIDE, SIDE, 42, epoch, i);
    }
    return target;
  }
}
