package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.Score;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import io.github.emnist.train.internal.tensorflow.TrainingNetwork;
import java.util.Arrays;
import java.util.Locale;
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
 * Measures one optimizer step of the reference network, in milliseconds per batch, without feeding
 * and augmentation.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar TrainingStepBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 7, time = 3)
@Fork(1)
public class TrainingStepBenchmark {
  /** The number of images. */
  @Param({"32", "128", "512"})
  public int batch;

  /** The precision of the products. */
  @Param({"float32", "bfloat16"})
  public String precision;

  private TrainingNetwork network;
  private TrainingBatch images;
  private long step;

  /** Builds the network and draws a batch. */
  @Setup
  public void setUp() {
    CnnArchitecture architecture = CnnArchitecture.emnistCnn();
    float[] alike = new float[architecture.classes()];
    Arrays.fill(alike, 1);
    network =
        TrainingNetwork.create(
            architecture,
            Weights.initialize(architecture, 1),
            TrainingConfig.builder()
                .precision(Precision.valueOf(precision.toUpperCase(Locale.ROOT)))
                .build(),
            alike);
    EmnistDataset dataset =
        SyntheticEmnist.balanced().withImagesPerClass(1, batch / 47 + 1).test().shuffle(1);
    images = TrainingBatch.of(new byte[batch * Predictor.LENGTH], new byte[batch]);
    for (int i = 0; i < batch; i++) {
      dataset.copyImage(i, images.images(), i * Predictor.LENGTH);
      images.labels()[i] = (byte) dataset.label(i);
    }
  }

  /** Closes the network. */
  @TearDown
  public void tearDown() {
    network.close();
  }

  /**
   * Takes a step.
   *
   * @return its loss and hits
   */
  @Benchmark
  public Score step() {
    return network.step(images, step++, 1e-3);
  }
}
