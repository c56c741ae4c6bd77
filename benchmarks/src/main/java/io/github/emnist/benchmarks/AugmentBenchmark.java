package io.github.emnist.benchmarks;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.Augmentation.Threads;
import io.github.emnist.augment.Pixels;
import io.github.emnist.augment.RandomTransform;
import io.github.emnist.augment.Resampling;
import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the augmentation of 28x28 images, in images per second, on one thread and on two, and
 * the memory that it allocates:
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar AugmentBenchmark.one -prof gc
 * java -jar benchmarks/target/benchmarks.jar AugmentBenchmark.two -p pipeline=standard,elastic
 * </pre>
 *
 * <p>{@code OpenCvBenchmark} measures the same with OpenCV.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
@Fork(1)
public class AugmentBenchmark implements Checked {
  /** The augmentation that is measured; its name is the parameter's value. */
  public enum Pipeline {
    /** The standard preset of the library: one affine transform. */
    standard(Augmentation.standard()),
    /** The gentler preset. */
    light(Augmentation.light()),
    /** The stronger preset. */
    strong(Augmentation.strong()),
    /** A rotation alone. */
    rotation(Augmentation.of(RandomTransform.affine().rotation(10).build())),
    /** The transforms of Keras' {@code ImageDataGenerator}, with its default outside. */
    keras(
        Augmentation.keras(
            10, 0.07, 0.07, 0.1, 8, new Resampling(Interpolation.BILINEAR, FillMode.NEAREST))),
    /** A rotation with a cubic B-spline instead of bilinear interpolation. */
    bicubic(
        Augmentation.of(
            RandomTransform.affine()
                .rotation(10)
                .resampling(new Resampling(Interpolation.BICUBIC, FillMode.CONSTANT))
                .build())),
    /** A homography. */
    perspective(Augmentation.of(RandomTransform.perspective(0.3))),
    /** An elastic deformation, as in Simard's paper. */
    elastic(Augmentation.of(RandomTransform.elastic(34, 4))),
    /** Two transforms in one interpolation. */
    affineElastic(
        Augmentation.of(
            RandomTransform.affine().rotation(10).shift(2).build(),
            RandomTransform.elastic(34, 4))),
    /** A grid of four by four. */
    grid(Augmentation.of(RandomTransform.gridDistortion(4, 0.3))),
    /** Two of eighteen operations. */
    randAugment(Augmentation.randAugment(2, 9)),
    /** One of eighteen operations. */
    trivialAugment(Augmentation.trivialAugment());

    private final Augmentation augmentation;

    Pipeline(Augmentation augmentation) {
      this.augmentation = augmentation;
    }
  }

  /** The augmentation to measure. */
  @Param public Pipeline pipeline;

  private final byte[] target = new byte[SyntheticImages.COUNT * SyntheticImages.LENGTH];
  private Pixels images;
  private ExecutorService other;
  private long epoch;

  /** Draws the images. */
  @Setup
  public void setUp() {
    images = Pixels.of(SyntheticImages.draw(), 28, 28);
    other = Executors.newSingleThreadExecutor();
  }

  /** Stops the second thread. */
  @TearDown
  public void tearDown() {
    other.shutdown();
  }

  /**
   * Augments a batch on one thread.
   *
   * @return the images
   */
  @Benchmark
  @OperationsPerInvocation(SyntheticImages.COUNT)
  public byte[] one() {
    pipeline.augmentation.apply(images, Pixels.of(target, 28, 28), 42, epoch++, 0);
    return target;
  }

  /**
   * Augments a batch on two threads.
   *
   * @return the images
   */
  @Benchmark
  @OperationsPerInvocation(SyntheticImages.COUNT)
  public byte[] two() {
    pipeline.augmentation.apply(
        images, Pixels.of(target, 28, 28), 42, epoch++, 0, new Threads(other, 2));
    return target;
  }

  @Override
  public Map<String, double[]> outputs(String method) {
    return Map.of("mean grey", new double[] {SyntheticImages.meanGrey(one())});
  }
}
