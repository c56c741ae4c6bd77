package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.io.EmnistReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * IDX folders to a ready, upright data set: gzip beside the bare {@link GZIPInputStream} over the
 * same file, plain beside the bare reading of the file into an array. The plain files are made for
 * the run and deleted after it.
 *
 * <pre>EMNIST_DATA=/path/to/folder java -jar benchmarks/target/benchmarks.jar ReadBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class ReadBenchmark {
  private static final int BUFFER = 1 << 16;

  private Path folder;
  private Path images;
  private Path plainFolder;
  private Path plainImages;

  /**
   * Finds the files.
   *
   * @throws IOException if {@code EMNIST_DATA} names no folder of EMNIST files
   */
  @Setup
  public void setUp() throws IOException {
    folder = RealData.folder();
    images = RealData.trainImages(folder);
    plainFolder = Files.createTempDirectory("emnist-plain");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(ReadBenchmark::isOfTraining).toList()) {
        String name = file.getFileName().toString();
        Path plain = plainFolder.resolve(name.substring(0, name.length() - ".gz".length()));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), BUFFER)) {
          Files.copy(in, plain);
        }
        if (file.equals(images)) {
          plainImages = plain;
        }
      }
    }
  }

  private static boolean isOfTraining(Path file) {
    return file.getFileName().toString().matches("emnist-.*-train-.*-ubyte.gz");
  }

  /**
   * Deletes the plain files.
   *
   * @throws IOException if they cannot be deleted
   */
  @TearDown
  public void tearDown() throws IOException {
    try (Stream<Path> files = Files.list(plainFolder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(plainFolder);
  }

  /**
   * The library, from plain files.
   *
   * @return the training images
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public EmnistDataset readPlainTrain() throws IOException {
    return EmnistReader.open(plainFolder).train();
  }

  /**
   * The floor for plain files: their bytes in an array.
   *
   * @return the bytes
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public byte[] readPlainBytes() throws IOException {
    return Files.readAllBytes(plainImages);
  }

  /**
   * The library.
   *
   * @return the training images
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public EmnistDataset readTrain() throws IOException {
    return EmnistReader.open(folder).train();
  }

  /**
   * The floor: unpacking the images and doing nothing with them.
   *
   * @return how many bytes there are
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public long gunzipOnly() throws IOException {
    long total = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = new GZIPInputStream(Files.newInputStream(images), BUFFER)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
      }
    }
    return total;
  }
}
