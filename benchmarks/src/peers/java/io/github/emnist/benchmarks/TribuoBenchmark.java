package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.EmnistDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.datasource.IDXDataSource;

/**
 * Measures Tribuo's reader of IDX files, which creates examples with a named feature for each pixel
 * that is not 0.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class TribuoBenchmark implements Checked {
  private static final int SIDE = 28;

  /** A folder with IDX files of Balanced's training partition. */
  @Param("data")
  public String path;

  /**
   * Reads the IDX files.
   *
   * @return the examples
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public List<Example<Label>> idx() throws IOException {
    List<Example<Label>> examples = new ArrayList<>();
    new IDXDataSource<>(file("images-idx3-ubyte.gz"), file("labels-idx1-ubyte.gz"), new LabelFactory())
        .forEach(examples::add);
    return examples;
  }

  private Path file(String end) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(path))) {
      return files.filter(f -> f.toString().endsWith("train-" + end)).findFirst().orElseThrow();
    }
  }

  @Override
  public Map<String, double[]> outputs(String method) throws IOException {
    EmnistDataset.Builder builder =
        EmnistDataset.builder(EmnistSplit.BALANCED.labelMap(), SIDE, SIDE)
            .split(EmnistSplit.BALANCED);
    for (Example<Label> example : idx()) {
      byte[] upright = new byte[SIDE * SIDE];
      example.forEach(
          feature -> {
            int stored = Integer.parseInt(feature.getName());
            upright[stored % SIDE * SIDE + stored / SIDE] = (byte) feature.getValue();
          });
      builder.add(upright, 0, (int) Double.parseDouble(example.getOutput().getLabel()));
    }
    return ReadBenchmark.digest(builder.build());
  }

  @Override
  public String engine() {
    return "Tribuo " + org.tribuo.Tribuo.VERSION;
  }
}
