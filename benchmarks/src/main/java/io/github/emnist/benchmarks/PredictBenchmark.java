package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@link EmnistClassifier} on the reference network, one image a call and 512 images a call, in
 * microseconds an image (percentiles with {@code -bm sample}):
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar PredictBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
@Fork(1)
public class PredictBenchmark {
  private static final int BATCH = 512;

  private EmnistClassifier classifier;
  private List<GrayImage> images;

  /** Loads the network with random weights: the time does not depend on what they say. */
  @Setup
  public void setUp() {
    CnnArchitecture architecture = CnnArchitecture.emnistCnn();
    classifier =
        EmnistClassifier.of(
            new ModelBundle(
                ModelMetadata.of(architecture, EmnistSplit.BALANCED.labelMap()),
                Weights.initialize(architecture, 1)));
    EmnistDataset dataset = SyntheticEmnist.balanced().test();
    images = IntStream.range(0, BATCH).mapToObj(dataset::image).toList();
  }

  /** Closes the network. */
  @TearDown
  public void tearDown() {
    classifier.close();
  }

  /**
   * One image a call.
   *
   * @return its prediction
   */
  @Benchmark
  public Prediction single() {
    return classifier.predict(images.get(0));
  }

  /**
   * 512 images a call.
   *
   * @return their predictions
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<Prediction> batch() {
    return classifier.predictAll(images);
  }
}
