package io.github.emnist.benchmarks;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.Score;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import io.github.emnist.train.internal.tensorflow.TrainingNetwork;
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
 * One optimizer step of the reference network, in milliseconds a batch. {@link TrainingRate} sets
 * it beside the machine's matrix-product rate.
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
  @Param({"128", "256"})
  private int batchSize;

  private TrainingNetwork network;
  private TrainingBatch batch;
  private long step;

  /** Builds the network. */
  @Setup
  public void setUp() {
    CnnArchitecture architecture = CnnArchitecture.emnistCnn();
    network =
        TrainingNetwork.create(
            architecture,
            Weights.initialize(architecture, 1),
            TrainingConfig.standard(),
            SyntheticBatch.classWeights(architecture.classes()));
    batch = SyntheticBatch.of(batchSize);
  }

  /** Closes the network. */
  @TearDown
  public void tearDown() {
    network.close();
  }

  /**
   * The step.
   *
   * @return its loss and hits
   */
  @Benchmark
  public Score step() {
    return network.step(batch, step++, 1e-3);
  }
}
